import type { Exchange } from '../contract/exchange';
import { clockObstacle, clockOffsetMs } from './clock';

const receivedAt = Date.parse('2026-03-01T12:00:00.500Z');
const exchange = (headers: [string, string][], durationMs = 0): Exchange => ({
  caseId: 'a',
  attempt: 1,
  request: { method: 'POST', url: '/', headers: [] },
  outcome: {
    kind: 'response',
    status: 201,
    statusText: '',
    headers,
    body: '',
    validUtf8: true,
    receivedAt,
    durationMs,
  },
});

describe("the offset of the server's clock", () => {
  it.each([
    ['none if it agrees', [['Date', 'Sun, 01 Mar 2026 12:00:00 GMT']], 0],
    ['none within a second, because Date has whole seconds', [['Date', 'Sun, 01 Mar 2026 12:00:01 GMT']], 0],
    ['none up to two seconds', [['Date', 'Sun, 01 Mar 2026 12:00:02 GMT']], 0],
    ['ahead', [['date', 'Sun, 01 Mar 2026 12:02:00 GMT']], 120_000],
    ['behind', [['Date', 'Sun, 01 Mar 2026 11:57:00 GMT']], -180_000],
    ['unknown without Date', [], undefined],
    ['unknown if Date cannot be read', [['Date', 'noon']], undefined],
    [
      'unknown if a cache responded',
      [
        ['Date', 'Sun, 01 Mar 2026 11:00:00 GMT'],
        ['Age', '3600'],
      ],
      undefined,
    ],
  ] as [string, [string, string][], number | undefined][])('is %s', (_name, headers, wanted) => {
    expect(clockOffsetMs(exchange(headers))).toBe(wanted);
  });

  it.each([
    [10_000, '12:00:00', 5000],
    [10_000, '11:59:55', 0],
    [4000, '11:59:55', -3000],
  ])('is measured against the middle of an exchange of %i ms with Date %s: %i ms', (durationMs, time, wanted) => {
    expect(clockOffsetMs(exchange([['Date', `Sun, 01 Mar 2026 ${time} GMT`]], durationMs))).toBe(wanted);
  });

  it('is unknown without a response', () => {
    const outcome = { kind: 'failure', reason: 'timeout', message: '' } as const;
    expect(clockOffsetMs({ ...exchange([]), outcome })).toBeUndefined();
  });
});

describe('a request of a certain age', () => {
  it.each([
    [['hmacFourMinutesOld'], 0, undefined],
    [['hmacFourMinutesOld'], 20_000, undefined],
    [['hmacFourMinutesOld'], 30_000, undefined],
    [['hmacPastFiveMinutesOld'], 9000, undefined],
    [['hmacPastFiveMinutesOld'], -10_000, undefined],
    [['hmacPastFiveMinutesOld'], -12_000, "needs a correct clock: this machine's is 12 s ahead of the target's Date"],
    [['hmacFourMinutesOld'], 90_000, "needs a correct clock: this machine's is 90 s behind the target's Date"],
    [['hmacSixMinutesOld'], -90_000, "needs a correct clock: this machine's is 90 s ahead of the target's Date"],
    [['hmac', 'managementToken'], 90_000, undefined],
    [[], 90_000, undefined],
    [['hmacFourMinutesOld'], undefined, undefined],
    [['hmacSixMinutesOld'], undefined, undefined],
    [['hmacPastFiveMinutesOld'], undefined, 'needs a target that sends its time (Date)'],
    [['hmac', 'managementToken'], undefined, undefined],
  ] as const)('%j is sent only if the clocks are close enough: %s ms apart', (names, offset, reason) => {
    expect(clockObstacle([...names], offset)?.reason).toBe(reason);
  });
});
