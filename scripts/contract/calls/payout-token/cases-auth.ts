import { badRequest, type CaseDefinition, codesFor, defineCases, unauthorized } from '../../define';
import { payoutToken } from './call';

const control = 'accept.documented';

/** Each with its id, what is refused, the header, and how the case differs from the others. */
type RefusedHeader = readonly [id: string, title: string, authorization: string | null, more?: Partial<CaseDefinition>];

const refusals: readonly RefusedHeader[] = [
  ['missing', 'a request without Authorization', null, { tags: ['auth', 'smoke', 'safe'] }],
  ['empty', 'an empty Authorization', ''],
  ['scheme-alone', '"Bearer" without a token', 'Bearer'],
  [
    'no-scheme',
    'the management token without a scheme',
    '{{managementToken}}',
    { evidence: ['C2', 'E1b'], expect: unauthorized('C2') },
  ],
  ['other-scheme', 'the management token under another scheme', 'Basic {{managementToken}}'],
  ['garbage', 'a token that is not a JWT', 'Bearer not-a-token-at-all', { tags: ['auth', 'safe'] }],
  // As many segments as a token has, but none can be decoded.
  ['malformed', 'three segments that are not a token', 'Bearer not.a.token'],
  ['truncated', 'the management token without its signature', 'Bearer {{tokenTruncated}}'],
  ['changed-signature', 'the management token with a changed signature', 'Bearer {{tokenBadSignature}}'],
  [
    'changed-signature-end',
    'the management token with its signature changed near the end',
    'Bearer {{tokenBadSignatureEnd}}',
  ],
  ['extended-signature', 'the management token with a letter added to its signature', 'Bearer {{managementToken}}x'],
  ['changed-header', 'the management token with a changed header', 'Bearer {{tokenBadHeader}}'],
  ['changed-payload', 'the management token with a changed payload', 'Bearer {{tokenBadPayload}}'],
  ['foreign-signature', 'the management token with the signature of another one', 'Bearer {{tokenForeignSignature}}'],
  ['alg-none', 'the management token, unsigned, with alg none', 'Bearer {{tokenAlgNone}}', { evidence: ['E1b', 'T6'] }],
  [
    'alg-none-capital',
    'the management token, unsigned, with alg None',
    'Bearer {{tokenAlgNoneCapital}}',
    { evidence: ['E1b', 'T6'] },
  ],
  ['expired', 'an expired management token', 'Bearer {{expiredToken}}', { evidence: ['E1b', 'C7'] }],
  [
    'no-role',
    'a management token without the role',
    'Bearer {{noRoleToken}}',
    { evidence: ['H7'], expect: unauthorized('H7', [403]) },
  ],
  [
    'payout-token',
    'a payout token instead of a management token',
    'Bearer {{capturedToken}}',
    { evidence: ['E1b', 'C2'], uses: control, expect: unauthorized('E1b', [401, 403]) },
  ],
  [
    'query-string',
    'the management token in the query string',
    null,
    {
      evidence: ['E1b', 'C2'],
      change: { path: '/v1/identity/payout?access_token={{managementToken}}', headers: { Authorization: null } },
      // Nothing says that a path with a query still belongs to this call.
      expect: unauthorized('E1b', [400, 401, 404]),
    },
  ],
];

/** Requests without a valid key (E1b): refused with 401, and a token for any of them is unsafe. */
export const authorizationCases = defineCases(
  payoutToken,
  'Authorization',
  refusals.map(([id, title, authorization, more]) => ({
    id: `auth.${id}`,
    title: `refuses ${title}`,
    evidence: ['E1b'] as const,
    tags: ['auth'],
    change: { headers: { Authorization: authorization } },
    expect: unauthorized(),
    control,
    ...more,
  })),
);

/** A caller's correlation id comes back in errors (E5). */
export const correlationCases = defineCases(payoutToken, 'Correlation ids', [
  {
    id: 'correlation.on-400',
    title: "returns the caller's correlation id when it refuses the input",
    evidence: ['E5', 'R1'],
    tags: ['correlation'],
    change: { headers: { 'X-Correlation-ID': '{{correlationId}}' }, omit: ['customerRef'] },
    expect: badRequest('R1', { tokenBreaks: 'C8', codes: codesFor(['customerRef'], 'IS_REQUIRED') }),
    control: 'accept.correlation-id',
  },
  {
    id: 'correlation.on-401',
    title: "returns the caller's correlation id when it refuses the key",
    evidence: ['E5', 'E1b'],
    tags: ['correlation'],
    // Not a GUID, and in mixed case: nothing limits what a caller's id may be.
    change: { headers: { 'X-Correlation-ID': 'Trace-Of-Caller.42', Authorization: 'Bearer not-a-token-at-all' } },
    expect: unauthorized(),
    control: 'accept.correlation-id',
  },
]);
