import { type RuleExamples, refused } from './example';

export const allowExamples: RuleExamples = {
  explanation: {
    why: 'A 405 says that the address is right and the method is not; Allow says which method is. RFC 9110 demands the header, and caches and gateways read it.',
    remedy: 'Send Allow: POST with every 405 of this path.',
  },
  incorrect: [
    {
      name: 'answers 405 without Allow',
      case: 'method.put',
      response: { status: 405, headers: { Allow: null }, body: refused('METHOD_NOT_ALLOWED') },
      findings: [{ evidence: 'C14a', where: 'Allow', level: 'warning' }],
    },
  ],
  correct: [
    {
      name: 'answers 405 with Allow',
      case: 'method.put',
      response: { status: 405, body: refused('METHOD_NOT_ALLOWED') },
    },
    {
      name: 'answers 404, which needs no Allow',
      case: 'method.put',
      response: { status: 404, body: refused('RESOURCE_NOT_FOUND') },
    },
  ],
};
