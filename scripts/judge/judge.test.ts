import type { Exchange, FailureKind } from '../contract/exchange';
import { judge } from './judge';
import {
  documentedClaims,
  type Example,
  type ExampleResponse,
  exampleCase,
  exampleTime,
  exampleValues,
  exchangeOf,
  issued,
  refused,
} from './rules/example';

const good = issued(documentedClaims);

function judged(id: string, response: ExampleResponse, more: Partial<Example> & { strict?: boolean } = {}) {
  const { strict = false, targetIsUp = false, ...example } = more;
  const exchange = exchangeOf({ name: '', case: id, response, ...example });
  return judge(exchange, exampleCase(id), { strict, targetIsUp, now: exampleTime, secrets: [] });
}

function unanswered(id: string, reason: FailureKind) {
  const exchange: Exchange = {
    ...exchangeOf({ name: '', case: id, response: { status: 200 } }),
    outcome: { kind: 'failure', reason, message: 'connect ECONNREFUSED' },
  };
  return judge(exchange, exampleCase(id), { strict: false, now: exampleTime, secrets: [] });
}

describe('a case passes', () => {
  it.each<[string, string, ExampleResponse]>([
    ['if a good request is accepted', 'accept.documented', { status: 201, body: good }],
    [
      'if a bad request is refused',
      'refuse.customer-ref.missing',
      { status: 400, body: refused('CUSTOMER_REF_IS_REQUIRED') },
    ],
    ['if the evidence leaves it open', 'observe.charset', { status: 415 }],
    ['with a warning', 'auth.missing', { status: 401, headers: { 'WWW-Authenticate': null } }],
    ['with a deviation', 'refuse.order-ref.length-51', { status: 422, body: refused('ORDER_REF_LENGTH_OUT_OF_RANGE') }],
  ])('%s', (_name, id, response) => {
    expect(judged(id, response).verdict).toBe('passed');
  });
});

describe('a case fails', () => {
  it.each<[string, string, ExampleResponse, Parameters<typeof judged>[2]]>([
    ['with a violation', 'accept.documented', { status: 201, body: { ...good, expires: 1 } }, {}],
    [
      'with a warning, under --strict',
      'auth.missing',
      { status: 401, headers: { 'WWW-Authenticate': null } },
      { strict: true },
    ],
    ['with a deviation, under --strict', 'media.text', { status: 422, body: refused('X') }, { strict: true }],
    ['with 503 if the target is known to be up', 'body.array', { status: 503 }, { targetIsUp: true }],
    ['with a stack trace in a 502', 'body.array', { status: 502, text: 'System.IO.IOException' }, {}],
    ['with 404 for the documented request', 'accept.documented', { status: 404 }, {}],
  ])('%s', (_name, id, response, more) => {
    expect(judged(id, response, more).verdict).toBe('failed');
  });

  it('not for an observation, even under --strict', () => {
    const { verdict, findings } = judged('accept.documented', { status: 200, body: good }, { strict: true });
    expect(verdict).toBe('passed');
    expect(new Set(findings.map(({ level }) => level))).toEqual(new Set(['observation']));
  });
});

describe('a case is errored', () => {
  it.each([429, 502, 503, 504])('if the response is %i', (status) => {
    const judgement = judged('accept.documented', { status });
    expect(judgement).toMatchObject({ verdict: 'errored', reason: `the target returned ${status}` });
    expect(judgement.remembered).toEqual({
      ...{ verdict: 'errored', accepted: false },
      ...{ because: judgement.reason, reasonKind: 'unavailable' },
    });
  });

  it.each(['dns', 'refused', 'reset', 'timeout', 'tls', 'protocol', 'aborted', 'other'] as const)(
    'without a response: %s',
    (reason) => {
      expect(unanswered('accept.documented', reason)).toMatchObject({
        verdict: 'errored',
        reason: `no response: ${reason} (connect ECONNREFUSED)`,
        reasonKind: 'no-response',
        findings: [],
        remembered: { accepted: false },
      });
    },
  );

  it('but passes if the server may close the connection on a body that is too large', () => {
    expect(unanswered('body.one-mebibyte', 'reset')).toMatchObject({
      verdict: 'passed',
      remembered: { accepted: false },
    });
    expect(unanswered('body.one-mebibyte', 'timeout').verdict).toBe('errored');
  });
});

describe("the user's credentials are refused", () => {
  it.each([
    ['accept.documented', 401],
    ['accept.documented', 403],
    ['hmac.documented', 401],
    ['hmac.documented', 403],
  ])('if %s gets %i', (id, status) => {
    const reason = `the target refused your credentials (${status})`;
    const refused = { verdict: 'inconclusive', reasonKind: 'credentials-refused' };
    expect(judged(id, { status })).toEqual({
      ...refused,
      reason,
      findings: [],
      remembered: { ...refused, accepted: false, because: reason },
      credentialsRefused: true,
    });
  });

  it.each([
    ['accept.documented', 400],
    ['accept.documented', 404],
    ['accept.fresh-references', 401],
    ['auth.missing', 401],
  ])('not if %s gets %i', (id, status) => {
    expect(judged(id, { status }).credentialsRefused).toBeUndefined();
  });
});

describe('what later cases know about a case', () => {
  const authorization = `Bearer ${exampleValues.managementToken}`;

  it.each<[string, string, ExampleResponse, object]>([
    [
      'that it was accepted, with its token and its header',
      'accept.documented',
      { status: 201, body: good },
      { verdict: 'passed', accepted: true, token: good.accessToken, authorization },
    ],
    [
      'that it was accepted, without a token that is not a JWT',
      'accept.documented',
      { status: 201, body: { ...good, accessToken: 'opaque' } },
      { verdict: 'failed', accepted: true, authorization },
    ],
    [
      'that a success without a token does not count as accepted',
      'accept.documented',
      { status: 201, body: { expires: '1' } },
      { verdict: 'failed', accepted: false, because: 'the target returned 201 without a token' },
    ],
    [
      'that it was refused',
      'accept.fresh-references',
      { status: 400, body: refused('X') },
      { verdict: 'failed', accepted: false, because: 'the target returned 400' },
    ],
    [
      'that payout options are accepted without a token',
      'options.first-token',
      { status: 200, body: { rewards: [] } },
      { verdict: 'passed', accepted: true, authorization: `Bearer ${exampleValues.capturedToken}` },
    ],
    [
      'no header for a request without one',
      'auth.missing',
      { status: 201, body: good },
      { verdict: 'failed', accepted: true, token: good.accessToken },
    ],
  ])('%s', (_name, id, response, wanted) => {
    expect(judged(id, response).remembered).toEqual(wanted);
  });
});
