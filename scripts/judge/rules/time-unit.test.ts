import { inOtherUnit } from './time-unit';

const now = Date.UTC(2026, 10, 6);
const seconds = now / 1000;
const tenYears = 10 * 365 * 86_400;
const later = now + tenYears * 1000;

describe('the unit of a time', () => {
  it.each([
    [seconds, 'milliseconds', `${seconds} is seconds; milliseconds were expected (${now})`],
    [now + 5, 'seconds', `${now + 5} is milliseconds; seconds were expected (${seconds})`],
    [seconds + tenYears, 'milliseconds', `${seconds + tenYears} is seconds; milliseconds were expected (${later})`],
    [seconds + tenYears + 1, 'milliseconds', undefined],
    [now, 'milliseconds', undefined],
    [seconds, 'seconds', undefined],
    [0, 'milliseconds', undefined],
    [Number.MAX_VALUE, 'seconds', undefined],
  ] as const)('of %d, where %s are expected, is told: %s', (value, wanted, says) => {
    expect(inOtherUnit(value, wanted, now)).toBe(says);
  });
});
