import { type Example, exampleClaims, type IncorrectExample, issued, type RuleExamples } from './example';

const { exp } = exampleClaims;
const right = (name: string, ...change: Parameters<typeof issued>): Example => ({
  name,
  case: 'accept.fresh-references',
  response: { status: 201, body: issued(...change) },
});
const wrong = (name: string, ...change: Parameters<typeof issued>): IncorrectExample => ({
  ...right(name, ...change),
  findings: [{ evidence: 'T3', where: 'exp', level: 'violation' }],
});

export const tokenExpiryExamples: RuleExamples = {
  explanation: {
    why: 'Clients rely on expires, servers on exp. If the two differ, clients use tokens that are refused, or fetch new ones all the time. The usual difference is one hour, from a change of daylight saving time.',
    remedy:
      'Compute the expiry once, in UTC, and write it twice: as exp, in seconds, inside the token, and as expires, in milliseconds, in the body. Rounding by up to a second is fine.',
  },
  incorrect: [
    wrong('sets exp an hour after expires', { exp: exp + 3600 }),
    wrong('sets exp in milliseconds', { exp: exp * 1000 }),
    {
      ...wrong('sets expires in seconds', {}, { expires: String(exp) }),
      findings: [{ evidence: 'T3', where: '/expires', level: 'violation' }],
    },
    wrong('sets exp more than a second before expires', { exp: exp - 1 }, { expires: String(exp * 1000 + 1) }),
    wrong('sets exp as a string', { exp: String(exp) }),
    wrong('leaves exp out', { exp: undefined }),
    { ...wrong('leaves exp out of a management token', { exp: undefined }), case: 'hmac.documented' },
  ],
  correct: [
    right('sets exp and expires to the same instant'),
    right('rounds exp up', {}, { expires: String(exp * 1000 - 999) }),
    right('rounds exp down', {}, { expires: String(exp * 1000 + 999) }),
    right('sets exp with a fraction', { exp: exp + 0.25 }, { expires: String(exp * 1000 + 250) }),
  ],
};
