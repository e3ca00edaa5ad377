import { type RuleExamples, refused } from './example';

export const serverErrorExamples: RuleExamples = {
  explanation: {
    why: 'A 5xx tells the caller that the fault is not theirs and that trying again may help. For an input that no attempt will make good, both is untrue, and whoever is on call is woken by it. It also shows that unchecked input reached code that cannot stand it.',
    remedy:
      'Find the exception in the server log and check that input before it is used; answer 400. 502, 503 and 504 count only where the same request without its fault is accepted at that very moment.',
  },
  incorrect: [
    {
      name: 'fails on a body that is no object',
      case: 'body.array',
      response: { status: 500, body: refused('INTERNAL_SERVER_ERROR') },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
    {
      name: 'fails on a request of which nothing is promised',
      case: 'observe.duplicate-property',
      response: { status: 500 },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
    {
      name: 'drops a body of a mebibyte at the gateway, while it answers others',
      case: 'body.one-mebibyte',
      targetIsUp: true,
      response: { status: 502 },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
    {
      name: 'does not implement HEAD',
      case: 'method.head',
      response: { status: 501 },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'refuses a body that is no object',
      case: 'body.array',
      response: { status: 400, body: refused('REQUEST_INVALID') },
    },
    { name: 'is down for everybody', case: 'accept.documented', response: { status: 503 } },
  ],
};
