import { answered, type CaseFixture, finding, reportOf } from '../../testing/run-fixtures';
import type { RecordedExchange } from '../types';
import { verdictView } from './verdict';

const known = { owner: 'mia', reason: 'known', expires: '2026-12-31' };
const [deviation, warning] = (['deviation', 'warning'] as const).map((level) => finding({ level }));

describe('a run in which the contract held', () => {
  it.each([
    ['nothing without findings', [], ''],
    ['nothing of observations', [finding({ level: 'observation' })], ''],
    ['a deviation', [deviation!], ', 1 with deviations (it fails under --strict)'],
    ['warnings', [warning!, warning!], ', 1 with warnings (it fails under --strict)'],
    ['a quarantined one', [{ ...deviation!, quarantined: known }], ', 1 with quarantined findings'],
    ['both', [warning!, deviation!], ', 1 with deviations (it fails under --strict)'],
  ])('says of what fails under --strict: %s', (_what, findings, wanted) => {
    const { headline } = verdictView(reportOf({ cases: [{ id: 'a', findings }] }));
    expect(headline).toBe(`Contract held: 1 passed${wanted}.`);
  });

  it('counts cases, each once', () => {
    const cases: CaseFixture[] = [
      { id: 'a' },
      { id: 'b', findings: [deviation!, deviation!, warning!] },
      { id: 'c', findings: [warning!] },
      { id: 'd', verdict: 'skipped', reason: 'r' },
    ];
    expect(verdictView(reportOf({ cases })).headline).toBe(
      'Contract held: 3 passed, 2 with deviations or warnings (they fail under --strict), 1 skipped.',
    );
  });
});

describe('a documented request that is answered with a web page', () => {
  const page = (status: number, type = 'text/html; charset=utf-8'): RecordedExchange[] => {
    const { response, ...exchange } = answered(status);
    return [{ ...exchange, response: { ...response!, headers: { 'Content-Type': type } } }];
  };
  const failed = { verdict: 'failed', findings: [finding()] } as const;
  const refused = { verdict: 'errored', credentialsRefused: true, reason: 'it returned 403' } as const;
  const down = { verdict: 'errored', reason: 'answered 503' } as const;
  const other = { verdict: 'errored', reason: 'a rule threw' } as const;
  const wordsOf = (result: Omit<CaseFixture, 'id'>, id = 'accept.documented') => {
    const report = reportOf({ cases: [{ ...result, id }] });
    return { next: verdictView(report).next, exitCode: report.exitCode };
  };

  it.each([
    ['a broken contract', { ...failed, exchanges: page(200) }, 1, /Otherwise, send report\.html/],
    ['refused credentials', { ...refused, exchanges: page(403) }, 4, /Otherwise, run payout-contract check-cred/],
    ['an overload', { ...down, exchanges: page(503) }, 3, /Otherwise, try again later/],
    [
      'what nothing else is known of',
      { ...other, exchanges: page(200) },
      3,
      /Otherwise, the cases without a verdict are in the report/,
    ],
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

describe('a run without a verdict', () => {
  it('tells the cases that were sent from those that depend on them', () => {
    const down: CaseFixture = { id: 'a', verdict: 'errored', reason: 'answered 503', exchanges: [answered(503, 3)] };
    const blocked = ['b', 'c'].map((id): CaseFixture => {
      return { id, verdict: 'inconclusive', blockedBy: 'a', reason: 'a was not accepted', exchanges: [] };
    });
    expect(verdictView(reportOf({ cases: [down, ...blocked] })).headline).toMatch(
      /the target returned 503 \(3 of 3 cases: 1 was sent, the others depend on it\)\.$/,
    );
    expect(verdictView(reportOf({ cases: [{ id: 'x', verdict: 'passed' }, down, ...blocked] })).headline).toMatch(
      /the target returned 503 \(3 of 4 cases: 1 was sent, the others depend on it\)\.$/,
    );
  });

  it('says how many cases were finished, with whatever verdict', () => {
    const cases: CaseFixture[] = [
      { id: 'a' },
      { id: 'b', verdict: 'inconclusive', reason: 'r' },
      { id: 'c', verdict: 'skipped', reason: 'needs a key' },
      { id: 'd', reached: 'started' },
      { id: 'e', reached: 'planned' },
    ];
    expect(verdictView(reportOf({ cases, stopped: 'interrupted' })).headline).toBe(
      'No verdict: the run was interrupted after 3 of 5 cases.',
    );
  });
});

describe('a broken contract', () => {
  const report = reportOf({ cases: [{ id: 'a', verdict: 'failed', findings: [finding()] }] });
  const causes = [
    { faults: ['x'], title: 'sends expires in seconds', matched: 47, of: 47, fit: 1 },
    { faults: ['y'], title: 'sends the lifetime as expires', matched: 40, of: 47, fit: 0.8 },
  ];

  it('says what it looks like, the best fit first', () => {
    expect(verdictView({ ...report, likelyCause: causes }).looksLike).toEqual(
      expect.arrayContaining([
        'Looks like: the target sends expires in seconds (fits 47 of 47).',
        'Or: the target sends the lifetime as expires (fits 40 of 47).',
      ]),
    );
  });

  it('says nothing of it where no known fault fits', () => {
    expect(verdictView(report).looksLike).toEqual([]);
  });
});

describe('what to do about a run that ended early', () => {
  const ended = (status: number, id = 'a') => ({
    ...{ id, verdict: 'errored' as const, reason: 'r', exchanges: [answered(503), answered(status)] },
  });
  it.each([
    ['is to slow down, if the target asked for it at an outage', [ended(429)], 'outage', 'slow-down'],
    ['is to slow down, if the time limit passed meanwhile', [ended(429)], 'deadline', 'slow-down'],
    ['is to check the target after any other outage', [ended(503)], 'outage', 'check-target'],
    ['is to check the target if both happened', [ended(429), ended(502, 'b')], 'outage', 'check-target'],
    ['is to allow more time after any other time limit', [ended(503)], 'deadline', 'allow-time'],
    ['is to allow more time if nothing was sent', [], 'deadline', 'allow-time'],
    ['is to run it again after an interruption', [ended(429)], 'interrupted', 'run-again'],
  ] as const)('%s', (_what, cases, stopped, next) => {
    const report = { ...reportOf({ cases }), verdict: 'no-verdict', complete: false, stopped } as const;
    expect(verdictView(report).next?.kind).toBe(next);
  });
});
