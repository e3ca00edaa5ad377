import { documentedClaims, issued, type RuleExamples } from './example';

const body = issued(documentedClaims);

export const extraPropertiesExamples: RuleExamples = {
  explanation: {
    why: 'More properties than are documented are nobody’s fault. But clients come to rely on them, so that it is good to know when one appears or goes.',
    remedy: 'Nothing has to be done. Where the property is there to stay, ask for it to be documented.',
  },
  incorrect: [
    {
      name: 'says of which type the token is',
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
      name: 'says more in a response that is not looked at for this',
      case: 'accept.fresh-references',
      response: { status: 201, body: { ...issued(), tokenType: 'Bearer' } },
    },
  ],
};
