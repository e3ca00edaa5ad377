import { issued, type RuleExamples, refused } from './example';

export const observedAnswerExamples: RuleExamples = {
  explanation: {
    why: 'The contract does not say how a server treats an unknown property, a duplicate property, a charset parameter or a signature from the future. A server is free to choose, and clients come to depend on its choice without knowing.',
    remedy: 'No action is needed. If a change is intended, record the new state with the command accept.',
  },
  incorrect: [
    {
      name: 'accepts an unknown property',
      case: 'observe.unknown-property',
      response: { status: 201, body: issued() },
      findings: [{ evidence: 'C15a', where: 'status', level: 'observation' }],
    },
    {
      name: 'refuses a request signed for six minutes from now',
      case: 'hmac.six-minutes-ahead',
      response: { status: 401, body: refused('UNAUTHORIZED') },
      findings: [{ evidence: 'H4a', where: 'status', level: 'observation' }],
    },
  ],
  correct: [
    {
      name: 'accepts a request that it must accept',
      case: 'accept.fresh-references',
      response: { status: 201, body: issued() },
    },
    {
      name: 'limits the rate of requests',
      case: 'observe.unknown-property',
      response: { status: 429, body: refused('TOO_MANY_REQUESTS') },
    },
  ],
};
