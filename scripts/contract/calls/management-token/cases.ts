import { accepted, applyChange, defineCases, open, unauthorized } from '../../define';
import type { EvidenceId } from '../../evidence';
import type { VariableName } from '../../variables';
import { payoutToken } from '../payout-token/call';
import { managementToken, tokenCase } from './call';

const documented = tokenCase;
const authorization = (value: string | null) => ({ headers: { Authorization: value } });

/** What the HMAC exchange accepts (H2, H4, H6) and refuses (E1b, H2–H4). */
export const managementTokenCases = defineCases(managementToken, 'Management token', [
  {
    id: documented,
    title: 'exchanges a signed request for a management token',
    evidence: ['H1', 'H2', 'H5'],
    tags: ['hmac', 'smoke', 'safe'],
    expect: accepted('H5'),
    provesCredentials: true,
  },
  ...(
    [
      ['lowercase-scheme', 'matches the scheme "hmac" without regard to case', 'hmac {{hmac}}', 'H6'],
      ['uppercase-scheme', 'matches the scheme "HMAC" without regard to case', 'HMAC {{hmac}}', 'H6'],
      ['fractional-seconds', 'accepts fractional seconds', 'Hmac {{hmacFractional}}', 'H4'],
      ['four-minutes-old', 'accepts a request signed four minutes ago', 'Hmac {{hmacFourMinutesOld}}', 'H4'],
    ] as const
  ).map(([id, title, value, evidence]) => ({
    id: `hmac.${id}`,
    title,
    evidence: [evidence] as const,
    tags: ['hmac'],
    change: authorization(value),
    expect: accepted(evidence),
    control: documented,
  })),
  ...(
    [
      ['missing', 'an HMAC exchange without Authorization', null, 'E1b'],
      ['wrong-signature', 'a signature made with another private key', 'hmacWrongSignature', 'H2'],
      ['changed-signature', 'a signature with one character changed', 'hmacChangedSignature', 'H2'],
      ['changed-signature-end', 'a signature changed near its end', 'hmacChangedSignatureEnd', 'H2'],
      ['unreadable-signature', 'a signature that is not base64', 'hmacUnreadableSignature', 'H2'],
      ['empty-signature', 'an empty signature', 'hmacEmptySignature', 'H2'],
      ['unreadable-time', 'a time that is not a number', 'hmacUnreadableTime', 'H4'],
      ['cut-signature', 'half of a signature', 'hmacCutSignature', 'H2'],
      ['signature-case', 'a signature with its letter case swapped', 'hmacSwappedCase', 'H2'],
      ['unknown-key', 'an unknown public key', 'hmacUnknownKey', 'E1b'],
      ['other-nonce', 'a nonce that was changed after signing', 'hmacOtherNonce', 'H2'],
      ['other-time', 'a time that was changed after signing', 'hmacOtherTime', 'H2'],
      ['past-five-minutes-old', 'a request signed five minutes and twenty seconds ago', 'hmacPastFiveMinutesOld', 'H4'],
      ['six-minutes-old', 'a request signed six minutes ago', 'hmacSixMinutesOld', 'H4'],
    ] as const satisfies readonly (readonly [string, string, VariableName | null, EvidenceId])[]
  ).map(([id, title, variable, evidence]) => ({
    id: `hmac.${id}`,
    title: `refuses ${title}`,
    evidence: [evidence] as const,
    tags: ['hmac', 'auth'],
    change: authorization(variable && `Hmac {{${variable}}}`),
    expect: unauthorized(evidence),
    control: documented,
  })),
  {
    id: 'hmac.other-scheme',
    title: 'refuses a signed request under another scheme',
    evidence: ['H2', 'E1b'],
    tags: ['hmac', 'auth'],
    change: authorization('Basic {{hmac}}'),
    expect: unauthorized(),
    control: documented,
  },
  {
    id: 'hmac.malformed',
    title: 'refuses a malformed credential',
    evidence: ['E1b'],
    tags: ['hmac', 'auth'],
    change: authorization('Hmac not-a-credential'),
    expect: unauthorized(),
    control: documented,
  },
  {
    id: 'hmac.replayed',
    title: 'refuses a replayed request',
    evidence: ['H3'],
    tags: ['hmac', 'auth'],
    change: authorization('{{capturedAuthorization}}'),
    expect: unauthorized('H3'),
    control: documented,
    uses: documented,
  },
  {
    id: 'hmac.replayed-old',
    title: 'refuses a replayed request that was signed four minutes ago',
    evidence: ['H3', 'H4'],
    tags: ['hmac', 'auth'],
    change: authorization('{{capturedAuthorization}}'),
    expect: unauthorized('H3'),
    control: 'hmac.four-minutes-old',
    uses: 'hmac.four-minutes-old',
  },
  {
    id: 'hmac.replayed-elsewhere',
    title: 'refuses a request replayed at the other path, if it is offered',
    evidence: ['H3', 'H5'],
    tags: ['hmac', 'auth'],
    change: { path: '{{hmacOtherPath}}', ...authorization('{{capturedAuthorization}}') },
    expect: unauthorized('H3', [401, 404]),
    control: documented,
    uses: documented,
  },
  {
    id: 'hmac.replayed-nonce',
    title: 'refuses a used nonce in a new request',
    evidence: ['H3'],
    tags: ['hmac', 'auth'],
    change: authorization('Hmac {{hmacUsedNonce}}'),
    expect: unauthorized('H3'),
    control: documented,
    uses: documented,
  },
  {
    id: 'hmac.six-minutes-ahead',
    title: 'observes a request signed six minutes in the future',
    evidence: ['H4a'],
    tags: ['hmac'],
    change: authorization('Hmac {{hmacSixMinutesAhead}}'),
    expect: open('H4a'),
    control: documented,
  },
]);

/** The payout call accepts the token that the exchange issues. */
export const exchangedTokenCases = defineCases(
  { ...payoutToken, valid: applyChange(payoutToken.valid, authorization('Bearer {{capturedToken}}')) },
  'Management token',
  [
    {
      id: 'hmac.token-accepted',
      title: 'issues a management token that the payout call accepts',
      evidence: ['C2', 'H5'],
      tags: ['hmac'],
      expect: accepted('C2'),
      control: documented,
      uses: documented,
    },
  ],
);
