import { documentedClaims, issued, type RuleExamples, refused } from './example';

export const callOfferedExamples: RuleExamples = {
  explanation: {
    why: 'Imburse dropped the page of this call on 2019-09-25, when it unified its tokens. An environment that no longer offers the call answers everything with 404. That is worth one clear sentence instead of a hundred vague failures.',
    remedy:
      'Check the base URL: the host, and that no path is doubled. If it is right, ask Imburse which call your environment offers in its place. A server of your own that answers 404 here has not mounted the route.',
  },
  incorrect: [
    {
      name: 'answers the documented request with 404',
      case: 'accept.documented',
      response: { status: 404, body: refused('RESOURCE_NOT_FOUND') },
      findings: [{ evidence: 'C9', where: 'status', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'accepts the documented request',
      case: 'accept.documented',
      response: { status: 201, body: issued(documentedClaims) },
    },
    {
      name: 'answers another method with 404',
      case: 'method.get',
      response: { status: 404, body: refused('RESOURCE_NOT_FOUND') },
    },
  ],
};
