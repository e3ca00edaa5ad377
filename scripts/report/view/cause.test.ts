import { answered, type CaseFixture, type RunFixture, reportOf, unanswered } from '../../testing/run-fixtures';
import { failureWords } from '../unreached';
import { commonCause } from './cause';

const open = ['errored', 'inconclusive'] as const;
const causeOf = (cases: readonly Omit<CaseFixture, 'id'>[], run: Partial<RunFixture> = {}) => {
  const named = cases.map((each, index): CaseFixture => ({ verdict: 'errored', ...each, id: `c${index}` }));
  return commonCause(reportOf({ ...run, cases: named }), open);
};

describe('what kept cases from a verdict', () => {
  it.each(Object.entries(failureWords))('is a failure of kind %s: %s', (kind, text) => {
    const exchanges = [unanswered(kind as keyof typeof failureWords)];
    const wanted = kind === 'protocol' ? 'other' : 'unreachable';
    expect(causeOf([{ exchanges }])).toEqual({ kind: wanted, text, cases: 1, sent: 1 });
  });

  it.each([425, 429, 502, 503, 504, 520, 530])('is an outage or an overload if the target answered %i', (status) => {
    const exchanges = [unanswered('refused'), answered(status, 2)];
    expect(causeOf([{ exchanges }])).toEqual({
      kind: 'unavailable',
      text: `the target returned ${status}`,
      cases: 1,
      sent: 1,
    });
  });

  it.each([201, 428, 430, 500, 501, 505])('is the reason of the case if the target answered %i', (status) => {
    const reason = 'the rule exp threw';
    expect(causeOf([{ exchanges: [answered(status)], reason }])).toEqual({
      kind: 'other',
      text: reason,
      cases: 1,
      sent: 1,
    });
  });

  it('is not known if no reason was recorded', () => {
    expect(causeOf([{ exchanges: [] }])?.text).toBe('no reason was recorded');
  });

  it.each([
    [{ kind: 'dns', detail: 'ENOTFOUND' }, /^the host name could not be resolved \(ENOTFOUND\)$/],
    [{ kind: 'refused', detail: 'ECONNREFUSED', proxy: 'p.example:3128' }, /^at the proxy p\.example:3128, .+\)$/],
  ] as const)('is why the target took no connection: %j', (unreached, text) => {
    const cause = causeOf([{ exchanges: [] }, { exchanges: [] }], { unreached });
    expect(cause).toEqual({ kind: 'unreachable', text: expect.stringMatching(text), cases: 2, sent: 0 });
  });

  it('is one for a case and for those that it blocked', () => {
    const blocked = { verdict: 'inconclusive', exchanges: [], reason: 'any', blockedBy: 'c0' } as const;
    expect(causeOf([{ exchanges: [unanswered('tls')] }, blocked, blocked])).toEqual({
      kind: 'unreachable',
      text: failureWords.tls,
      cases: 3,
      sent: 1,
    });
  });

  it('is a reason of its own if the case that blocked it has a verdict', () => {
    const blocked = { verdict: 'inconclusive', exchanges: [], reason: 'blocked', blockedBy: 'c0' } as const;
    expect(causeOf([{ verdict: 'failed' }, blocked])).toEqual({ kind: 'other', text: 'blocked', cases: 1, sent: 0 });
  });

  it('is the most common one', () => {
    const [timeout, refused] = [{ exchanges: [unanswered('timeout')] }, { exchanges: [unanswered('refused')] }];
    expect(causeOf([timeout, refused, refused])).toMatchObject({ cases: 2, text: failureWords.refused });
    expect(causeOf([timeout, refused])).toMatchObject({ text: failureWords.timeout });
  });

  it('is absent if every case has a verdict', () => {
    expect(causeOf([{ verdict: 'passed' }])).toBeUndefined();
  });
});
