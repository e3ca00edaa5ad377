import { documentedClaims, issued, type RuleExamples, refused } from './example';

export const callOfferedExamples: RuleExamples = {
  explanation: {
    why: 'Imburse removed the documentation of this call on 2019-09-25, when it unified its tokens. An environment that no longer offers the call returns 404 for everything. One clear finding is more useful than a hundred vague ones.',
    remedy:
      'Check the base URL: is the host right, and is each part of the path given once? If it is right, ask Imburse which call replaced this one in your environment. If it is your own server, the route is missing.',
  },
  incorrect: [
    {
      name: 'returns 404 for the documented request',
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
      name: 'returns 404 for another method',
      case: 'method.get',
      response: { status: 404, body: refused('RESOURCE_NOT_FOUND') },
    },
  ],
};
