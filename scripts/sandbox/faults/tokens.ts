import { createHash, createHmac } from 'node:crypto';
import type { Context } from '../behaviour';
import { type ReferenceName, referenceNames } from '../references';
import { managementClaims, sign } from '../tokens';
import type { Change, Fault } from '../types';
import { group, kebab, nextReference, otherReferences, referencesInToken } from './define';

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Writes the segments of a token as given, JSON or not, and signs them. */
const segments =
  (header: (good: object) => unknown, payload: (good: object) => unknown): Change =>
  () => ({
    sign: async (claims, key, { world }) => {
      const signed = `${encode(header(key.header))}.${encode(payload(claims))}`;
      return `${signed}.${createHmac('sha256', world.secret).update(signed).digest('base64url')}`;
    },
  });

const same = (value: object): object => value;
const header = (edit: (good: object) => unknown): Change => segments(edit, same);
const payload = (edit: (good: object) => unknown): Change => segments(same, edit);

/** Adds or replaces claims. */
const claims =
  (extra: (context: Context) => Readonly<Record<string, unknown>>): Change =>
  (baseline) => ({
    claims: (references, expiresMs, context) => ({
      ...baseline.claims(references, expiresMs, context),
      ...extra(context),
    }),
  });

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Faults about one reference in the token; the other two are those that were sent. */
function faultsInToken(name: ReferenceName): readonly Fault[] {
  const next = nextReference(name);
  return group('violation', ['C8'], {
    [`${kebab(name)}-not-in-token`]: [
      `Omits ${name} from the token`,
      otherReferences((all) => ({ ...all, [name]: undefined })),
    ],
    [`${kebab(name)}-swapped-in-token`]: [
      `Swaps ${name} and ${next} in the token`,
      otherReferences((all) => ({ ...all, [name]: all[next], [next]: all[name] })),
    ],
    [`${kebab(name)}-copied-in-token`]: [
      `Puts ${name} where ${next} belongs`,
      otherReferences((all) => ({ ...all, [next]: all[name] })),
    ],
  });
}

