import { rows } from '../rows';
import { drawText, type Factor, type FactorLevel, type HmacDraft, level, type Sources, unchanged } from './draft';
import { withParts } from './hmac';

const partsOnly = ['time', 'offset', 'nonce', 'key', 'signature'];

const replacing = (
  id: string,
  title: string,
  text: (random: () => number, sources: Sources) => string | undefined,
): FactorLevel => ({
  ...level(id, title, 'refused', [rows.keyRefused], (draft, sources, random) => {
    const credential = text(random, sources);
    return credential === undefined
      ? undefined
      : { ...draft, credential: { text: credential, known: { kind: 'token', token: 'invented' } } };
  }),
  hides: partsOnly,
});

/** The parts of a header that was used before. */
function usedParts({ usedAuthorization, host }: Sources) {
  const [, text = ''] = usedAuthorization?.split(' ') ?? [];
  const [, used, seconds] = text.split(':');
  if (used === undefined || seconds === undefined) return undefined;
  return { text, nonce: used, age: Math.round(Number(seconds) - host.now() / 1000) };
}

const replayed = (id: string, title: string, change: FactorLevel['change']): FactorLevel => ({
  ...level(id, title, 'refused', ['H3'], change),
  family: 'used',
  hides: partsOnly,
});

const withUsedNonce = (id: string, title: string, change: Partial<Omit<HmacDraft, 'known'>>): FactorLevel =>
  replayed(id, title, (draft, sources) => {
    const used = usedParts(sources);
    return used && withParts(draft, { ...change, nonce: used.nonce, known: { nonce: 'used' } });
  });

/** The credential as a whole: signed, missing, malformed, or one that was used before (E1, H3). */
export const hmacCredentialFactor: Factor = {
  id: 'credential',
  title: 'the credential',
  levels: [
    unchanged('signed', 'with a signed credential', ['H2']),
    {
      ...level('none', 'without a credential', 'refused', [rows.keyRefused], (draft) => ({
        ...draft,
        hmac: undefined,
      })),
      family: 'none',
      hides: [...partsOnly, 'transport'],
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
    replayed('replayed', 'with a credential that was used before', (draft, sources) => {
      const used = usedParts(sources);
      if (!used || !draft.hmac) return undefined;
      const known = { ...draft.hmac.known, nonce: 'used' as const, time: used.age };
      return { ...draft, credential: { text: used.text, known } };
    }),
    withUsedNonce('used-nonce', 'with a nonce that was used before', {}),
    withUsedNonce('used-nonce-fraction', 'with a nonce that was used before and a fraction in the time', {
      writeTime: (seconds) => seconds.toFixed(3),
    }),
  ],
};
