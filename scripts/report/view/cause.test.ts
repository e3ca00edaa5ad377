import { answered, type CaseFixture, reportOf, unanswered } from '../../testing/run-fixtures';
import { unreachedReason } from '../unreached';
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
    ['tls-expired', 'its certificate has expired or is not valid yet'],
    ['tls-untrusted', 'its certificate is from an authority that is not trusted here'],
    ['tls-name', 'its certificate is for another host name'],
    ['tls', 'no TLS connection could be made'],
    ['proxy', 'the proxy let nothing through'],
    ['protocol', 'its answer is not HTTP, or longer than is read'],
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

  it('names why nothing could be sent', () => {
    const reason = unreachedReason('dns', 'ENOTFOUND');
    const cause = causeOf({ exchanges: [], reason }, { exchanges: [], reason });
    expect(cause).toEqual({ kind: 'unreachable', text: 'its host name is not known (ENOTFOUND)', cases: 2 });
  });

  it('is one for a case and for those that wait for it', () => {
    const waiting = { verdict: 'inconclusive', exchanges: [], reason: 'c0 was not accepted: no response' } as const;
    expect(causeOf({ exchanges: [unanswered('tls')] }, waiting, waiting)).toEqual({
      kind: 'unreachable',
      text: 'no TLS connection could be made',
      cases: 3,
    });
  });

  it('chooses the commonest', () => {
    const [timeout, refused] = [{ exchanges: [unanswered('timeout')] }, { exchanges: [unanswered('refused')] }];
    expect(causeOf(timeout, refused, refused)).toMatchObject({ cases: 2 });
  });

  it.each([
    [429, 'unavailable'],
    [500, 'other'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'unavailable'],
  ])('is, where it answered %i: %s', (status, kind) => {
    expect(causeOf({ exchanges: [answered(status)], reason: 'why' })?.kind).toBe(kind);
  });

  it('is not known of no case', () => {
    expect(commonCause([])).toBeUndefined();
  });
});
