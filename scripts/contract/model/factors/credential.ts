import { deriveVariables } from '../../derive';
import type { EvidenceIds } from '../../evidence';
import { needsOf, type VariableName } from '../../variables';
import { rows } from '../rows';
import type { KnownToken } from '../types';
import { type Draft, drawText, type Factor, type FactorLevel, level, type Sources, unchanged } from './draft';
import { forgeries, segmentsOf } from './forgeries';
import { signedParts } from './hmac';

const keyRefused: EvidenceIds = [rows.keyRefused];

const withToken = (draft: Draft, text: string | undefined, token: KnownToken, how?: string): Draft | undefined =>
  text === undefined
    ? undefined
    : { ...draft, credential: { text, known: { kind: 'token', token, ...(how !== undefined && { how }) } } };

type Pick = (sources: Sources) => string | undefined;

const given = (
  id: string,
  title: string,
  alone: FactorLevel['alone'],
  kind: KnownToken,
  token: Pick,
  evidence = keyRefused,
): FactorLevel => ({
  ...level(id, title, alone, evidence, (draft, sources) => withToken(draft, token(sources), kind)),
  family: kind,
});

const refused = (id: string, family: string, title: string, change: FactorLevel['change']): FactorLevel => ({
  ...level(id, title, 'refused', keyRefused, change),
  family,
});

const noCredential: FactorLevel = {
  ...refused('none', 'none', 'without a credential', (draft) => ({ ...draft, credential: undefined })),
  hides: ['transport'],
};

const invented = refused('invented', 'invented', 'with an invented token', (draft, _sources, random) =>
  withToken(draft, drawText(random, 'abcdefghijklmnopqrstuvwxyz0123456789-_', 24), 'invented'),
);

/** A word that a careless client sends in place of a token. */
const word = (text: string): FactorLevel =>
  refused(`${text}-word`, 'invented', `with the word ${text} as token`, (draft) => withToken(draft, text, 'invented'));

/** The credential of the HMAC exchange, signed for this request. No other call takes it (C2, C8). */
const signed = refused('signed', 'payout', 'with a signed HMAC credential', (draft, sources) => {
  const hmac = signedParts(sources);
  return hmac && { ...draft, credential: undefined, hmac, scheme: 'Hmac' };
});

/** The levels of forging the valid token of a call. */
function forgedLevels(valid: Pick): FactorLevel[] {
  return forgeries.map(({ id, how, forge, malformed }) => {
    const family = malformed ? 'malformed' : 'forged';
    return refused(`forged-${id}`, family, `with a forged token (${how})`, (draft, sources) => {
      const token = valid(sources);
      const segments = segmentsOf(token ?? '');
      const { host, credentials } = sources;
      const text = segments && forge(segments, { host, publicKey: credentials.publicKey });
      // A token of the algorithm that a forgery names would stay as it is.
      return text === token ? undefined : withToken(draft, text, 'forged', how);
    });
  });
}

/** A forgery that the fixed cases know too. */
const derived = (id: string, variable: VariableName, how: string): FactorLevel =>
  refused(id, 'forged', `with a forged token (${how})`, (draft, { credentials, host }) => {
    if (needsOf([variable]).includes('expiredToken') && credentials.expiredToken === undefined) return undefined;
    return withToken(draft, deriveVariables([variable], credentials, undefined, host)[variable], 'forged', how);
  });

/** The credential of the payout call (C2, E1). */
export const managementCredential: Factor = {
  id: 'credential',
  title: 'the credential',
  levels: [
    unchanged('valid', 'with the management token', ['C2']),
    noCredential,
    invented,
    given(
      'expired',
      'with an expired token',
      'refused',
      'management-expired',
      ({ credentials }) => credentials.expiredToken,
    ),
    given('payout', 'with a payout token', 'refused', 'payout', ({ payoutToken }) => payoutToken),
    given(
      'no-role',
      'with the token of a key without the role',
      'refused',
      'management-without-role',
      ({ credentials }) => credentials.noRoleToken,
      ['H7'],
    ),
    signed,
    word('null'),
    word('undefined'),
    {
      ...derived('foreign-signature', 'tokenForeignSignature', 'with the signature of another token'),
      title: 'with a forged token (with the signature of another)',
    },
    derived('changed-payload', 'tokenBadPayload', 'with a changed payload'),
    derived('changed-header', 'tokenBadHeader', 'with a changed header'),
    derived('changed-signature-end', 'tokenBadSignatureEnd', 'with the end of its signature changed'),
    ...forgedLevels(({ credentials }) => credentials.managementToken),
  ],
};

/** The credential of the payout options (C8). */
export const payoutCredential: Factor = {
  id: 'credential',
  title: 'the credential',
  levels: [
    unchanged('valid', 'with a payout token', ['C8']),
    noCredential,
    invented,
    given(
      'expired',
      'with an expired payout token',
      'refused',
      'payout-expired',
      ({ credentials }) => credentials.expiredPayoutToken,
    ),
    signed,
    word('null'),
    given(
      'management-expired',
      'with an expired management token',
      'refused',
      'management-expired',
      ({ credentials }) => credentials.expiredToken,
    ),
    given(
      'management',
      'with a management token',
      'open',
      'management',
      ({ credentials }) => credentials.managementToken,
      [rows.unknownChangesNothing],
    ),
    ...forgedLevels(({ payoutToken }) => payoutToken),
  ],
};
