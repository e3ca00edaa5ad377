import { type RuleExamples, refused } from './example';

export const allowExamples: RuleExamples = {
  explanation: {
    why: 'A 405 tells the caller that the path is right and the method is wrong; Allow says which methods are right. RFC 9110 requires the header, and caches and gateways read it.',
    remedy: 'Send Allow: POST with every 405 on this path.',
  },
  incorrect: [
    {
      name: 'returns 405 without Allow',
      case: 'method.put',
      response: { status: 405, headers: { Allow: null }, body: refused('METHOD_NOT_ALLOWED') },
      findings: [{ evidence: 'C14a', where: 'Allow', level: 'warning' }],
    },
  ],
  correct: [
    {
      name: 'returns 405 with Allow',
      case: 'method.put',
      response: { status: 405, body: refused('METHOD_NOT_ALLOWED') },
    },
    {
      name: 'returns 404, which needs no Allow',
      case: 'method.put',
      response: { status: 404, body: refused('RESOURCE_NOT_FOUND') },
    },
  ],
};
