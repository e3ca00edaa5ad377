import { isGuid } from '../../../lib/guid';
import { permutations } from '../../../lib/permutations';
import { secretShape } from '../../../lib/secret-shape';
import { readSentHmac, type SentHmac } from '../authorization';
import type { ClientRule } from '../rule';
import type { ClientMismatch } from '../types';

const form = '{publicKey}:{nonce}:{epochSeconds}:{signature}';

const names = ['publicKey', 'nonce', 'epochSeconds', 'signature'] as const;
type Name = (typeof names)[number];

/** What each part looks like. A nonce may look like any of the others. */
const fits: Readonly<Record<Name, (part: string) => boolean>> = {
  publicKey: isGuid,
  nonce: () => true,
  // In milliseconds it is still the time, and some locales write the fraction after a comma.
  epochSeconds: (part) => /^1\d{9}(?:\d{3})?(?:[.,]\d+)?$/.test(part),
  signature: (part) => /^[A-Za-z0-9+/_-]{43}=?$|^[0-9a-f]{64}$/i.test(part),
};

/** Every order of the four parts, the documented one first. */
const orders = permutations(names);

/** The separators to look for. The full stop comes last: it may belong to the time. */
const separators: readonly (readonly [shown: string, pattern: RegExp])[] = [
  [':', /:/],
  ...[',', ';', '|', ' ', '.'].map((shown) => [shown, new RegExp(` *[${shown}] *`)] as const),
];

/** The form of a credential whose parts are complete, but in another order or set apart differently. */
function otherForm(credential: string, isKey: (part: string) => boolean): ClientMismatch | undefined {
  for (const [separator, pattern] of separators) {
    const parts = credential.split(pattern).filter((part) => part !== '');
    if (parts.length !== names.length) continue;
    const fitting = orders.filter((order) => order.every((name, index) => fits[name](parts[index]!)));
    // A nonce may be a GUID too: the key that is known is the key.
    const order = fitting.find((each) => isKey(parts[each.indexOf('publicKey')]!)) ?? fitting[0];
    if (order === undefined) continue;
    const actual = order.map((name) => `{${name}}`).join(separator);
    if (actual === form) return undefined;
    const message =
      separator === ':'
        ? 'The client writes the parts of the HMAC credential in another order.'
        : 'The client does not separate the parts of the HMAC credential with colons.';
    const kind = separator === ':' ? 'other-order' : 'other-separator';
    return { evidence: 'H2', kind, message, where: 'Authorization', expected: form, actual };
  }
  return undefined;
}

/** Whether only the public key is wrong, and it looks like a private key. A nonce may still look like a public one. */
const isSwapped = (hmac: SentHmac | undefined): boolean =>
  hmac !== undefined &&
  secretShape(hmac.publicKey) !== undefined &&
  fits.epochSeconds(hmac.timestamp) &&
  fits.signature(hmac.signature);

export const clientHmacCredential = {
  id: 'client-hmac-credential',
  title: 'The client sends the four parts of the HMAC credential, with the public key of its Tenant API key.',
  why: 'The server finds the private key by the public one, and computes the signature again from the other parts.',
  remedy: `Send \`Authorization: Hmac ${form}\`, with the public key that belongs to the private key.`,
  evidence: ['H1', 'H2'],
  check({ reading: { security, authorization }, knowledge }): ClientMismatch[] {
    if (security !== 'hmac' || authorization?.scheme !== 'hmac') return [];
    const { credential } = authorization;
    const hmac = readSentHmac(credential);
    const wrongForm = isSwapped(hmac)
      ? undefined
      : otherForm(credential, (part) => knowledge.privateKeyOf(part) !== undefined);
    if (wrongForm) return [wrongForm];
    const where = 'Authorization';
    if (hmac === undefined || hmac.timestamp === '' || hmac.signature === '') {
      const count = credential.split(':').length;
      const message = 'The client sends an HMAC credential that does not have four parts.';
      return [{ evidence: 'H2', kind: 'parts', message, where, expected: form, actual: `${count} parts` }];
    }
    const { publicKey } = hmac;
    if (secretShape(publicKey) !== undefined) {
      const message = 'The client sends its private key where the public key belongs: the two are swapped.';
      return [{ evidence: 'H1', kind: 'swapped', message, where, expected: 'the public key', actual: 'a private key' }];
    }
    if (knowledge.knowsAllKeys !== true || knowledge.privateKeyOf(publicKey) !== undefined) return [];
    const same = (id: string | undefined) => id?.toLowerCase() === publicKey.toLowerCase();
    const owner = same(knowledge.accountId) ? 'account' : same(knowledge.tenantId) ? 'tenant' : undefined;
    return [
      {
        evidence: 'H1',
        kind: owner ? `${owner}-id` : 'unknown-key',
        message: owner
          ? `The client sends the ${owner} id where the public key belongs.`
          : 'The client sends a public key that this environment does not know: it is of another environment, or an Account key.',
        where,
        expected: 'the public key of a Tenant API key',
        actual: publicKey.slice(0, 60),
      },
    ];
  },
} as const satisfies ClientRule;
