import { cases } from '../contract';
import { exampleToken } from '../judge/rules/example';
import type { RunReport } from '../report/types';
import { type Sandbox, startSandbox } from '../sandbox';
import { keysOf, runHarness } from '../testing/harness';
import { ownClock, takingTime } from '../testing/own-clock';
import { dueAt, Renewal } from './renewal';

const noon = Date.UTC(2026, 2, 1, 12);
const seconds = noon / 1000;

describe('a token is due for renewal', () => {
  it.each([
    ['after four fifths of an hour', { exp: seconds + 3600 }, 0, noon + 2_880_000],
    ['by its remaining lifetime, at any age', { iat: seconds - 3000, exp: seconds + 600 }, 0, noon + 480_000],
    ['by the clock of the target', { exp: seconds + 3600 }, 600_000, noon + 2_400_000],
    ['not before a second, even for a short lifetime', { exp: seconds + 1 }, 0, noon + 1000],
    ['never if it has expired', { exp: seconds }, 0, undefined],
    ['never if it has no exp', { sub: 'x' }, 0, undefined],
    ['never if its end is not a number', { exp: '1' }, 0, undefined],
  ])('%s', (_name, claims, offset, due) => {
    expect(dueAt(exampleToken(claims), noon, offset)).toBe(due);
  });

  it('never if it is not a JWT', () => {
    expect(dueAt('opaque', noon, 0)).toBeUndefined();
  });

  it('once for all who wait, and not again after a failure', async () => {
    let renewals = 0;
    const renewal = new Renewal(async () => {
      renewals += 1;
    });
    renewal.keep('a', exampleToken({ exp: seconds + 10 }), noon, 0);
    await renewal.freshen(['a'], noon + 7999);
    expect(renewals).toBe(0);
    await Promise.all([renewal.freshen(['a'], noon + 8000), renewal.freshen(['b', 'a'], noon + 8000)]);
    await renewal.freshen(['a'], noon + 9000);
    expect(renewals).toBe(1);
  });
});

describe('a run that outlives its tokens', () => {
  let sandbox: Sandbox;
  afterEach(async () => {
    jest.useRealTimers();
    await sandbox.close();
  });

  const verdicts = ({ cases }: RunReport) => cases.map(({ id, verdict }) => [id, verdict]);
  const ids = cases.map(({ id }) => id).filter((id) => /^(options|refuse\.order-ref|auth)\./.test(id));
  const select = { ids };

  it('renews them, and reaches the same verdicts as with tokens that last', async () => {
    sandbox = await startSandbox();
    const lasting = await runHarness({ baseUrl: sandbox.url, credentials: keysOf(sandbox), select });
    await sandbox.close();
    // Each request takes a tenth of a second: the tokens that the last cases carry end before those are sent.
    const advance = ownClock();
    sandbox = await startSandbox({ lifetimeSeconds: 3 });
    const brief = await runHarness({
      baseUrl: sandbox.url,
      credentials: keysOf(sandbox),
      select,
      sending: { through: (engine) => takingTime(engine, 100, advance), concurrency: 1 },
    });
    expect(lasting.cases.length).toBeGreaterThan(40);
    expect(brief.summary.passed).toBeGreaterThan(20);
    expect(verdicts(brief)).toEqual(verdicts(lasting));
  });
});
