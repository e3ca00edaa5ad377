import { base64OfUrl, base64urlDecode, base64urlEncode, base64urlOf } from '../../../lib/base64url';
import { type JsonObject, jsonObject } from '../../../lib/json';
import type { Host } from '../../derive';
import { swapCase } from './letters';

/** A compact JWS in its segments. */
interface Segments {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

/** What an attacker may use to forge a token: the token, and things that are not secret. */
interface Means {
  readonly host: Host;
  readonly publicKey: string | undefined;
}

/** One way to forge a token. */
export interface Forgery {
  readonly id: string;
  /** In words, after "the token": "unsigned, with alg none". */
  readonly how: string;
  readonly forge: (segments: Segments, means: Means) => string;
  /** It is not three readable segments, so that no signature is looked at. */
  readonly malformed?: true;
}

const fieldsOf = (segment: string): JsonObject => jsonObject(base64urlDecode(segment) ?? '') ?? {};

const encode = (value: JsonObject): string => base64urlEncode(JSON.stringify(value));
const without = (fields: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

/** The padded base64 of a text's UTF-8 bytes. */
export const base64Of = (text: string): string => base64OfUrl(base64urlEncode(text));

/** The base64 of a key that an attacker chose. */
const ownKey = base64Of('a key that nobody else has, 32 b.');

const signedWith = (host: Host, key: string, header: JsonObject, payload: string): string => {
  const text = `${encode(header)}.${payload}`;
  return `${text}.${base64urlOf(host.hmacSha256(key, text))}`;
};

const withHeader = (id: string, how: string, change: (header: JsonObject) => JsonObject): Forgery => ({
  id,
  how,
  forge: ({ header, payload, signature }) => [encode(change(fieldsOf(header))), payload, signature].join('.'),
});

const unsigned = (id: string, alg: string): Forgery => ({
  id,
  how: `unsigned, with alg ${alg}`,
  forge: ({ payload }) => `${encode({ alg, typ: 'JWT' })}.${payload}.`,
});

const resigned = (id: string, how: string, key: (means: Means) => string, header: JsonObject = {}): Forgery => ({
  id,
  how,
  forge: ({ payload }, means) => signedWith(means.host, key(means), { alg: 'HS256', typ: 'JWT', ...header }, payload),
});

const withPayload = (id: string, how: string, change: (claims: JsonObject) => JsonObject): Forgery => ({
  id,
  how,
  forge: ({ header, payload, signature }) => [header, encode(change(fieldsOf(payload))), signature].join('.'),
});

const withSignature = (id: string, how: string, change: (signature: string) => string): Forgery => ({
  id,
  how,
  forge: ({ header, payload, signature }) => [header, payload, change(signature)].join('.'),
});

const malformed = (id: string, how: string, forge: Forgery['forge']): Forgery => ({ id, malformed: true, how, forge });

const padding = 'x'.repeat(6000);

/** Every way to forge a token that exploring tries. None has a valid signature. */
export const forgeries: readonly Forgery[] = [
  unsigned('alg-none', 'none'),
  unsigned('alg-none-capital', 'None'),
  unsigned('alg-none-upper', 'NONE'),
  unsigned('alg-none-mixed', 'nOnE'),
  withSignature('no-signature', 'with an empty signature', () => ''),
  malformed('two-segments', 'without its signature', ({ header, payload }) => `${header}.${payload}`),
  // At least half of a MAC, as RFC 2104 allows protocols to cut it.
  withSignature('short-signature', 'with half its signature', (signature) =>
    signature.slice(0, Math.ceil(signature.length / 2)),
  ),
  withSignature('signature-case', "with its signature's letters in the other case", swapCase),
  withSignature('changed-signature', 'with a changed signature', (signature) => [...signature].reverse().join('')),
  withSignature('extended-signature', 'with text after its signature', (signature) => `${signature}AAAA`),
  withHeader('alg-hs512', 'with another algorithm in its header (HS512)', (header) => ({ ...header, alg: 'HS512' })),
  withHeader('alg-ps512', 'with another algorithm in its header (PS512)', (header) => ({ ...header, alg: 'PS512' })),
  withHeader('alg-rs256', 'with another algorithm in its header (RS256)', (header) => ({ ...header, alg: 'RS256' })),
  withHeader('alg-unknown', 'with an unknown algorithm in its header', (header) => ({ ...header, alg: 'HS1' })),
  {
    id: 'alg-es256-zero',
    how: 'with alg ES256 and a signature of zeros',
    forge: ({ payload }) => `${encode({ alg: 'ES256', typ: 'JWT' })}.${payload}.${'A'.repeat(86)}`,
  },
  withHeader('no-typ', 'without a type in its header, which the signature does not cover', (header) =>
    without(header, 'typ'),
  ),
  withHeader('alg-other-case', 'with its algorithm in the other case', (header) => ({
    ...header,
    alg: swapCase(String(header.alg ?? 'HS256')),
  })),
  withHeader('typ-at-jwt', 'with another type in its header (at+jwt)', (header) => ({ ...header, typ: 'at+jwt' })),
  withHeader('crit', 'with a critical header that nobody knows', (header) => ({
    ...header,
    crit: ['x-own'],
    'x-own': 1,
  })),
  withHeader('alg-number', 'with a number as its algorithm', (header) => ({ ...header, alg: 256 })),
  withHeader('no-alg', 'without an algorithm in its header', (header) => without(header, 'alg')),
  resigned('jwk', 'signed with a key in its header (jwk)', () => ownKey, {
    jwk: { kty: 'oct', k: base64urlOf(ownKey) },
  }),
  resigned('jwk-kid', 'signed with a key in its header (jwk) that its kid names', () => ownKey, {
    kid: 'own-key',
    jwk: { kty: 'oct', kid: 'own-key', k: base64urlOf(ownKey) },
  }),
  resigned('kid-number', 'signed with another key, with a number as its kid', () => ownKey, { kid: 1 }),
  resigned('kid-file', 'signed with an empty key that its kid names', () => '', { kid: '../../../dev/null' }),
  resigned('kid-unknown', 'signed with another key, with an unknown kid', () => ownKey, { kid: 'unknown' }),
  resigned('kid-sql', 'signed with another key, with SQL in its kid', () => ownKey, {
    kid: "' UNION SELECT 'x' --",
  }),
  resigned('jku', 'signed with another key, at an address in its header (jku)', () => ownKey, {
    jku: 'https://keys.example/jwks.json',
  }),
  resigned('x5u', 'signed with another key, with a certificate elsewhere (x5u)', () => ownKey, {
    x5u: 'https://keys.example/certificate.pem',
  }),
  resigned('other-key', 'signed with another key', () => ownKey),
  resigned('empty-key', 'signed with an empty key', () => ''),
  resigned('public-key', 'signed with the public key', ({ publicKey }) => base64Of(publicKey ?? 'public')),
  withPayload('later-exp', 'with a later exp', (claims) => ({ ...claims, exp: Number(claims.exp ?? 0) + 86_400 })),
  withPayload('added-role', 'with another role', (claims) => ({ ...claims, role: ['imburse-admin'], admin: true })),
  withPayload('exp-text', 'with text as its exp', (claims) => ({ ...claims, exp: 'soon' })),
  withPayload('exp-huge', 'with an exp that no calendar has', (claims) => ({ ...claims, exp: 1e20 })),
  withPayload('exp-fraction', 'with a fraction in its exp', (claims) => ({
    ...claims,
    exp: Number(claims.exp ?? 0) + 0.5,
  })),
  withPayload('null-claims', 'whose claims are all null', (claims) =>
    Object.fromEntries(Object.keys(claims).map((name) => [name, null])),
  ),
  withPayload('no-claims', 'without claims', () => ({})),
  withPayload('no-exp', 'without an exp', (claims) => without(claims, 'exp')),
  {
    id: 'no-exp-unsigned',
    how: 'unsigned and without an exp',
    forge: ({ payload }) => `${encode({ alg: 'none' })}.${encode(without(fieldsOf(payload), 'exp'))}.`,
  },
  malformed(
    'four-segments',
    'with a fourth segment',
    ({ header, payload, signature }) => `${header}.${payload}.${signature}.${signature}`,
  ),
  malformed('five-segments', 'in five segments', ({ header, payload, signature }) =>
    [header, '', payload, signature, signature].join('.'),
  ),
  malformed('dots', 'as dots alone', () => '..'),
  malformed('many-dots', 'as many dots', () => '.'.repeat(64)),
  malformed(
    'lone-percent',
    'with a lone percent sign',
    ({ header, payload, signature }) => `${header}%zz.${payload}.${signature}`,
  ),
  malformed(
    'empty-objects',
    'with an empty header and payload',
    ({ signature }) => `${encode({})}.${encode({})}.${signature}`,
  ),
  malformed('not-json', 'with segments that are not JSON', () =>
    ['not json', '[1', 'x'].map(base64urlEncode).join('.'),
  ),
  malformed(
    'json-array',
    'with JSON arrays as segments',
    ({ signature }) => `${base64urlEncode('[]')}.${base64urlEncode('null')}.${signature}`,
  ),
  withPayload('long', 'of more than 8 KB', (claims) => ({ ...claims, padding })),
  malformed(
    'non-ascii',
    'with a letter outside ASCII',
    ({ header, payload, signature }) => `${header}.${payload}.${signature.slice(0, -1)}\u00e9`,
  ),
];

/** The segments of a token; `undefined` unless it has three. */
export function segmentsOf(token: string): Segments | undefined {
  const [header, payload, signature, ...more] = token.split('.');
  return header && payload && signature && more.length === 0 ? { header, payload, signature } : undefined;
}
