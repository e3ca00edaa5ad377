import { type RuleExamples, refused } from './example';

export const serverErrorExamples: RuleExamples = {
  explanation: {
    why: 'A 5xx tells the caller that the server is at fault and that a retry may help. For invalid input, neither is true, and it alerts the people on call for no reason. It also shows that unchecked input reached code that cannot handle it.',
    remedy:
      'Find the exception in the server log, validate that input before it is used, and return 400. A 502, 503 or 504 counts only if the same request without the error is accepted at the same time.',
  },
  incorrect: [
    {
      name: 'fails on a body that is not an object',
      case: 'body.array',
      response: { status: 500, body: refused('INTERNAL_SERVER_ERROR') },
      findings: [{ evidence: 'E1f', where: 'status', level: 'violation' }],
    },
    {
      name: 'fails on a request that the evidence leaves open',
      case: 'observe.duplicate-property',
      response: { status: 500 },
      findings: [{ evidence: 'E1f', where: 'status', level: 'violation' }],
    },
    {
      name: 'returns 502 for a body of one mebibyte while it accepts other requests',
      case: 'body.one-mebibyte',
      targetIsUp: true,
      response: { status: 502 },
      findings: [{ evidence: 'E1f', where: 'status', level: 'violation' }],
    },
    {
      name: 'does not implement HEAD',
      case: 'method.head',
      response: { status: 501 },
      findings: [{ evidence: 'E1f', where: 'status', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'refuses a body that is not an object',
      case: 'body.array',
      response: { status: 400, body: refused('REQUEST_INVALID') },
    },
    { name: 'is down for everybody', case: 'accept.documented', response: { status: 503 } },
  ],
};
