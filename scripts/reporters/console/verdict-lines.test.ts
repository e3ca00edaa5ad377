import type { RecordedExchange } from '../../report/types';
import { answered, type CaseFixture, finding, reportOf } from '../../testing/run-fixtures';
import { verdictWords } from './verdict-lines';

const [deviation, warning] = (['deviation', 'warning'] as const).map((level) => finding({ level }));

describe('a contract that held', () => {
  it.each([
    ['nothing where nothing was found', [], ''],
    ['nothing of observations', [finding({ level: 'observation' })], ''],
    ['a deviation', [deviation!], '; 1 deviation (fails under --strict)'],
    ['warnings', [warning!, warning!], '; 2 warnings (fail under --strict)'],
    ['both', [warning!, deviation!], '; 1 deviation and 1 warning (fail under --strict)'],
  ])('says of what fails under --strict: %s', (_what, findings, wanted) => {
    const { headline } = verdictWords(reportOf({ cases: [{ id: 'a', findings }] }));
    expect(headline).toBe(`Contract held: 1 case checked, all passed${wanted}.`);
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
    return { next: verdictWords(report).next ?? '', exitCode: report.exitCode };
  };

  it.each([
    ['a broken contract', { ...failed, exchanges: page(200) }, 1, /If there is none, take the findings/],
    ['refused credentials', { ...refused, exchanges: page(403) }, 4, /If there is none, payout-contract check-cred/],
    ['an overload', { ...down, exchanges: page(503) }, 3, /If there is none, try again later/],
    ['what nothing else is known of', { ...other, exchanges: page(200) }, 3, /in the place of the target\.$/],
  ])('may be that of a proxy or portal, whatever it looks like: %s', (_what, result, code, then) => {
    const { next, exitCode } = wordsOf(result);
    expect(next).toMatch(/^the documented request was answered with a web page .*proxy or captive portal/);
    expect(next).toMatch(then);
    expect(exitCode).toBe(code);
  });

  it.each([
    ['another type', { ...failed, exchanges: page(200, 'application/json') }, 'accept.documented'],
    ['another case', { ...failed, exchanges: page(200) }, 'media.other'],
    ['no answer', { ...failed, exchanges: [] }, 'accept.documented'],
  ])('is not seen in %s', (_what, result, id) => {
    expect(wordsOf(result, id).next).toMatch(/^take the findings/);
  });
});
