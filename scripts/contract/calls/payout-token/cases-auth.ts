import { badRequest, type CaseDefinition, codesFor, defineCases, unauthorized } from '../../define';
import type { EvidenceIds } from '../../evidence';
import { payoutToken } from './call';

const control = 'accept.documented';

interface RefusedAuthorization {
  readonly id: string;
  readonly title: string;
  readonly authorization: string | null;
  readonly evidence?: EvidenceIds;
  readonly tags?: readonly string[];
  readonly more?: Partial<CaseDefinition>;
}

const refusals: readonly RefusedAuthorization[] = [
  { id: 'missing', title: 'a request without Authorization', authorization: null, tags: ['smoke', 'safe'] },
  { id: 'empty', title: 'an empty Authorization', authorization: '' },
  { id: 'scheme-alone', title: '"Bearer" without a token', authorization: 'Bearer' },
  {
    id: 'no-scheme',
    title: 'the management token without a scheme',
    authorization: '{{managementToken}}',
    evidence: ['C2', 'E1b'],
    more: { expect: unauthorized('C2') },
  },
  {
    id: 'other-scheme',
    title: 'the management token under another scheme',
    authorization: 'Basic {{managementToken}}',
  },
  { id: 'garbage', title: 'a token that is not a JWT', authorization: 'Bearer not-a-token-at-all', tags: ['safe'] },
  // As many segments as a token has, but none can be decoded.
  { id: 'malformed', title: 'three segments that are not a token', authorization: 'Bearer not.a.token' },
  { id: 'truncated', title: 'the management token without its signature', authorization: 'Bearer {{tokenTruncated}}' },
  {
    id: 'changed-signature',
    title: 'the management token with a changed signature',
    authorization: 'Bearer {{tokenBadSignature}}',
  },
  {
    id: 'changed-signature-end',
    title: 'the management token with its signature changed near the end',
    authorization: 'Bearer {{tokenBadSignatureEnd}}',
  },
  {
    id: 'extended-signature',
    title: 'the management token with a letter added to its signature',
    authorization: 'Bearer {{managementToken}}x',
  },
  {
    id: 'changed-header',
    title: 'the management token with a changed header',
    authorization: 'Bearer {{tokenBadHeader}}',
  },
  {
    id: 'changed-payload',
    title: 'the management token with a changed payload',
    authorization: 'Bearer {{tokenBadPayload}}',
  },
  {
    id: 'foreign-signature',
    title: 'the management token with the signature of another one',
    authorization: 'Bearer {{tokenForeignSignature}}',
  },
  {
    id: 'alg-none',
    title: 'the management token, unsigned, with alg none',
    authorization: 'Bearer {{tokenAlgNone}}',
    evidence: ['E1b', 'T6'],
  },
  {
    id: 'alg-none-capital',
    title: 'the management token, unsigned, with alg None',
    authorization: 'Bearer {{tokenAlgNoneCapital}}',
    evidence: ['E1b', 'T6'],
  },
  {
    id: 'expired',
    title: 'an expired management token',
    authorization: 'Bearer {{expiredToken}}',
    evidence: ['E1b', 'C7'],
  },
  {
    id: 'no-role',
    title: 'a management token without the role',
    authorization: 'Bearer {{noRoleToken}}',
    evidence: ['H7'],
    more: { expect: unauthorized('H7', [403]) },
  },
  {
    id: 'payout-token',
    title: 'a payout token instead of a management token',
    authorization: 'Bearer {{capturedToken}}',
    evidence: ['E1b', 'C2'],
    more: { uses: control, expect: unauthorized('E1b', [401, 403]) },
  },
  {
    id: 'query-string',
    title: 'the management token in the query string',
    authorization: null,
    evidence: ['E1b', 'C2'],
    more: {
      change: { path: '/v1/identity/payout?access_token={{managementToken}}', headers: { Authorization: null } },
      // Nothing says that a path with a query still belongs to this call.
      expect: unauthorized('E1b', [400, 401, 404]),
    },
  },
];

/** Requests without a valid key (E1b): refused with 401, and a token for any of them is unsafe. */
export const authorizationCases = defineCases(
  payoutToken,
  'Authorization',
  refusals.map(({ id, title, authorization, evidence = ['E1b'], tags = [], more }) => ({
    id: `auth.${id}`,
    title: `refuses ${title}`,
    evidence,
    tags: ['auth', ...tags],
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
