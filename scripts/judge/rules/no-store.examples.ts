import { type Example, type IncorrectExample, issued, type RuleExamples } from './example';

const right = (name: string, value: string | readonly string[] | null): Example => ({
  name,
  case: 'accept.fresh-references',
  response: { status: 201, headers: { 'Cache-Control': value }, body: issued() },
});
const wrong = (name: string, value: string | null): IncorrectExample => ({
  ...right(name, value),
  findings: [{ evidence: 'T8', where: 'Cache-Control', level: 'warning' }],
});

export const noStoreExamples: RuleExamples = {
  explanation: {
    why: 'A cache between client and server may store a response and return it to the next caller, who then gets a token that belongs to someone else.',
    remedy:
      'Send Cache-Control: no-store with every response that holds a token. no-cache is not enough: it allows storing.',
  },
  incorrect: [
    wrong('allows storing a token', null),
    wrong('sends no-cache, which still allows storing a token', 'no-cache, private'),
  ],
  correct: [
    right('forbids storing a token', 'no-store'),
    right('forbids storing a token, among other directives', 'private, max-age=0, No-Store'),
    right('forbids storing a token in a second line of the header', ['no-cache', 'no-store']),
    {
      name: 'lets the payout options be stored',
      case: 'options.first-token',
      response: { status: 200, headers: { 'Cache-Control': null }, body: { rewards: [] } },
    },
  ],
};
