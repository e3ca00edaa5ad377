import { accepted, defineCases, unauthorized } from '../../define';
import { payoutOptions } from './call';

/** An issued payout token works where it is meant to be used (C8), each time (C7). */
export const payoutOptionsCases = defineCases(payoutOptions, 'Use of the payout token', [
  ...[
    {
      id: 'options.first-token',
      title: 'accepts the first token, also after a second was issued',
      evidence: ['C7', 'C8'] as const,
      uses: 'accept.documented',
      control: 'accept.documented-again',
    },
    {
      id: 'options.second-token',
      title: 'accepts the second token for the same references',
      evidence: ['C7', 'C8'] as const,
      uses: 'accept.documented-again',
      control: 'accept.documented-again',
    },
    {
      id: 'options.reused-token',
      title: 'accepts a token that was used before',
      evidence: ['C7', 'C8'] as const,
      uses: 'accept.documented',
      control: 'options.first-token',
    },
    {
      id: 'options.fresh-references',
      title: 'accepts the token of references that it has not seen',
      evidence: ['C8'] as const,
      uses: 'accept.fresh-references',
      control: 'accept.fresh-references',
    },
  ].map((definition) => ({ ...definition, tags: ['options'], expect: accepted('C8') })),
  {
    id: 'options.no-token',
    title: 'refuses the payout options without a token',
    evidence: ['E1'],
    tags: ['options', 'auth'],
    change: { headers: { Authorization: null } },
    expect: unauthorized(),
    control: 'options.first-token',
  },
  {
    id: 'options.garbage-token',
    title: 'refuses the payout options for a token that is none',
    evidence: ['E1'],
    tags: ['options', 'auth'],
    change: { headers: { Authorization: 'Bearer not-a-token-at-all' } },
    expect: unauthorized(),
    control: 'options.first-token',
  },
]);
