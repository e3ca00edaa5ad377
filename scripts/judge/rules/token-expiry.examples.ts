import { exampleClaims, issued, type RuleExamples } from './example';

const { exp } = exampleClaims;
const wrong = [{ evidence: 'T3', where: 'exp', level: 'violation' }] as const;
const created = (...change: Parameters<typeof issued>) => ({ status: 201, body: issued(...change) });

export const tokenExpiryExamples: RuleExamples = {
  explanation: {
    why: 'Clients plan by expires and servers refuse by exp. Where the two differ, clients use tokens that are refused, or fetch new ones all the time. The usual difference is an hour, twice a year.',
    remedy:
      'Work out the instant once, in UTC, and write it twice: exp in seconds inside the token, expires in milliseconds beside it. Rounding by up to a second is fine.',
  },
  incorrect: [
    {
      name: 'writes an exp that is an hour after expires',
      case: 'accept.fresh-references',
      response: created({ exp: exp + 3600 }),
      findings: wrong,
    },
    {
      name: 'writes exp in milliseconds',
      case: 'accept.fresh-references',
      response: created({ exp: exp * 1000 }),
      findings: wrong,
    },
    {
      name: 'writes an exp that is more than a second before expires',
      case: 'accept.fresh-references',
      response: created({ exp: exp - 1 }, { expires: String(exp * 1000 + 1) }),
      findings: wrong,
    },
    {
      name: 'writes exp as a text',
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
    { name: 'writes one instant twice', case: 'accept.fresh-references', response: created() },
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
      name: 'writes exp with milliseconds',
      case: 'accept.fresh-references',
      response: created({ exp: exp + 0.25 }, { expires: String(exp * 1000 + 250) }),
    },
  ],
};
