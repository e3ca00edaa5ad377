import type { Exchange } from '../../contract/exchange';
import { exampleTime, exchangeOf, issued, refused } from '../../judge/rules/example';
import { TrafficChecker } from '../../judge/traffic/checker';
import { fold } from '../../report/fold';
import { RollingRedactor } from '../../report/rolling-redactor';
import type { RunEvent } from '../../report/types';
import { validReport } from '../../testing/valid-report';
import { TrafficRun } from './traffic-run';

const accepted = exchangeOf({
  name: '',
  case: 'accept.documented',
  response: { status: 201, body: issued({ customer_ref: 'my-customer-ref', order_ref: '1', instruction_ref: '1' }) },
});
const withoutToken = exchangeOf({ name: '', case: 'auth.missing', response: { status: 401, text: 'who are you?' } });
const badInput = (body: unknown): Exchange =>
  exchangeOf({ name: '', case: 'refuse.customer-ref.missing', response: { status: 400, body } });
const newer = badInput(refused('CUSTOMER_REF_IS_REQUIRED'));
const older = badInput({ errorCodes: ['CUSTOMER_REF_IS_REQUIRED'] });

/** Runs exchanges one second apart, and returns the report with the events. */
function run(exchanges: readonly Exchange[]) {
  const events: RunEvent[] = [];
  const traffic = new TrafficRun({
    ...{
      checker: new TrafficChecker(),
      engine: 'recording',
      source: 'a.har',
      reproduce: 'check a.har',
      strict: false,
    },
    ...{ now: new Date(0), redactor: new RollingRedactor(), onEvent: (event) => void events.push(event) },
  });
  const fresh = exchanges.map(
    (exchange, index) => traffic.add(exchange, { at: exampleTime - 20 + 100 * index }).fresh.length,
  );
  return { report: validReport(traffic.finish({ durationMs: 5 })), events, fresh };
}

describe('a run of recorded traffic', () => {
  it('has a case for each kind of request, with its counts and a few examples', () => {
    const { report } = run([...Array<Exchange>(100).fill(accepted), newer, newer]);
    expect(report.cases.map(({ id, traffic, exchanges }) => [id, traffic?.exchanges, exchanges.length])).toEqual([
      ['traffic:payout-token/open:unknown-credential', 1, 1],
      ['traffic:payout-token/valid', 99, 1],
      ['traffic:payout-token/missing-customer-ref', 2, 1],
    ]);
    expect(report).toMatchObject({ verdict: 'held', exitCode: 0, target: { baseUrl: 'https://api.example.com' } });
  });

  it.each<readonly [string, readonly Exchange[], number]>([
    ['the newer form came later', [withoutToken, withoutToken, newer], 2],
    ['the newer form came before', [newer, withoutToken, withoutToken], 2],
    ['the newer form came between', [withoutToken, newer, withoutToken], 2],
    ['the older form came later', [withoutToken, older], 0],
    ['no form is known', [withoutToken], 0],
  ])('judges the body of a 401 by the form of the 400s: %s', (_name, exchanges, failed) => {
    const { report } = run(exchanges);
    expect(report.traffic?.hosts[0]?.failed).toBe(failed);
    expect(report.verdict).toBe(failed > 0 ? 'broken' : 'held');
    expect(report.cases.flatMap(({ findings }) => findings.map(({ rule }) => rule)).includes('error-body')).toBe(
      failed > 0,
    );
  });

  it('tells each finding once, as it comes', () => {
    const wrong = badInput({ errorCodes: [] });
    expect(run([wrong, wrong, newer, wrong]).fresh).toEqual([expect.any(Number), 0, 0, 0]);
    expect(run([wrong]).fresh[0]).toBeGreaterThan(0);
  });

  it('can be folded again from its events, also if it was killed', () => {
    const { report, events } = run([accepted, newer, older]);
    expect(fold(events)).toEqual(report);
    const killed = fold(events.filter(({ type }) => type !== 'run-finished' && type !== 'traffic'));
    expect([killed.complete, killed.cases.length]).toEqual([false, 2]);
  });

  it('has no verdict if the response to a call was not HTTP, however many were right', () => {
    const broken: Exchange = { ...newer, outcome: { kind: 'failure', reason: 'protocol', message: 'a bad chunk' } };
    const { report } = run([newer, newer, broken, broken, newer]);
    expect(report).toMatchObject({ verdict: 'no-verdict', exitCode: 3, traffic: { exchanges: 5, judged: 3 } });
    expect(report.notJudged).toMatchObject([{ reason: 'protocol', count: 2 }]);
    const [{ verdict, reason, traffic, exchanges } = report.cases[0]!] = report.cases;
    expect([verdict, reason, traffic]).toEqual([
      'errored',
      'no response: protocol (a bad chunk)',
      { exchanges: 5, failed: 0 },
    ]);
    expect(exchanges.map(({ failure }) => failure?.kind)).toEqual([undefined, 'protocol']);
  });

  it('without an exchange has no verdict', () => {
    expect(run([]).report).toMatchObject({ verdict: 'no-verdict', exitCode: 3, traffic: { exchanges: 0, judged: 0 } });
  });
});
