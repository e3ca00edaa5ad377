import type { Exchange, ExchangeFailure, FailureKind } from '../contract/exchange';
import { type Control, type NextStep, nextStep, type Purpose } from './next-step';
import { exampleCase, exchangeOf } from './rules/example';

const answered = (status: number, headers: Record<string, string> = {}): Exchange =>
  exchangeOf({ name: '', case: 'accept.documented', response: { status, headers } });

const at = (time: string): string => `Wed, 21 Oct 2026 ${time} GMT`;

const failed = (reason: FailureKind): Exchange => {
  const outcome: ExchangeFailure = { kind: 'failure', reason, message: 'socket hang up' };
  return { ...answered(200), outcome };
};

describe('after an exchange', () => {
  const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
  const stepAfter = (exchange: Exchange, id: string, retries: number, otherHmacPath = false): NextStep =>
    nextStep({
      ...{ purpose: 'case', exchange, checkedCase: exampleCase(id), control: 'absent', isKnownToHang: false },
      ...{ retries, otherHmacPath, now, random: () => 0.5 },
    });
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

describe('a request that only the target itself may be failing', () => {
  /** What follows an attempt, with two retries. */
  const following = (
    purpose: Purpose,
    exchange: Exchange,
    attempt: number,
    control: Control,
    isKnownToHang = false,
    id = 'refuse.order-ref.missing',
  ): string => {
    const step = nextStep({
      ...{ purpose, exchange: { ...exchange, attempt }, checkedCase: exampleCase(id), control, isKnownToHang },
      ...{ retries: 2, otherHmacPath: false, now: 0, random: () => 0 },
    });
    return step.kind === 'settle' && step.targetIsUp ? 'settle: the target is up' : step.kind;
  };
  const isUp = 'settle: the target is up';
  const [hang, reset, gateway] = [failed('timeout'), failed('reset'), answered(502)];

  it.each<[string, string, string]>([
    ['its control is asked at the first timeout', following('case', hang, 1, 'not-asked'), 'ask-control'],
    ['a timeout is retried if the control hangs too', following('case', hang, 1, 'unanswered'), 'retry'],
    ['a first hang is retried', following('case', hang, 1, 'answered'), 'retry'],
    ['a hang counts at once if others hang', following('case', hang, 1, 'answered', true), isUp],
    ['a hang counts at the last attempt', following('case', hang, 3, 'answered'), isUp],
    ['a hang without a control does not count', following('case', hang, 3, 'absent', true), 'settle'],
    ['a hang does not count if the control hangs', following('case', hang, 3, 'unanswered', true), 'settle'],
    ['a 502 is retried', following('case', gateway, 1, 'not-asked'), 'retry'],
    ['a 502 asks at the last attempt', following('case', gateway, 3, 'not-asked'), 'ask-control'],
    ['a 502 counts if the control is answered', following('case', gateway, 3, 'answered'), isUp],
    ['a 502 does not count if it is not', following('case', gateway, 3, 'unanswered'), 'settle'],
    ['a 429 asks nobody', following('case', answered(429), 5, 'not-asked'), 'settle'],
    ['a status of a CDN asks nobody', following('case', answered(522), 3, 'not-asked'), 'settle'],
    ['a long wait asks nobody', following('case', answered(503, { 'retry-after': '86400' }), 3, 'not-asked'), 'settle'],
    ['a connection that is closed asks nobody', following('case', reset, 3, 'not-asked'), 'settle'],
    ['under load, a timeout is retried first', following('load', hang, 1, 'not-asked', true), 'retry'],
    ['under load, it asks at the last attempt', following('load', hang, 3, 'not-asked'), 'ask-control'],
    ['under load, it counts then', following('load', hang, 3, 'answered'), isUp],
    ['under load, a 502 is as in a run', following('load', gateway, 3, 'answered'), isUp],
    ['exploring does not wait again', following('exploring', hang, 1, 'not-asked'), 'ask-control'],
    ['exploring asks after one retry', following('exploring', reset, 1, 'not-asked'), 'retry'],
    ['exploring asks after a reset too', following('exploring', reset, 2, 'not-asked'), 'ask-control'],
    ['exploring asks after bytes that are not HTTP', following('exploring', failed('protocol'), 2, 'answered'), isUp],
    ['exploring asks after a 502 too', following('exploring', gateway, 2, 'not-asked'), 'ask-control'],
    ['exploring retries a 429 as a run does', following('exploring', answered(429), 4, 'not-asked'), 'retry'],
    [
      'a body that may be cut off asks nobody',
      following('exploring', reset, 2, 'not-asked', false, 'body.one-mebibyte'),
      'settle',
    ],
    ['a probe is repeated', following('probe', failed('refused'), 2, 'absent'), 'retry'],
    ['a probe that times out is the last', following('probe', hang, 1, 'absent'), 'settle'],
    ['a probe that gets a 429 is the last', following('probe', answered(429), 1, 'absent'), 'settle'],
    ['a probe ends after all retries', following('probe', failed('refused'), 3, 'absent'), 'settle'],
  ])('%s', (_name, step, wanted) => {
    expect(step).toBe(wanted);
  });
});
