import { exampleClaims, issued, seenBy } from './example';
import { tokenExpiry } from './token-expiry';

const { exp } = exampleClaims;

function mismatchOf(claims: Parameters<typeof issued>[0], change: Parameters<typeof issued>[1] = {}) {
  const response = { status: 201, body: issued(claims, change) };
  const { reading, context } = seenBy({ name: '', case: 'accept.fresh-references', response });
  return tokenExpiry.check(reading, context)[0];
}

describe('the difference between exp and expires', () => {
  it.each([
    ['an hour late', exp + 3600, 0, '3,600 s after expires: 1768485600 (2026-01-15T14:00:00.000Z)'],
    [
      'late, with a fraction of a second',
      exp + 3600,
      500,
      '3,599.5 s after expires: 1768485600 (2026-01-15T14:00:00.000Z)',
    ],
    ['early', exp - 2, 0, '2 s before expires: 1768481998 (2026-01-15T12:59:58.000Z)'],
    ['in milliseconds', exp * 1000, 0, '1768482000000 is milliseconds; seconds were expected (1768482000)'],
  ])('is said in words: %s', (_what, claim, late, wanted) => {
    expect(mismatchOf({ exp: claim }, { expires: String(exp * 1000 + late) })?.actual).toBe(wanted);
  });

  it.each([
    [1000, 0],
    [-1000, 0],
    [1001, 1],
  ])('of %d ms is reported %d times', (late, wanted) => {
    const found = mismatchOf({}, { expires: String(exp * 1000 + late) });
    expect(found === undefined ? 0 : 1).toBe(wanted);
  });

  it.each([
    ['253402300799999', 'within 1 s of expires: 253402300799.999 (9999-12-31T23:59:59.999Z)'],
    ['253402300800000', 'within 1 s of expires: 253402300800'],
  ])('to %s is shown with its date up to the year 9999', (expires, wanted) => {
    expect(mismatchOf({}, { expires })?.expected).toBe(wanted);
  });

  it('is not in the message, so one cause has one message', () => {
    const [one, other] = [mismatchOf({ exp: exp + 3600 }), mismatchOf({ exp: exp - 3600 })];
    expect(one?.message).toBe(other?.message);
    expect(one?.expected).toBe('within 1 s of expires: 1768482000 (2026-01-15T13:00:00.000Z)');
  });
});
