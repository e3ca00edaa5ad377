import { answered, type CaseFixture, finding, reportOf } from '../../testing/run-fixtures';
import type { RecordedExchange } from '../types';
import { verdictView } from './verdict';

const [deviation, warning] = (['deviation', 'warning'] as const).map((level) => finding({ level }));

describe('a run in which the contract held', () => {
  it.each([
    ['nothing without findings', [], ''],
    ['nothing of observations', [finding({ level: 'observation' })], ''],
    ['a deviation', [deviation!], '; 1 deviation (fails under --strict)'],
    ['warnings', [warning!, warning!], '; 2 warnings (fail under --strict)'],
    ['both', [warning!, deviation!], '; 1 deviation and 1 warning (fail under --strict)'],
  ])('says of what fails under --strict: %s', (_what, findings, wanted) => {
    const { headline } = verdictView(reportOf({ cases: [{ id: 'a', findings }] }));
    expect(headline).toBe(`Contract held: 1 case passed${wanted}.`);
  });
});

describe('a documented request that is answered with a web page', () => {
  const page = (status: number, type = 'text/html; charset=utf-8'): RecordedExchange[] => {
    const { response, ...exchange } = answered(status);
    return [{ ...exchange, response: { ...response!, headers: { 'Content-Type': type } } }];
  };
  const failed = { verdict: 'failed', findings: [finding()] } as const;
  const refused = { verdict: 'errored', credentialsRefused: true, reason: 'it answered 403' } as const;
  const down = { verdict: 'errored', reason: 'answered 503' } as const;
  const other = { verdict: 'errored', reason: 'a rule threw' } as const;
  const wordsOf = (result: Omit<CaseFixture, 'id'>, id = 'accept.documented') => {
    const report = reportOf({ cases: [{ ...result, id }] });
    return { next: verdictView(report).next, exitCode: report.exitCode };
  };

  it.each([
    ['a broken contract', { ...failed, exchanges: page(200) }, 1, /Otherwise, send the findings/],
    ['refused credentials', { ...refused, exchanges: page(403) }, 4, /Otherwise, run payout-contract check-cred/],
    ['an overload', { ...down, exchanges: page(503) }, 3, /Otherwise, try again later/],
    ['what nothing else is known of', { ...other, exchanges: page(200) }, 3, /\(text\/html\)\.$/],
  ])('may come from a proxy or a captive portal, whatever the verdict: %s', (_what, result, code, then) => {
    const { next, exitCode } = wordsOf(result);
    expect(next).toEqual({ kind: 'check-path', text: expect.stringMatching(then) });
    expect(exitCode).toBe(code);
  });

  it.each([
    ['another type', { ...failed, exchanges: page(200, 'application/json') }, 'accept.documented'],
    ['another case', { ...failed, exchanges: page(200) }, 'media.other'],
    ['no answer', { ...failed, exchanges: [] }, 'accept.documented'],
  ])('is not seen in %s', (_what, result, id) => {
    expect(wordsOf(result, id).next?.kind).toBe('report-findings');
  });
});

describe('a broken contract', () => {
  const report = reportOf({ cases: [{ id: 'a', verdict: 'failed', findings: [finding()] }] });
  const causes = [
    { faults: ['x'], title: 'sends expires in seconds', matched: 47, of: 47, fit: 1 },
    { faults: ['y'], title: 'sends the lifetime as expires', matched: 40, of: 47, fit: 0.8 },
  ];

  it('says what it looks like, the best fit first', () => {
    expect(verdictView({ ...report, likelyCause: causes }).says).toEqual(
      expect.arrayContaining([
        'Looks like: the target sends expires in seconds (fits 47 of 47).',
        'Or: the target sends the lifetime as expires (fits 40 of 47).',
      ]),
    );
  });

  it('says nothing of it where no known fault fits', () => {
    expect(verdictView(report).says.join()).not.toContain('Looks like');
  });
});
