import type { Exchange, ExchangeFailure, FailureKind } from '../contract/exchange';
import {
  backoffMs,
  infrastructureReason,
  isInfrastructure,
  maxAttempts,
  refusedByDisconnecting,
  retryAfterMs,
} from './retry';
import { exampleCase, exchangeOf } from './rules/example';

const answered = (status: number, headers: Record<string, string> = {}): Exchange =>
  exchangeOf({ name: '', case: 'accept.documented', response: { status, headers } });

const failed = (reason: FailureKind): Exchange => {
  const outcome: ExchangeFailure = { kind: 'failure', reason, message: 'socket hang up' };
  return { ...answered(200), outcome };
};

describe('what is sent again', () => {
  it.each([429, 502, 503, 504])('%i, which says nothing of the contract', (status) => {
    expect(isInfrastructure(answered(status))).toBe(true);
  });

  it.each([200, 201, 302, 400, 401, 404, 408, 500, 501, 505])('not %i', (status) => {
    expect(isInfrastructure(answered(status))).toBe(false);
  });

  it.each(['dns', 'refused', 'reset', 'timeout', 'tls', 'protocol', 'other'] as const)(
    'a request that ended with %s',
    (reason) => {
      expect(isInfrastructure(failed(reason))).toBe(true);
    },
  );

  it('not a request that the user interrupted', () => {
    expect(isInfrastructure(failed('aborted'))).toBe(false);
  });
});

describe('how often', () => {
  it.each([
    ['a refused connection, with 2 retries', failed('refused'), 2, 3],
    ['503, with 2 retries', answered(503), 2, 3],
    ['429, with 2 retries: twice as patient', answered(429), 2, 5],
    ['503, without retries', answered(503), 0, 1],
    ['429, without retries', answered(429), 0, 1],
  ])('%s', (_name, exchange, retries, wanted) => {
    expect(maxAttempts(exchange, retries)).toBe(wanted);
  });
});

describe('a connection that is closed on a request', () => {
  it.each([
    ['refuses a body that is too large', 'body.one-mebibyte', failed('reset'), true],
    ['refuses nothing by a timeout', 'body.one-mebibyte', failed('timeout'), false],
    ['refuses nothing by an answer', 'body.one-mebibyte', answered(400), false],
    ['refuses no other request', 'accept.documented', failed('reset'), false],
  ])('%s', (_name, id, exchange, wanted) => {
    expect(refusedByDisconnecting(exchange, exampleCase(id))).toBe(wanted);
  });
});

describe('the reason in words', () => {
  it.each([
    [failed('reset'), 'no response: reset (socket hang up)'],
    [answered(503), 'the target answered 503'],
  ])('%#', (exchange, wanted) => {
    expect(infrastructureReason(exchange)).toBe(wanted);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');

  it.each([
    ['5', 5000],
    [' 120 ', 120_000],
    ['0', 0],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:27:30 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    ['99999999999', undefined],
  ])('of %j is read as %j ms', (value, wanted) => {
    expect(retryAfterMs(answered(429, { 'retry-after': value }), now)).toBe(wanted);
  });

  it('is not there where it was not sent', () => {
    expect(retryAfterMs(answered(429), now)).toBeUndefined();
    expect(retryAfterMs(failed('timeout'), now)).toBeUndefined();
  });
});

describe('the pause before the next attempt', () => {
  it.each([
    [1, undefined, 1, 250],
    [2, undefined, 1, 500],
    [3, undefined, 0.5, 500],
    [20, undefined, 1, 8000],
    [1, undefined, 0, 0],
    [1, 3000, 1, 3000],
    [5, 3000, 1, 4000],
    [5, 3000, 0, 3000],
  ])('attempt %i, Retry-After %p, chance %p: %i ms', (attempt, retryAfter, chance, wanted) => {
    expect(backoffMs(attempt, retryAfter, () => chance)).toBe(wanted);
  });
});
