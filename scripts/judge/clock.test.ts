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
    ['none where it differs by two seconds', [['Date', 'Sun, 01 Mar 2026 12:00:02 GMT']], 0],
    ['ahead by three seconds', [['Date', 'Sun, 01 Mar 2026 12:00:03 GMT']], 3000],
    ['behind', [['Date', 'Sun, 01 Mar 2026 11:57:00 GMT']], -180_000],
    ['unknown without Date', [], undefined],
    ['unknown where Date cannot be read', [['Date', 'noon']], undefined],
    [
      'unknown where a cache answered',
      [
        ['Date', 'Sun, 01 Mar 2026 11:00:00 GMT'],
        ['Age', '3600'],
      ],
      undefined,
    ],
  ] as [string, [string, string][], number | undefined][])('is %s', (_name, headers, wanted) => {
    expect(clockOffsetMs(exchange(headers))).toBe(wanted);
  });

  it('is taken in the middle of the exchange', () => {
    const { outcome, ...sent } = exchange([['Date', 'Sun, 01 Mar 2026 12:00:00 GMT']]);
    const slow = { ...sent, outcome: { ...outcome, durationMs: 9000 } } as Exchange;
    expect(clockOffsetMs(slow)).toBe(4500);
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
    [['hmacPastFiveMinutesOld'], 9000, undefined],
    [['hmacPastFiveMinutesOld'], 10_000, undefined],
    [
      ['hmacPastFiveMinutesOld'],
      -12_000,
      "needs a right clock: this machine's is 12 s ahead of the Date of the target",
    ],
    [['hmacFourMinutesOld'], 90_000, "needs a right clock: this machine's is 90 s behind the Date of the target"],
    [['hmacSixMinutesOld'], -90_000, "needs a right clock: this machine's is 90 s ahead of the Date of the target"],
    [['hmac', 'managementToken'], 90_000, undefined],
    [[], 90_000, undefined],
    [['hmacFourMinutesOld'], undefined, undefined],
    [['hmacSixMinutesOld'], undefined, undefined],
    [['hmacPastFiveMinutesOld'], undefined, 'needs a target that tells the time (Date)'],
    [['hmac', 'managementToken'], undefined, undefined],
  ] as const)('%j is sent only where the clocks agree well enough: %s ms apart', (names, offset, reason) => {
    expect(clockObstacle([...names], offset)?.reason).toBe(reason);
  });
});
