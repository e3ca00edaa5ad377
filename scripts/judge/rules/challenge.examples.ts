import type { RuleExamples } from './example';

export const challengeExamples: RuleExamples = {
  explanation: {
    why: 'WWW-Authenticate is how a client learns which scheme the server wants. Several HTTP libraries report a protocol error if a 401 lacks it.',
    remedy:
      'Send WWW-Authenticate: Bearer with every 401, and WWW-Authenticate: Hmac where the request must be signed.',
  },
  incorrect: [
    {
      name: 'returns 401 without a challenge',
      case: 'auth.missing',
      response: { status: 401, headers: { 'WWW-Authenticate': null } },
      findings: [{ evidence: 'E6', where: 'WWW-Authenticate', level: 'warning' }],
    },
  ],
  correct: [
    { name: 'returns 401 with a challenge', case: 'auth.missing', response: { status: 401 } },
    {
      name: 'returns 401 with two challenges, in lower-case headers',
      case: 'auth.missing',
      response: {
        status: 401,
        headers: { 'WWW-Authenticate': null, 'www-authenticate': ['Bearer realm="a"', 'Hmac'] },
      },
    },
    {
      name: 'returns 403, which needs no challenge',
      case: 'auth.payout-token',
      response: { status: 403 },
    },
  ],
};
