import { deriveVariables } from '../../derive';
import type { EvidenceIds } from '../../evidence';
import { needsOf, type VariableName } from '../../variables';
import { knownVariables } from '../known';
import { rows } from '../rows';
import type { KnownToken } from '../types';
import { type Draft, drawText, type Factor, type FactorLevel, type Sources, unchanged } from './draft';
import { forgeries, segmentsOf } from './forgeries';

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
  id,
  family: kind,
  title,
  evidence,
  alone,
  change: (draft, sources) => withToken(draft, token(sources), kind),
});

const noCredential: FactorLevel = {
  id: 'none',
  family: 'none',
  title: 'without a credential',
  evidence: keyRefused,
  alone: 'refused',
  hides: ['transport'],
  change: (draft) => ({ ...draft, credential: undefined }),
};

const invented: FactorLevel = {
  id: 'invented',
  family: 'invented',
  title: 'with an invented token',
  evidence: keyRefused,
  alone: 'refused',
  change: (draft, _sources, random) =>
    withToken(draft, drawText(random, 'abcdefghijklmnopqrstuvwxyz0123456789-_', 24), 'invented'),
};

/** A word that a careless client sends in place of a token. */
const word = (text: string): FactorLevel => ({
  id: `${text}-word`,
  family: 'invented',
  title: `with the word ${text} as token`,
  evidence: keyRefused,
  alone: 'refused',
  change: (draft) => withToken(draft, text, 'invented'),
});

/** The levels of forging the valid token of a call. */
function forgedLevels(valid: Pick): FactorLevel[] {
  return forgeries.map(({ id, how, forge, malformed }) => ({
    id: `forged-${id}`,
    family: malformed ? 'malformed' : 'forged',
    title: `with a forged token (${how})`,
    evidence: keyRefused,
    alone: 'refused',
    change: (draft, sources) => {
      const token = valid(sources);
      const segments = segmentsOf(token ?? '');
      const { host, credentials } = sources;
      const text = segments && forge(segments, { host, publicKey: credentials.publicKey });
      // A token of the algorithm that a forgery names would stay as it is.
      return text === token ? undefined : withToken(draft, text, 'forged', how);
    },
  }));
}

/** A forgery that the fixed cases know too. */
const derived = (id: string, title: string, variable: VariableName & keyof typeof knownVariables): FactorLevel => ({
  id,
  family: 'forged',
  title,
  evidence: keyRefused,
  alone: 'refused',
  change: (draft, { credentials, host }) => {
    if (needsOf([variable]).includes('expiredToken') && credentials.expiredToken === undefined) return undefined;
    const text = deriveVariables([variable], credentials, undefined, host)[variable];
    return text === undefined ? undefined : { ...draft, credential: { text, known: knownVariables[variable] } };
  },
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
    word('null'),
    word('undefined'),
    derived('foreign-signature', 'with a forged token (with the signature of another)', 'tokenForeignSignature'),
    derived('changed-payload', 'with a forged token (with a changed payload)', 'tokenBadPayload'),
    derived('changed-header', 'with a forged token (with a changed header)', 'tokenBadHeader'),
    derived(
      'changed-signature-end',
      'with a forged token (with the end of its signature changed)',
      'tokenBadSignatureEnd',
    ),
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
