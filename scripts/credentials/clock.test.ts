import { describeSkew, skewDiagnosis, skewOf } from './clock';

const at = Date.parse('2026-03-01T09:30:00.000Z');
const date = (ms: number): [string, string] => ['Date', new Date(at + ms).toUTCString()];

describe('skew', () => {
  it.each([
    ['is the Date minus the midpoint, and half a second', [date(0)], 0, 200, { ms: 400, uncertaintyMs: 600 }],
    ['counts a slow line as uncertainty', [date(2000)], 0, 4000, { ms: 500, uncertaintyMs: 2500 }],
    ['is positive if the server is ahead', [date(360_000)], 0, 0, { ms: 360_500, uncertaintyMs: 500 }],
  ] as const)('%s', (_name, headers, sent, received, skew) => {
    expect(skewOf({ headers, sentAt: at + sent, answeredAt: at + received })).toEqual({ ok: true, skew });
  });

  it.each([
    ['there is an Age', [date(0), ['age', '3']], /Age/],
    ['there is no Date', [], /no Date/],
    ['the Date cannot be read', [['Date', 'yesterday']], /unreadable Date/],
  ] as const)('is not known where %s', (_name, headers, because) => {
    const reading = skewOf({ headers: headers as never, sentAt: at, answeredAt: at });
    expect(reading).toMatchObject({ ok: false, because: expect.stringMatching(because) });
  });

  it.each([
    [0, undefined],
    [29_000, undefined],
    [30_000, 'clock-slow'],
    [-30_000, 'clock-fast'],
    [-29_000, undefined],
  ])('of %d ms deserves %s', (ms, wanted) => {
    expect(skewDiagnosis({ ms, uncertaintyMs: 500 })).toBe(wanted);
  });

  it.each([
    [900, 'right (± 0.5 s)'],
    [-45_000, '45 s fast (± 0.5 s); requests older than 5 minutes are rejected'],
    [360_000, '6 min 0 s slow (± 0.5 s); requests older than 5 minutes are rejected'],
    [-10 * 86_400_000, '10 days fast (± 0.5 s); requests older than 5 minutes are rejected'],
  ])('of %d ms is spelled out', (ms, wanted) => {
    expect(describeSkew({ ms, uncertaintyMs: 500 })).toBe(wanted);
  });
});
