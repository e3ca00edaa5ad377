import { accepted, defineCases, referenceSlug, unauthorized, words } from '../../define';
import { referenceNames } from '../../types';
import { payoutOptions } from './call';

/** Accepted requests whose token is used: enough of them to notice if only every third token is bad. */
const followed = [
  ['fresh-references', 'new references'],
  ['shared-references', 'references that later requests reuse'],
  ...referenceNames.map(
    (name) => [`other-${referenceSlug(name)}`, `references that differ in the ${words(name)}`] as const,
  ),
  ['swapped-references', 'two references swapped'],
  ['capital-references', 'references in upper case'],
  ['customer-ref.length-1', 'a customer reference of 1 character'],
  ['customer-ref.length-50', 'a customer reference of 50 characters'],
  ['customer-ref.digits', 'a customer reference of digits'],
  ['customer-ref.hyphen', 'a customer reference with hyphens'],
  ['customer-ref.underscore', 'a customer reference with underscores'],
  ['customer-ref.dot', 'a customer reference with dots'],
  ['order-ref.length-50', 'an order reference of 50 characters'],
  ['instruction-ref.length-50', 'an instruction reference of 50 characters'],
] as const;

const refused = [
  ['no-token', 'without a token', null],
  ['garbage-token', 'for a token that is not a JWT', 'Bearer not-a-token-at-all'],
  ['truncated-token', 'for a token without its signature', 'Bearer {{capturedTruncated}}'],
  ['changed-signature', 'for a token with a changed signature', 'Bearer {{capturedBadSignature}}'],
  ['changed-payload', 'for a token with a changed payload', 'Bearer {{capturedBadPayload}}'],
  ['alg-none', 'for an unsigned token with alg none', 'Bearer {{capturedAlgNone}}'],
  ['alg-none-capital', 'for an unsigned token with alg None', 'Bearer {{capturedAlgNoneCapital}}'],
  ['expired', 'for an expired token', 'Bearer {{expiredPayoutToken}}'],
] as const;

/** An issued payout token works at the payout options (C8), every time (C7). */
export const payoutOptionsCases = defineCases(payoutOptions, 'Use of the payout token', [
  ...[
    {
      id: 'options.first-token',
      title: 'accepts the first token even after a second one was issued',
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
    ...followed.map(([id, what]) => ({
      id: `options.${id}`,
      title: `accepts the token of ${what}`,
      evidence: ['C8'] as const,
      uses: `accept.${id}`,
      control: `accept.${id}`,
    })),
  ].map((definition) => ({ ...definition, tags: ['options'], expect: accepted('C8') })),
  ...refused.map(([id, title, authorization]) => ({
    id: `options.${id}`,
    title: `refuses the payout options ${title}`,
    evidence: ['E1b', 'C8'] as const,
    tags: ['options', 'auth'],
    change: { headers: { Authorization: authorization } },
    expect: unauthorized(),
    control: 'options.first-token',
    uses: 'accept.documented',
  })),
]);
