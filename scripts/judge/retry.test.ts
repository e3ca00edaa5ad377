import type { Exchange, ExchangeFailure, FailureKind } from '../contract/exchange';
import {
  backoffMs,
  infrastructureReason,
  isAnsweredByTarget,
  isInfrastructure,
  isOutage,
  type NextStep,
  nextStep,
  refusedByDisconnecting,
  retryAfterMs,
  tooLongRetryAfter,
} from './retry';
import { exampleCase, exchangeOf } from './rules/example';

const answered = (status: number, headers: Record<string, string> = {}): Exchange =>
  exchangeOf({ name: '', case: 'accept.documented', response: { status, headers } });

const at = (time: string): string => `Wed, 21 Oct 2026 ${time} GMT`;

const failed = (reason: FailureKind): Exchange => {
  const outcome: ExchangeFailure = { kind: 'failure', reason, message: 'socket hang up' };
  return { ...answered(200), outcome };
};

describe('what is not about the contract', () => {
  it.each([425, 429, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 528, 529, 530])('%i', (status) => {
    expect(isInfrastructure(answered(status))).toBe(true);
  });

  it.each(['close', 'Close', 'x, close'])('408 with Connection: %s', (connection) => {
    expect(isInfrastructure(answered(408, { connection }))).toBe(true);
  });

  it('not 408 with another Connection', () => {
    expect(isInfrastructure(answered(408, { connection: 'keep-alive' }))).toBe(false);
  });

  it.each([200, 201, 302, 400, 401, 404, 408, 500, 501, 505, 511, 519, 531])('not %i', (status) => {
    expect(isInfrastructure(answered(status))).toBe(false);
  });

  it.each(['dns', 'refused', 'reset', 'timeout', 'tls', 'protocol', 'other'] as const)(
    'a request that ended with %s',
    (reason) => {
      expect(isInfrastructure(failed(reason))).toBe(true);
    },
  );

  it('leaves what the target itself answered', () => {
    expect(
      [answered(500), answered(429), answered(503), failed('timeout'), failed('aborted')].map(isAnsweredByTarget),
    ).toEqual([...[true, false, false, false, false]]);
  });

  it('not a request that the user interrupted', () => {
    expect(isInfrastructure(failed('aborted'))).toBe(false);
  });
});

describe('an outage', () => {
  it.each<[string, Exchange, boolean]>([
    ['is a failed connection', failed('refused'), true],
    ['is a response of a gateway', answered(503), true],
    ['is not a response of the target itself', answered(201), false],
    ['is not a 429', answered(429), false],
    ['is not an interruption by the user', failed('aborted'), false],
  ])('%s', (_name, exchange, wanted) => {
    expect(isOutage(exchange)).toBe(wanted);
  });
});

