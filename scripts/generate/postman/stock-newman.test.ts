import { startSandbox } from '../../sandbox';
import { keysOf, runHarness } from '../../testing/harness';
import { runStockNewman, saidBy } from '../../testing/stock-newman';

it.each([
  'none',
  'expires-seconds',
  'call-not-offered',
  'other-methods-200',
  'rate-limited-for-an-instant',
  'leak-stack-in-message',
])(
  '%s',
  async (fault) => {
    const sandbox = await startSandbox(fault === 'none' ? {} : { fault });
    const { managementToken, ...keys } = sandbox.credentials;
    let t = performance.now();
    const stock = await runStockNewman({ baseUrl: sandbox.url, variables: keys });
    console.log(fault, performance.now() - t, stock.requests, stock.failures.length);
    await sandbox.close();
    const again = await startSandbox(fault === 'none' ? {} : { fault });
    t = performance.now();
    const report = await runHarness({ baseUrl: again.url, credentials: keysOf(again) });
    console.log(performance.now() - t);
    await again.close();
    expect(Object.fromEntries(stock.cases)).toEqual(Object.fromEntries(saidBy(report)));
  },
  60000,
);
