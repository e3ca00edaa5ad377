import { issued, type RuleExamples, refused } from './example';

export const observedAnswerExamples: RuleExamples = {
  explanation: {
    why: 'Some requests are promised no answer: an unknown property, one that stands twice, a charset, a signature from the future. What a server does with them is its own affair, and clients depend on it without knowing.',
    remedy: 'Nothing has to be done. Record the new state with accept when the change is intended.',
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
      name: 'accepts a request of which that is promised',
      case: 'accept.fresh-references',
      response: { status: 201, body: issued() },
    },
    {
      name: 'asks to be left alone for a while',
      case: 'observe.unknown-property',
      response: { status: 429, body: refused('TOO_MANY_REQUESTS') },
    },
  ],
};
