import { documentedClaims, exampleClaims, issued, type RuleExamples } from './example';

const lasting = (seconds: number) => {
  const exp = exampleClaims.iat + seconds;
  return issued({ ...documentedClaims, exp }, { expires: String(exp * 1000) });
};
const observed = (evidence: 'C6a' | 'T1a' | 'T4', where: string) =>
  ({ evidence, where, level: 'observation' }) as const;

export const observedSuccessExamples: RuleExamples = {
  explanation: {
    why: 'The documentation does not say whether 200 or 201 is returned, how tokens are signed, which claims they have, or how long they are valid. Clients rely on these things anyway. A change since the accepted record is drift: review it before it affects clients.',
    remedy: 'No action is needed. If a change is intended, record the new state with the command accept.',
  },
  incorrect: [
    {
      name: 'returns 200 and issues a token for an hour',
      case: 'accept.documented',
      response: { status: 200, body: lasting(3600) },
      findings: [
        observed('C6a', 'status'),
        observed('T1a', 'alg'),
        observed('T4', 'claims'),
        observed('T4', '/expires'),
      ],
    },
    {
      name: 'issues a token that cannot be read',
      case: 'accept.documented',
      response: { status: 201, body: issued({}, { accessToken: 'not.a.token' }) },
      findings: [observed('C6a', 'status'), observed('T4', '/expires')],
    },
    {
      name: 'issues a token for a year',
      case: 'accept.documented',
      response: { status: 201, body: lasting(31_536_000) },
      findings: [
        observed('C6a', 'status'),
        observed('T1a', 'alg'),
        observed('T4', 'claims'),
        observed('T4', '/expires'),
      ],
    },
  ],
  correct: [
    {
      name: 'issues a token in a response that this rule does not look at',
      case: 'accept.fresh-references',
      response: { status: 200, body: issued() },
    },
  ],
};
