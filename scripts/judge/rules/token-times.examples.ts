import { exampleClaims, type IncorrectExample, issued, type RuleExamples } from './example';

const { iat } = exampleClaims;
const minute = 60;

function created(iatOrNbf: Readonly<Record<string, unknown>>, lifetime = 3600) {
  const exp = iat + lifetime;
  return { status: 201, body: issued({ ...iatOrNbf, exp }, { expires: String(exp * 1000) }) };
}

const wrong = (name: string, response: ReturnType<typeof created>, where: string): IncorrectExample => ({
  name,
  case: 'accept.fresh-references',
  response,
  findings: [{ evidence: 'T7', where, level: 'violation' }],
});

export const tokenTimesExamples: RuleExamples = {
  explanation: {
    why: 'A token that has already expired, or is not valid yet, is refused where it is used. A client that asks for another gets one with the same problem.',
    remedy:
      'Set the clock of the server by NTP and write times in UTC. A difference of one minute is allowed. If the response has a Date header, a wrong clock on your own machine does not matter here.',
  },
  incorrect: [
    wrong('issues a token that expired two minutes ago', created({}, -2 * minute), '/expires'),
    wrong('issues a token with iat an hour in the future', created({ iat: iat + 60 * minute }), 'iat'),
    wrong('issues a token that is not valid for another two minutes', created({ nbf: iat + 2 * minute }), 'nbf'),
    wrong('sets iat as a date', created({ iat: '2026-01-15T12:00:00Z' }), 'iat'),
    {
      ...wrong('issues an expired token to a caller whose clock is a day behind', created({}, -2 * minute), '/expires'),
      clockAheadMs: 86_400_000,
    },
  ],
  correct: [
    { name: 'issues a token for five minutes', case: 'accept.fresh-references', response: created({}, 5 * minute) },
    {
      name: 'has a clock that is half a minute ahead',
      case: 'accept.fresh-references',
      response: created({ iat: iat + 30, nbf: iat + 30 }),
    },
    {
      name: 'issues a token without iat and nbf',
      case: 'accept.fresh-references',
      response: created({ iat: undefined }),
    },
    {
      name: 'issues a token for five minutes to a caller whose clock is ten minutes ahead',
      case: 'accept.fresh-references',
      clockAheadMs: 600_000,
      response: created({}, 5 * minute),
    },
    {
      name: 'issues a token to a caller whose clock is ten minutes behind',
      case: 'accept.fresh-references',
      clockAheadMs: -600_000,
      response: created({ nbf: iat }),
    },
  ],
};
