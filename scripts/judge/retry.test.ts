import type { Exchange, ExchangeFailure, FailureKind, ReceivedResponse } from '../contract/exchange';
import {
  infrastructureReason,
  isAnsweredByTarget,
  isInfrastructure,
  isOutage,
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

  it('408 with two lines of Connection', () => {
    const { outcome, ...sent } = answered(408, { connection: 'keep-alive' });
    const headers = [...(outcome as ReceivedResponse).headers, ['Connection', 'close']] as const;
    expect(isInfrastructure({ ...sent, outcome: { ...(outcome as ReceivedResponse), headers } })).toBe(true);
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
    // Of any length (RFC 9110 §10.2.3): a year, and what no clock reaches.
    ['31536000', 31_536_000_000],
    ['99999999999999999999', Number.MAX_SAFE_INTEGER],
    ['-5', undefined],
    ['0.5', undefined],
    ['1e9', undefined],
    ['2026', 2_026_000],
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
    ['of a year is, in seconds', answered(429, { 'retry-after': '31536000' }), 31_536_000],
    ['is one after a 429 too', answered(429, { 'retry-after': '3600' }), 3600],
    ['does not matter after a verdict', answered(400, { 'retry-after': '3600' }), undefined],
    ['is not known without Retry-After', answered(503), undefined],
  ])('%s', (_name, exchange, wanted) => {
    expect(tooLongRetryAfter(exchange, 0)).toBe(wanted);
  });

  it.each([
    [5000, undefined],
    [4999, 5],
    [0, 5],
    [-1, 5],
  ])('of 5 seconds, if %i ms of the run are left: %j', (leftMs, wanted) => {
    expect(tooLongRetryAfter(answered(503, { 'retry-after': '5' }), 0, leftMs)).toBe(wanted);
    expect(tooLongRetryAfter(answered(503), 0, leftMs)).toBeUndefined();
  });
});
