import { exampleTime, issued, seenBy } from './example';
import { tokenTimes } from './token-times';

const seconds = exampleTime / 1000;

function mismatches(claims: Parameters<typeof issued>[0], expires?: number, status = 201) {
  const body = issued(claims, expires === undefined ? {} : { expires: String(expires) });
  const { reading, context } = seenBy({ name: '', case: 'accept.documented', response: { status, body } });
  return tokenTimes.check(reading, context).map(({ where, expected, actual }) => [where, expected, actual]);
}

describe('the times of a token, if the clocks may differ by a minute', () => {
  it.each<[string, Parameters<typeof mismatches>, string[]]>([
    ['expires a minute ago', [{}, exampleTime - 60_000], ['/expires']],
    ['expires less than a minute ago', [{}, exampleTime - 59_999], []],
    ['was issued a minute ahead', [{ iat: seconds + 60 }], []],
    ['was issued more than a minute ahead', [{ iat: seconds + 61 }], ['iat']],
    ['was issued long ago', [{ iat: 1 }], []],
    ['is not valid for two minutes', [{ nbf: seconds + 120 }], ['nbf']],
    ['does not say when it was issued', [{ iat: undefined }], []],
    ['has words instead of a number', [{ iat: 'now' }], ['iat']],
  ])('are right or wrong if it %s', (_what, args, wanted) => {
    expect(mismatches(...args).map(([where]) => where)).toEqual(wanted);
  });

  it.each<[number, string]>([
    [seconds + 3600, '2026-01-15T13:00:00.000Z'],
    [8.64e12, '+275760-09-13T00:00:00.000Z'],
    [8.64e12 + 1, '8640000000001000 ms'],
  ])('are shown as an instant if they are one: %d', (iat, wanted) => {
    expect(mismatches({ iat })).toEqual([['iat', 'not after 2026-01-15T12:00:00.000Z', wanted]]);
  });
});

describe('the rule about the times of a token', () => {
  it.each<[string, string, number, object, boolean]>([
    ['a success', 'accept.documented', 201, issued(), true],
    ['a refusal', 'accept.documented', 400, issued(), false],
    ['a request that must be refused', 'auth.missing', 201, issued(), true],
    ['a success without a token', 'accept.documented', 201, {}, false],
  ])('is asked of %s or not: %s, %i', (_what, id, status, body, wanted) => {
    const { reading } = seenBy({ name: '', case: id, response: { status, body } });
    expect(tokenTimes.appliesTo(reading)).toBe(wanted);
  });
});
