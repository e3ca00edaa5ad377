import { answered, type CaseFixture, reportOf, unanswered } from '../testing/run-fixtures';
import { commonCause } from './cause';

const causeOf = (...cases: Omit<CaseFixture, 'id'>[]) =>
  commonCause(
    reportOf({ cases: cases.map((each, index) => ({ verdict: 'errored', ...each, id: `c${index}` })) }).cases,
  );

describe('what kept cases from a verdict', () => {
  it.each([
    ['dns', 'its host name is not known'],
    ['refused', 'the connection was refused, nothing listens there'],
    ['reset', 'it closed the connection before it had answered'],
    ['timeout', 'it did not answer in time'],
    ['tls', 'no TLS connection could be made'],
    ['protocol', 'its answer is not HTTP'],
    ['aborted', 'the request was called off'],
    ['other', 'the request failed'],
  ] as const)('names a failure of kind %s: %s', (kind, text) => {
    expect(causeOf({ exchanges: [unanswered(kind)] })).toEqual({ kind: 'unreachable', text, cases: 1 });
  });

  it('takes the last attempt', () => {
    expect(causeOf({ exchanges: [unanswered('refused'), answered(503, 2)] })).toEqual({
      kind: 'unavailable',
      text: 'it answered 503',
      cases: 1,
    });
  });

  it('names the reason where the target answered', () => {
    const cause = causeOf({ exchanges: [answered(201)], reason: 'the rule exp threw' });
    expect(cause).toEqual({ kind: 'other', text: 'the rule exp threw', cases: 1 });
    expect(causeOf({ exchanges: [] })?.text).toBe('no reason was recorded');
  });

  it('chooses the commonest', () => {
    const [timeout, refused] = [{ exchanges: [unanswered('timeout')] }, { exchanges: [unanswered('refused')] }];
    expect(causeOf(timeout, refused, refused)).toMatchObject({ cases: 2 });
  });

  it('is not known of no case', () => {
    expect(commonCause([])).toBeUndefined();
  });
});
