import { rows } from '../rows';
import { drawText, type Factor, type FactorLevel, type HmacDraft, type Sources, unchanged } from './draft';
import { withParts } from './hmac';

const partsOnly = ['time', 'offset', 'nonce', 'key', 'signature'];

const replacing = (
  id: string,
  title: string,
  text: (random: () => number, sources: Sources) => string | undefined,
): FactorLevel => ({
  id,
  title,
  evidence: [rows.keyRefused],
  alone: 'refused',
  hides: partsOnly,
  change: (draft, sources, random) => {
    const credential = text(random, sources);
    return credential === undefined
      ? undefined
      : { ...draft, credential: { text: credential, known: { kind: 'token', token: 'invented' } } };
  },
});

/** The parts of a header that was used before. */
function usedParts({ usedAuthorization, host }: Sources) {
  const [, text = ''] = usedAuthorization?.split(' ') ?? [];
  const [, used, seconds] = text.split(':');
  if (used === undefined || seconds === undefined) return undefined;
  return { text, nonce: used, age: Math.round(Number(seconds) - host.now() / 1000) };
}

const replayed = (id: string, title: string, change: Partial<HmacDraft>): FactorLevel => ({
  id,
  family: 'used',
  title,
  evidence: ['H3'],
  alone: 'refused',
  hides: partsOnly,
  change: (draft, sources) => {
    const used = usedParts(sources);
    const known = { ...(change.known ?? {}), nonce: 'used' } as const;
    return used && withParts(draft, { ...change, nonce: used.nonce, known });
  },
});

/** The credential as a whole: signed, missing, malformed, or one that was used before (E1, H3). */
export const hmacCredentialFactor: Factor = {
  id: 'credential',
  title: 'the credential',
  levels: [
    unchanged('signed', 'with a signed credential', ['H2']),
    {
      id: 'none',
      family: 'none',
      title: 'without a credential',
      evidence: [rows.keyRefused],
      alone: 'refused',
      hides: [...partsOnly, 'transport'],
      change: (draft) => ({ ...draft, hmac: undefined }),
    },
    replacing('invented', 'with an invented credential', (random) => drawText(random, 'abcdefgh0123', 24)),
    replacing('colons', 'with a credential of colons alone', () => ':::'),
    replacing(
      'three-parts',
      'with a credential of three parts',
      (_random, { host, credentials }) => `${credentials.publicKey}:${host.uniqueId()}:c2ln`,
    ),
    replacing('five-parts', 'with a credential of five parts', () => 'a:b:c:d:e'),
    replacing('token', 'with the management token', (_random, { credentials }) => credentials.managementToken),
    replacing('long', 'with a credential of 6,000 characters', (random) => drawText(random, 'abc:', 6000)),
    replacing('non-ascii', 'with a credential outside ASCII', () => 'caf\u00e9:n\u00f6nce:1:\u00e9'),
    {
      id: 'replayed',
      family: 'used',
      title: 'with a credential that was used before',
      evidence: ['H3'],
      alone: 'refused',
      hides: partsOnly,
      change: (draft, sources) => {
        const used = usedParts(sources);
        if (!used || !draft.hmac) return undefined;
        const known = { ...draft.hmac.known, nonce: 'used' as const, time: used.age };
        return { ...draft, credential: { text: used.text, known } };
      },
    },
    replayed('used-nonce', 'with a nonce that was used before', {}),
    replayed('used-nonce-fraction', 'with a nonce that was used before and a fraction in the time', {
      writeTime: (seconds) => seconds.toFixed(3),
    }),
  ],
};
