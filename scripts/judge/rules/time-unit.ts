/** A time in the right unit is within this many milliseconds of now; in the wrong unit, it is decades away. */
const nearMs = 10 * 365 * 86_400_000;

/**
 * Says that a time is in the other unit, if that explains it: `1793971792 is seconds; milliseconds were expected
 * (1793971792000)`.
 *
 * @param now in milliseconds
 */
export function inOtherUnit(value: number, wanted: 'seconds' | 'milliseconds', now: number): string | undefined {
  const [right, other] = wanted === 'milliseconds' ? [value * 1000, 'seconds'] : [value / 1000, 'milliseconds'];
  const ms = wanted === 'milliseconds' ? right : right * 1000;
  return Math.abs(ms - now) > nearMs
    ? undefined
    : `${value} is ${other}; ${wanted} were expected (${Math.round(right)})`;
}
