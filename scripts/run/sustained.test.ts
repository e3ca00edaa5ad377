import { tokenCase } from '../contract/calls/management-token/call';
import type { Exchange } from '../contract/exchange';
import type { Engine } from '../http/types';
import { Redactor } from '../report/redactor';
import type { RunEvent, RunReport } from '../report/types';
import { type SandboxOptions, startSandbox } from '../sandbox';
import { type HarnessRun, keysOf, runHarness } from '../testing/harness';
import { ownClock, takingTime } from '../testing/own-clock';
import { Pace } from './pace';

interface SustainedRun extends Pick<HarnessRun, 'sending' | 'sustain' | 'hooks'> {
  readonly ids?: readonly string[];
  readonly server?: SandboxOptions;
  readonly credentials?: HarnessRun['credentials'];
}

const twoCases = ['accept.documented', 'refuse.order-ref.missing'];

/** A first pass over some cases against a sandbox, and what is sustained after it. */
async function sustain({ ids = twoCases, server, hooks, ...run }: SustainedRun) {
  const sandbox = await startSandbox(server);
  const events: RunEvent[] = [];
  try {
    const report = await runHarness({
      baseUrl: sandbox.url,
      credentials: keysOf(sandbox),
      select: { ids },
      ...run,
      sending: { concurrency: 4, ...run.sending },
      hooks: { ...hooks, onEvent: (event) => void events.push(event) },
    });
    return { report, events, requests: sandbox.requests.length };
  } finally {
    await sandbox.close();
  }
}

const loadOf = ({ cases: results }: RunReport) =>
  results.map(({ id, verdict, load }) => [id, verdict, load?.sent, load?.failed]);

