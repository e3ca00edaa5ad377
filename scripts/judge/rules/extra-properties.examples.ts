import { documentedClaims, issued, type RuleExamples } from './example';

const body = issued(documentedClaims);

export const extraPropertiesExamples: RuleExamples = {
  explanation: {
    why: 'Undocumented properties are not a mistake. But clients come to rely on them, so it helps to know when one appears or disappears.',
    remedy: 'No action is needed. If the property is here to stay, ask for it to be documented.',
  },
  incorrect: [
    {
      name: 'adds the type of the token',
      case: 'accept.documented',
      response: { status: 201, body: { ...body, tokenType: 'Bearer', scope: 'payout' } },
      findings: [{ evidence: 'T9', where: '/', level: 'observation' }],
    },
  ],
  correct: [
    {
      name: 'has the documented properties and no others',
      case: 'accept.documented',
      response: { status: 201, body },
    },
    {
      name: 'has more properties in a response that this rule does not look at',
      case: 'accept.fresh-references',
      response: { status: 201, body: { ...issued(), tokenType: 'Bearer' } },
    },
  ],
};
