import { issued, type RuleExamples } from './example';

const created = (value: string | readonly string[] | null) => ({
  status: 201,
  headers: { 'Cache-Control': value },
  body: issued(),
});
const warned = [{ evidence: 'T8', where: 'Cache-Control', level: 'warning' }] as const;

export const noStoreExamples: RuleExamples = {
  explanation: {
    why: 'A cache between client and server may store a response and return it to the next caller, who then gets a token that belongs to someone else.',
    remedy:
      'Send Cache-Control: no-store with every response that holds a token. no-cache is not enough: it allows storing.',
  },
  incorrect: [
    {
      name: 'allows storing a token',
      case: 'accept.fresh-references',
      response: created(null),
      findings: warned,
    },
    {
      name: 'sends no-cache, which still allows storing a token',
      case: 'accept.fresh-references',
      response: created('no-cache, private'),
      findings: warned,
    },
  ],
  correct: [
    { name: 'forbids storing a token', case: 'accept.fresh-references', response: created('no-store') },
    {
      name: 'forbids storing a token, among other directives',
      case: 'accept.fresh-references',
      response: created('private, max-age=0, No-Store'),
    },
    {
      name: 'forbids storing a token in a second line of the header',
      case: 'accept.fresh-references',
      response: created(['no-cache', 'no-store']),
    },
    {
      name: 'lets the payout options be stored',
      case: 'options.first-token',
      response: { status: 200, headers: { 'Cache-Control': null }, body: { rewards: [] } },
    },
  ],
};
