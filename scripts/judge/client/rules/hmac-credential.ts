import { isGuid } from '../../../lib/guid';
import { secretShape } from '../../../lib/secret-shape';
import { readSentHmac } from '../authorization';
import type { ClientRule } from '../rule';
import type { ClientMismatch } from '../types';

const form = '{publicKey}:{nonce}:{epochSeconds}:{signature}';

const kinds: readonly (readonly [name: string, fits: (part: string) => boolean])[] = [
  ['epochSeconds', (part) => /^1\d{9}(\.\d+|\d{3})?$/.test(part)],
  ['signature', (part) => /^[A-Za-z0-9+/_-]{43}=?$|^[0-9a-f]{64}$/i.test(part)],
  ['publicKey', isGuid],
];

/** The parts of a credential by what they look like; the one that looks like nothing else is the nonce. */
const namesOf = (parts: readonly string[]): string[] =>
  parts.map((part) => kinds.find(([, fits]) => fits(part))?.[0] ?? 'nonce');

/** The form of a credential whose parts are complete, but in another order or set apart differently. */
function otherForm(credential: string): ClientMismatch | undefined {
  const parts = credential.split(/[:,;|. ]+/).filter((part) => part !== '');
  const names = namesOf(parts);
  if (parts.length !== 4 || new Set(names).size !== 4) return undefined;
  const colons = credential.split(':').length === 4;
  const message = colons
    ? 'The client writes the parts of the HMAC credential in another order.'
    : 'The client does not separate the parts of the HMAC credential with colons.';
  const separator = colons ? ':' : (/[,;|. ]/.exec(credential)?.[0] ?? ' ');
  const actual = names.map((name) => `{${name}}`).join(separator);
  return actual === form ? undefined : { evidence: 'H2', message, where: 'Authorization', expected: form, actual };
}

export const clientHmacCredential = {
  id: 'client-hmac-credential',
  title: 'The client sends the four parts of the HMAC credential, with the public key of its Tenant API key.',
  why: 'The server finds the private key by the public one, and computes the signature again from the other parts.',
  remedy: `Send \`Authorization: Hmac ${form}\`, with the public key that belongs to the private key.`,
  evidence: ['H1', 'H2'],
  check({ reading: { call, authorization }, knowledge }): ClientMismatch[] {
    if (call !== 'management-token' || authorization?.scheme !== 'hmac') return [];
    const { credential } = authorization;
    const wrongForm = otherForm(credential);
    if (wrongForm) return [wrongForm];
    const hmac = readSentHmac(credential);
    const where = 'Authorization';
    if (hmac === undefined || hmac.timestamp === '' || hmac.signature === '') {
      const count = credential.split(':').length;
      const message = 'The client sends an HMAC credential that does not have four parts.';
      return [{ evidence: 'H2', message, where, expected: form, actual: `${count} parts` }];
    }
    const { publicKey } = hmac;
    if (secretShape(publicKey) !== undefined) {
      const message = 'The client sends its private key where the public key belongs: the two are swapped.';
      return [{ evidence: 'H1', message, where, expected: 'the public key', actual: 'a private key' }];
    }
    if (knowledge.knowsAllKeys !== true || knowledge.privateKeyOf(publicKey) !== undefined) return [];
    const same = (id: string | undefined) => id?.toLowerCase() === publicKey.toLowerCase();
    const message = same(knowledge.accountId)
      ? 'The client sends the account id where the public key belongs.'
      : same(knowledge.tenantId)
        ? 'The client sends the tenant id where the public key belongs.'
        : 'The client sends a public key that this environment does not know: it is of another environment, or an Account key.';
    return [
      {
        evidence: 'H1',
        message,
        where,
        expected: 'the public key of a Tenant API key',
        actual: publicKey.slice(0, 60),
      },
    ];
  },
} as const satisfies ClientRule;
