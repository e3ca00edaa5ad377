import type { Exchange } from '../contract/exchange';
import { clockObstacle, clockOffsetMs } from './clock';

const receivedAt = Date.parse('2026-03-01T12:00:00.500Z');
const exchange = (headers: [string, string][]): Exchange => ({
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
    durationMs: 0,
  },
});

describe("the offset of the server's clock", () => {
  it.each([
    ['none where it agrees', [['Date', 'Sun, 01 Mar 2026 12:00:00 GMT']], 0],
    ['none within the second that Date leaves open', [['Date', 'Sun, 01 Mar 2026 12:00:01 GMT']], 0],
    ['ahead', [['date', 'Sun, 01 Mar 2026 12:02:00 GMT']], 120_000],
    ['behind', [['Date', 'Sun, 01 Mar 2026 11:57:00 GMT']], -180_000],
    ['none without Date', [], 0],
    ['none where Date cannot be read', [['Date', 'noon']], 0],
    [
      'none where a cache answered',
      [
        ['Date', 'Sun, 01 Mar 2026 11:00:00 GMT'],
        ['Age', '3600'],
      ],
      0,
    ],
  ] as [string, [string, string][], number][])('is %s', (_name, headers, wanted) => {
    expect(clockOffsetMs(exchange(headers))).toBe(wanted);
  });

  it('is none without a response', () => {
    expect(clockOffsetMs({ ...exchange([]), outcome: { kind: 'failure', reason: 'timeout', message: '' } })).toBe(0);
  });
});

describe('a request of a certain age', () => {
  it.each([
    [['hmacFourMinutesOld'], 0, undefined],
    [['hmacFourMinutesOld'], 20_000, undefined],
    [['hmacPastFiveMinutesOld'], 9000, undefined],
    [
      ['hmacPastFiveMinutesOld'],
      -12_000,
      "needs a right clock: this machine's is 12 s ahead of the Date of the target",
    ],
    [['hmacFourMinutesOld'], 90_000, "needs a right clock: this machine's is 90 s behind the Date of the target"],
    [['hmacSixMinutesOld'], -90_000, "needs a right clock: this machine's is 90 s ahead of the Date of the target"],
    [['hmac', 'managementToken'], 90_000, undefined],
  ] as const)('%j is not sent where the clocks are %i ms apart', (names, offset, reason) => {
    expect(clockObstacle([...names], offset)?.reason).toBe(reason);
  });
});