/** Faults inside the token: its structure, its times, its references. */
export const tokenFaults: readonly Fault[] = [
  ...group('violation', ['T6'], {
    'alg-none': [
      'Issues tokens without a signature, alg none',
      () => ({ sign: async (good) => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(good)}.` }),
    ],
    'alg-none-signed': ['Issues tokens with alg none and a signature', header((good) => ({ ...good, alg: 'none' }))],
    'alg-missing': ['Issues tokens without alg', header(() => ({ typ: 'JWT' }))],
    'header-text': ['Issues tokens whose header is not JSON', header(() => 'HS256')],
    'header-array': ['Issues tokens whose header is a JSON array', header((good) => [good])],
    'payload-text': ['Issues tokens whose payload is not JSON', payload((good) => Object.values(good).join(';'))],
    'payload-string': [
      'Issues tokens whose payload is a JSON string',
      payload((good) => JSON.stringify(JSON.stringify(good))),
    ],
    'payload-array': ['Issues tokens whose payload is a JSON array', payload((good) => [good])],
    'payload-encrypted': [
      'Issues tokens whose payload cannot be read',
      payload((good) => createHash('sha512').update(JSON.stringify(good)).digest('base64')),
    ],
  }),
  ...group('violation', ['T7'], {
    'iat-an-hour-ahead': [
      'Computes iat in a time zone one hour ahead',
      claims(({ now }) => ({ iat: seconds(now) + 3600 })),
    ],
    'iat-milliseconds': ['Sets iat in milliseconds', claims(({ now }) => ({ iat: now }))],
    'nbf-an-hour-ahead': [
      'Computes nbf in a time zone one hour ahead',
      claims(({ now }) => ({ nbf: seconds(now) + 3600 })),
    ],
    'nbf-five-minutes-ahead': [
      'Issues tokens that only become valid in five minutes',
      claims(({ now }) => ({ nbf: seconds(now) + 300 })),
    ],
    'nbf-at-the-end': [
      'Sets nbf to the expiry of the token',
      claims(({ now, behaviour }) => ({ nbf: seconds(now) + behaviour.lifetimeSeconds })),
    ],
  }),
  ...referenceNames.flatMap(faultsInToken),
  ...group('violation', ['C8'], {
    'references-not-in-token': ['Omits all references from the token', () => ({ referenceClaims: () => ({}) })],
    'references-null-in-token': ['Puts null into the token for each reference', referencesInToken(() => null)],
    'references-lower-cased': [
      'Lower-cases the references in the token',
      referencesInToken((value) => value.toLowerCase()),
    ],
    'references-upper-cased': [
      'Upper-cases the references in the token',
      referencesInToken((value) => value.toUpperCase()),
    ],
    'references-cut-to-49': [
      'Truncates the references in the token to 49 characters',
      referencesInToken((value) => value.slice(0, 49)),
    ],
    'references-cut-to-20': [
      'Truncates the references in the token to 20 characters',
      referencesInToken((value) => value.slice(0, 20)),
    ],
    'references-padded': [
      'Pads the references in the token to 50 characters',
      referencesInToken((value) => value.padEnd(50)),
    ],
    'references-hashed': [
      'Puts only a hash of each reference into the token',
      referencesInToken((value) => createHash('sha256').update(value).digest('hex')),
    ],
    'references-in-base64': [
      'Puts the references into the token in base64',
      referencesInToken((value) => Buffer.from(value).toString('base64')),
    ],
    'references-without-punctuation': [
      'Strips punctuation from the references in the token',
      referencesInToken((value) => value.replace(/[._-]/g, '')),
    ],
    'references-dots-replaced': [
      'Replaces dots by underscores in the references in the token',
      referencesInToken((value) => value.replaceAll('.', '_')),
    ],
    'references-signs-collapsed': [
      'Collapses consecutive punctuation in the references in the token',
      referencesInToken((value) => value.replace(/([._-])\1+/g, '$1')),
    ],
    'references-cut-at-dot': [
      'Keeps only the part of each reference before the first dot',
      referencesInToken((value) => value.split('.')[0]),
    ],
    'references-quoted': [
      'Adds quotation marks to the references in the token',
      referencesInToken((value) => JSON.stringify(value)),
    ],
    'references-masked': [
      'Masks all but two characters of the references in the token',
      referencesInToken((value) => value.slice(-2).padStart(Math.max(4, value.length), '*')),
    ],
    'references-prefixed': [
      'Puts the name before each reference in the token',
      referencesInToken((value, name) => `${name}:${value}`),
    ],
    'references-as-numbers': [
      'Turns references of digits into numbers in the token',
      referencesInToken((value) => (/^\d+$/.test(value) ? Number(value) : value)),
    ],
    'references-joined': [
      'Joins the references into one claim',
      () => ({ referenceClaims: (references) => ({ references: Object.values(references).join('/') }) }),
    ],
    'references-fixed': [
      'Puts the references of the documentation into every token',
      otherReferences(() => ({ customerRef: 'my-customer-ref', orderRef: '1', instructionRef: '1' })),
    ],
    'management-token-returned': [
      'Issues a management token instead of a payout token',
      () => ({ claims: (_references, expiresMs, { world, now }) => managementClaims(world, now, expiresMs) }),
    ],
    'own-token-returned': [
      "Returns the caller's own token",
      (baseline) => ({
        issue: async (references, context) => ({
          ...(await baseline.issue(references, context)),
          accessToken: baseline.findToken(context.request),
        }),
      }),
    ],
    'signed-with-another-key': [
      'Signs payout tokens with a key that the options call does not know',
      () => ({ sign: (good, key) => sign(good, { ...key, signWith: new Uint8Array(32).fill(7) }) }),
    ],
    'issued-for-another-audience': [
      'Issues tokens that the options call regards as another kind',
      claims(() => ({ aud: 'payment-api' })),
    ],
  }),
];