describe('a sustained run', () => {
  afterEach(() => void jest.useRealTimers());

  it('sends each case so many times, and judges every answer', async () => {
    const { report, requests } = await sustain({ sustain: { repeat: 50 } });
    expect(loadOf(report)).toEqual([
      ['hmac.documented', 'passed', 50, 0],
      ['accept.documented', 'passed', 50, 0],
      ['refuse.order-ref.missing', 'passed', 50, 0],
    ]);
    expect(requests).toBe(150);
    expect(report.load).toMatchObject({ sent: 150, failed: 0, errored: 0, throttled: 0, failures: [] });
    expect(report.load!.responseTimes!.p50).toBeGreaterThan(0);
    expect(report.verdict).toBe('held');
  });

  it('does not learn more secrets over time', async () => {
    const learnt: string[] = [];
    const redactor = new Redactor((secret) => learnt.push(secret));
    const { requests } = await sustain({ sustain: { repeat: 30 }, hooks: { redactor } });
    expect(requests).toBe(90);
    // The keys, and what the first pass was issued and signed.
    expect(learnt.length).toBeLessThan(10);
  });

  it('hides the tokens that it was issued on the way, also where they were sent in the query', async () => {
    const advance = ownClock();
    let answers = 0;
    const sent: string[] = [];
    // From the second pass on, in which another second has begun, the body tells the end of the token in the query.
    const telling = (engine: Engine): Engine => ({
      ...engine,
      async *send(batch, options) {
        for await (const exchange of engine.send(batch, options)) {
          const token = /access_token=(.+)/.exec(exchange.request.url)?.[1];
          const { outcome } = exchange;
          if (token !== undefined) answers += 1;
          if (token === undefined || answers < 2 || outcome.kind !== 'response') yield exchange;
          else {
            sent.push(token);
            yield { ...exchange, outcome: { ...outcome, body: `bad signature ${token.split('.')[2]}` } };
          }
        }
      },
    });
    const { report, events } = await sustain({
      ids: ['auth.query-string'],
      sustain: { repeat: 4 },
      sending: { through: (engine) => takingTime(telling(engine), 1000, advance) },
    });
    expect(report.load!.failed).toBe(3);
    expect(sent.length).toBe(3);
    const told = JSON.stringify(events);
    expect(told).toContain('bad signature [');
    for (const token of sent) expect(told).not.toContain(token.slice(-12));
  });

  it('is not left with a token that has ended where its renewal fails', async () => {
    const advance = ownClock();
    let fetched = 0;
    // A request takes a tenth of a second. When the first token, which lives two seconds, is due, its renewal fails.
    const outage = (engine: Engine): Engine => ({
      ...engine,
      async *send(batch, options) {
        for await (const exchange of engine.send(batch, options)) {
          if (exchange.caseId === tokenCase) fetched += 1;
          const fails = exchange.caseId === tokenCase && fetched === 2;
          const outcome = { kind: 'failure', reason: 'reset', message: 'the connection was closed' } as const;
          yield fails ? { ...exchange, outcome } : exchange;
        }
      },
    });
    const { report } = await sustain({
      sustain: { repeat: 30 },
      sending: { concurrency: 1, through: (engine) => takingTime(outage(engine), 100, advance) },
      server: { lifetimeSeconds: 2 },
    });
    expect(fetched).toBeGreaterThan(3);
    expect(report.load).toMatchObject({ failed: 0, errored: 0 });
  });

  it('ends when its time is over', async () => {
    const advance = ownClock();
    const through = (engine: Engine) => takingTime(engine, 100, advance);
    const { report, requests } = await sustain({ sustain: { untilMs: 700 }, sending: { concurrency: 1, through } });
    expect([requests, report.load!.sent]).toEqual([10, 7]);
  });

  it('finds occasional failures, reports each cause once, and counts them all', async () => {
    const { report, events } = await sustain({
      sustain: { repeat: 120 },
      server: { fault: 'every-third-request-fails' },
    });
    expect(report.verdict).toBe('broken');
    const broken = report.cases.filter(({ verdict }) => verdict === 'failed');
    expect(broken.length).toBeGreaterThan(0);
    for (const { load, findings } of broken) {
      expect(load!.failed).toBeGreaterThan(10);
      expect(findings.length).toBeLessThan(15);
    }
    expect(report.load!.failures.reduce((sum, { count }) => sum + count, 0)).toBe(report.load!.failed);
    expect(events.length).toBeLessThan(60);
  });

  it.each<[string, Exchange['outcome'], string]>([
    ['hangs', { kind: 'failure', reason: 'timeout', message: 'no response within 10 s' }, 'failed'],
    [
      'is answered by a gateway with 502',
      {
        ...{ kind: 'response', status: 502, statusText: '', headers: [], body: '', validUtf8: true },
        ...{ receivedAt: 0, durationMs: 1 },
      },
      'failed',
    ],
    ['is refused a connection', { kind: 'failure', reason: 'refused', message: 'ECONNREFUSED' }, 'errored'],
  ])('judges a request that %s, while its control is answered, as a run does', async (_how, outcome, wanted) => {
    const id = 'refuse.order-ref.missing';
    for (const passes of [0, 1]) {
      let sent = 0;
      const through = (engine: Engine): Engine => ({
        ...engine,
        async *send(batch, options) {
          for await (const exchange of engine.send(batch, options)) {
            if (exchange.caseId === id) sent += 1;
            yield exchange.caseId === id && sent > passes ? { ...exchange, outcome } : exchange;
          }
        },
      });
      const { report } = await sustain({ sustain: { repeat: 2 }, sending: { through, retries: 0, concurrency: 1 } });
      const result = report.cases.find((each) => each.id === id)!;
      const counted = passes === 0 ? result.verdict : result.load?.failed === 1 ? 'failed' : 'errored';
      expect([passes, counted]).toEqual([passes, wanted]);
    }
  });

  it('gives way to a target that limits requests, and goes on', async () => {
    const server = { fault: 'rate-limited-now-and-then' };
    const { report, requests } = await sustain({ sustain: { repeat: 25 }, server });
    expect(report.verdict).toBe('held');
    // Each case 25 times, and once more the request that was turned away.
    expect(report.load).toMatchObject({ sent: 75, failed: 0, errored: 0, throttled: 1 });
    expect(requests).toBe(76);
  });

  it('respects the given rate', async () => {
    const turns = jest.spyOn(Pace.prototype, 'turn');
    const { requests } = await sustain({ sustain: { repeat: 20 }, sending: { rate: 500 } });
    const paces = turns.mock.contexts as Pace[];
    turns.mockRestore();
    // Each request waits for its turn of this rate, as in pace.test.ts.
    expect(paces).toHaveLength(requests);
    expect(paces.every(({ asked }) => asked === 500)).toBe(true);
  });

  it('does not repeat cases without a verdict', async () => {
    const credentials = { publicKey: 'unknown', privateKey: 'bm9ib2R5J3M=' };
    const { report, requests } = await sustain({ sustain: { repeat: 5 }, credentials });
    expect([report.load?.sent, report.verdict, requests]).toEqual([0, 'credentials-refused', 1]);
  });
});
