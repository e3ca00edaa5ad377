import { checkExchange, createChecker } from 'payout-contract';
import { assertKeepsPayoutContract } from 'payout-contract/node';
import { defineReporter } from 'payout-contract/reporter';
import { run } from 'payout-contract/run';
import { type FaultName, type Sandbox, startSandbox } from 'payout-contract/sandbox';

test('each entry', async () => {
  const fault: FaultName = 'expires-seconds';
  const sandbox: Sandbox = await startSandbox({ fault });
  const response = { status: 201, headers: { 'content-type': 'application/json' }, body: '{}' };
  const { findings } = await checkExchange({ response, call: 'payout-token' });
  await createChecker({ baseUrl: sandbox.url }).check({ response, call: 'payout-token' });
  await assertKeepsPayoutContract(response, { call: 'payout-token' });
  const report = await run({ target: sandbox.url, cases: ['accept.documented'] });
  defineReporter(() => ({ onReport: ({ verdict }) => void verdict }));
  // @ts-expect-error: not the name of a fault
  const wrong: FaultName = 'no-such-fault';
  expect([...findings.map(({ rule }) => rule), report.verdict, wrong]).toBeDefined();
});

test('with the globals of Jest', async () => {
  await expect({ status: 201 }).toKeepPayoutContract({ call: 'payout-token' });
  expect('token').not.toBePayoutToken({ for: { customerRef: 'a', orderRef: 'b', instructionRef: 'c' } });
});