describe('after an exchange', () => {
  const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
  const stepAfter = (exchange: Exchange, id: string, retries: number, otherHmacPath = false): NextStep =>
    nextStep({ exchange, checkedCase: exampleCase(id), retries, otherHmacPath, now, random: () => 0.5 });
  const attempt = (number: number, exchange: Exchange): Exchange => ({ ...exchange, attempt: number });
  const settle: NextStep = { kind: 'settle' };
  const token = 'hmac.documented';
  const other = 'accept.documented';

  it.each<[string, NextStep, NextStep]>([
    ['a refused connection is retried', stepAfter(failed('refused'), other, 2), { kind: 'retry', afterMs: 125 }],
    ['503 is retried', stepAfter(answered(503), other, 2), { kind: 'retry', afterMs: 125 }],
    [
      'the second attempt is followed by a longer pause',
      stepAfter(attempt(2, answered(503)), other, 2),
      { kind: 'retry', afterMs: 250 },
    ],
    ['503 is settled after two retries', stepAfter(attempt(3, answered(503)), other, 2), settle],
    ['503 is settled at once without retries', stepAfter(answered(503), other, 0), settle],
    ['429 is retried twice as often', stepAfter(attempt(4, answered(429)), other, 2), { kind: 'retry', afterMs: 1000 }],
    ['429 is settled after twice as many retries', stepAfter(attempt(5, answered(429)), other, 2), settle],
    ['429 is settled at once without retries', stepAfter(answered(429), other, 0), settle],
    [
      'Retry-After is respected',
      stepAfter(answered(429, { 'retry-after': '3' }), other, 1),
      { kind: 'retry', afterMs: 3125 },
    ],
    [
      'Retry-After may be a date',
      stepAfter(answered(503, { Date: at('07:28:00'), 'retry-after': at('07:28:05') }), other, 1),
      { kind: 'retry', afterMs: 5125 },
    ],
    ['a wait of a day is settled', stepAfter(answered(429, { 'retry-after': '86400' }), other, 2), settle],
    [
      'a wait of a minute is waited',
      stepAfter(answered(429, { 'retry-after': '60' }), other, 2),
      { kind: 'retry', afterMs: 60_125 },
    ],
    [
      'a wait until tomorrow is settled',
      stepAfter(answered(503, { 'retry-after': 'Thu, 22 Oct 2026 07:28:00 GMT' }), other, 2),
      settle,
    ],
    ['an interrupted request is settled', stepAfter(failed('aborted'), other, 2), settle],
    ['a response is settled', stepAfter(answered(201), other, 2), settle],
    ['a connection that may be closed is settled', stepAfter(failed('reset'), 'body.one-mebibyte', 2), settle],
    [
      '404 for the token leads to the other path',
      stepAfter(answered(404), token, 2, true),
      { kind: 'other-hmac-path' },
    ],
    ['404 for the token is settled if no path is left', stepAfter(answered(404), token, 2), settle],
    ['404 for another case is settled', stepAfter(answered(404), other, 2, true), settle],
    ['another status for the token is settled', stepAfter(answered(400), token, 2, true), settle],
    [
      '503 for the token is retried on the same path',
      stepAfter(answered(503), token, 1, true),
      { kind: 'retry', afterMs: 125 },
    ],
  ])('%s', (_name, step, wanted) => {
    expect(step).toEqual(wanted);
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
    [answered(503), 'the target returned 503'],
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
    expect(retryAfterMs(answered(429, { Date: at('07:28:00'), 'retry-after': value }), now)).toBe(wanted);
  });

  it("is read by the server's clock, and by the local one where the server does not tell the time", () => {
    const date = { 'retry-after': at('07:28:05') };
    expect(retryAfterMs(answered(429, { ...date, Date: at('07:28:03') }), now)).toBe(2000);
    expect(retryAfterMs(answered(429, { ...date, Date: '' }), now)).toBe(5000);
  });

  it('does not exist if nothing was sent', () => {
    expect(retryAfterMs(answered(429), now)).toBeUndefined();
    expect(retryAfterMs(failed('timeout'), now)).toBeUndefined();
  });
});

describe('a wait that is too long for a run', () => {
  it.each<[string, Exchange, number | undefined]>([
    ['of a minute is not', answered(503, { 'retry-after': '60' }), undefined],
    ['of more is, in seconds', answered(503, { 'retry-after': '61' }), 61],
    ['is one after a 429 too', answered(429, { 'retry-after': '3600' }), 3600],
    ['does not matter after a verdict', answered(400, { 'retry-after': '3600' }), undefined],
    ['is not known without Retry-After', answered(503), undefined],
  ])('%s', (_name, exchange, wanted) => {
    expect(tooLongRetryAfter(exchange, 0)).toBe(wanted);
  });
});

describe('the pause before the next attempt', () => {
  it.each([
    [1, undefined, 1, 250],
    [2, undefined, 1, 500],
    [3, undefined, 0.5, 500],
    [20, undefined, 1, 8000],
    [1, undefined, 0, 0],
    [1, 3000, 1, 3250],
    [5, 3000, 1, 7000],
    [5, 3000, 0, 3000],
  ])('attempt %i, Retry-After %p, chance %p: %i ms', (attempt, retryAfter, chance, wanted) => {
    expect(backoffMs(attempt, retryAfter, () => chance)).toBe(wanted);
  });
});
