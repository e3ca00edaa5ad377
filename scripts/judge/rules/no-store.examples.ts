import { issued, type RuleExamples } from './example';

const created = (value: string | readonly string[] | null) => ({
  status: 201,
  headers: { 'Cache-Control': value },
  body: issued(),
});
const warned = [{ evidence: 'T8', where: 'Cache-Control', level: 'warning' }] as const;

export const noStoreExamples: RuleExamples = {
  explanation: {
    why: 'A cache between client and server may keep a response and give it to the next who asks: then one caller gets the token of another.',
    remedy:
      'Send Cache-Control: no-store with every response that holds a token. no-cache is not enough: it allows storing.',
  },
  incorrect: [
    {
      name: 'does not forbid storing a token',
      case: 'accept.fresh-references',
      response: created(null),
      findings: warned,
    },
    {
      name: 'forbids using a stored token unasked, but not storing it',
      case: 'accept.fresh-references',
      response: created('no-cache, private'),
      findings: warned,
    },
  ],
  correct: [
    { name: 'forbids storing a token', case: 'accept.fresh-references', response: created('no-store') },
    {
      name: 'forbids storing a token among other things',
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
