import { exampleClaims, issued, type RuleExamples } from './example';

const { exp } = exampleClaims;
const wrong = [{ evidence: 'T3', where: 'exp', level: 'violation' }] as const;
const created = (...change: Parameters<typeof issued>) => ({ status: 201, body: issued(...change) });

export const tokenExpiryExamples: RuleExamples = {
  explanation: {
    why: 'Clients rely on expires, servers on exp. If the two differ, clients use tokens that are refused, or fetch new ones all the time. The usual difference is one hour, from a change of daylight saving time.',
    remedy:
      'Compute the expiry once, in UTC, and write it twice: as exp, in seconds, inside the token, and as expires, in milliseconds, in the body. Rounding by up to a second is fine.',
  },
  incorrect: [
    {
      name: 'sets exp an hour after expires',
      case: 'accept.fresh-references',
      response: created({ exp: exp + 3600 }),
      findings: wrong,
    },
    {
      name: 'sets exp in milliseconds',
      case: 'accept.fresh-references',
      response: created({ exp: exp * 1000 }),
      findings: wrong,
    },
    {
      name: 'sets exp more than a second before expires',
      case: 'accept.fresh-references',
      response: created({ exp: exp - 1 }, { expires: String(exp * 1000 + 1) }),
      findings: wrong,
    },
    {
      name: 'sets exp as a string',
      case: 'accept.fresh-references',
      response: created({ exp: String(exp) }),
      findings: wrong,
    },
    {
      name: 'leaves exp out',
      case: 'accept.fresh-references',
      response: created({ exp: undefined }),
      findings: wrong,
    },
    {
      name: 'leaves exp out of a management token',
      case: 'hmac.documented',
      response: created({ exp: undefined }),
      findings: wrong,
    },
  ],
  correct: [
    { name: 'sets exp and expires to the same instant', case: 'accept.fresh-references', response: created() },
    {
      name: 'rounds exp up',
      case: 'accept.fresh-references',
      response: created({}, { expires: String(exp * 1000 - 999) }),
    },
    {
      name: 'rounds exp down',
      case: 'accept.fresh-references',
      response: created({}, { expires: String(exp * 1000 + 999) }),
    },
    {
      name: 'sets exp with a fraction',
      case: 'accept.fresh-references',
      response: created({ exp: exp + 0.25 }, { expires: String(exp * 1000 + 250) }),
    },
  ],
};
