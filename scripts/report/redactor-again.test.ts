import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Redactor } from './redactor';

/** Random letters and digits, by a number. */
const random = (seed: number): string =>
  createHash('sha256').update(`${seed}`).digest('base64').replace(/[^\w]/g, '').slice(0, 24);
/** An id that holds 16 characters in hexadecimal digits, or 15 that start at its second digit. */
const hexGuid = (text: string, isShifted = false): string =>
  (isShifted
    ? `a${Buffer.from(text.slice(0, 15)).toString('hex')}b`
    : Buffer.from(text.slice(0, 16)).toString('hex')
  ).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const ids = [0, 1, 2].map((seed) => hexGuid(random(100 + seed)));
const jwt = (seed: number): string => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ${random(seed)}.${random(seed + 1)}`;

const words = ['correct-horse-battery-staple', 'horse-battery', 'battery-staple'];
const secrets = [1, 2, 3].map(random);
const errorBody = (id: string, message: string): string =>
  `{"timestamp":1795889359,"correlationId":"${id}","errors":[{"message":"${message}","metadata":{"correlationId":"${id}"}}]}`;
/** Each with one of the secrets in it, or none. */
const texts = [
  'Content-Type',
  'Bearer realm="here and there"',
  ...[7, 9].map((seed) => `Bearer ${jwt(seed)}`),
  ...[7, 9].map((seed) => `{"accessToken":"${jwt(seed)}","expires":"1795889359"}`),
  ...[...ids, ...secrets.flatMap((secret) => [hexGuid(secret), hexGuid(secret, true)])].map((id) =>
    errorBody(id, 'Customer ref is required.'),
  ),
  ...secrets.flatMap((secret) =>
    [secret, secret.slice(2, 12), secret.toLowerCase(), Buffer.from(secret).toString('base64')].map((form) =>
      errorBody(ids[0]!, form),
    ),
  ),
];

/** Texts in which an id holds a part of a secret, and the rest stands beside it. */
const beside = secrets.flatMap((secret) => {
  const hex = Buffer.from(secret).toString('hex');
  const id = `${hex.slice(16, 24)}-${hex.slice(24, 28)}-${hex.slice(28, 32)}-ffff-ffffffffffff`;
  const before = [hex.slice(0, 8), hex.slice(8, 16)];
  const groups = secret
    .slice(0, 5)
    .split('')
    .map((each) => `00${each.charCodeAt(0).toString(16)}`);
  return [
    `["${before[0]}","${before[1]}","${id}"]`,
    `["${before.join('')}","${id}"]`,
    `"x${before.join('')}" "${id}"`,
    `"${before.join(' ')}\\n"${id}"`,
    `{"a":"0000${groups[0]}-${groups[1]}-${groups[2]}-${groups[3]}-00000000${groups[4]}","b":"${(hex.slice(10, 26).match(/../g) ?? []).join(' ')}"}`,
  ];
});

type Step =
  | { readonly learn: string; readonly kind: string }
  | { readonly allow: string }
  | { readonly redact: string };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ redact: fc.constantFrom(...texts, ...beside, ...words, `x: ${words[1]}`) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      learn: fc.constantFrom(...secrets, ...words, jwt(7)),
      kind: fc.constantFrom('token', 'cookie'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ allow: fc.constantFrom(...secrets) }) },
);

describe('a text that comes again', () => {
  it('is shown as if it had not come before', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
        const redactor = new Redactor();
        const before: Exclude<Step, { redact: string }>[] = [];
        for (const each of steps) {
          if (!('redact' in each)) {
            before.push(each);
            take(redactor, each);
            continue;
          }
          const fresh = new Redactor();
          for (const earlier of before) take(fresh, earlier);
          expect(redactor.redact(each.redact)).toBe(fresh.redact(each.redact));
        }
      }),
    );
  });

  it.each([false, true])(
    'is hidden when an id in it turns out to be a secret in hexadecimal digits, from the second digit on: %s',
    (isShifted) => {
      const [secret = ''] = secrets;
      const shown = hexGuid(secret, isShifted);
      const redactor = new Redactor();
      for (let time = 0; time < 4; time += 1)
        for (const id of [...ids, shown]) expect(redactor.redact(errorBody(id, 'no'))).toBe(errorBody(id, 'no'));
      redactor.learn(secret, 'token');
      expect(redactor.redact(errorBody(shown, 'yes'))).not.toContain(shown);
      for (const id of ids) expect(redactor.redact(errorBody(id, 'no'))).toBe(errorBody(id, 'no'));
    },
  );
});

function take(redactor: Redactor, each: Exclude<Step, { readonly redact: string }>): void {
  if ('learn' in each) redactor.learn(each.learn, each.kind);
  else redactor.allow(each.allow);
}
