import { base64urlDecode } from '../lib/base64url';
import { characterAt } from '../lib/characters';
import { isGuid } from '../lib/guid';
import { jsonObject, parseJson } from '../lib/json';
import { decodeJws, looksLikeJws } from '../lib/jws';
import type { DiagnosisCode } from './diagnoses';

/** What is wrong with a value. The value itself is never quoted. */
export interface ValueProblem {
  readonly code: DiagnosisCode;
  readonly seen: string;
}

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const isBase64 = (text: string): boolean => base64.test(text) && text.length % 4 === 0;

/** Whether a text has the form of a private key. */
export const looksPrivate = (text: string): boolean => isBase64(text) && text.length >= 40;

const placeholder =
  /^(?:null|undefined|none|nil|true|false|todo|tbd|change[ _-]?me|replace[ _-]?me|secret|password|dummy|example|placeholder|x{3,}|([a-z])\1{9,}=*|\*+|\.{3}|…|<.*>|\[[^"]*\]|\{\{.*\}\}|\$\{.*\}|\$\(.*\)|%\w+%|your[ _-].*|my[ _-].*key)$/i;

/** Whether a value stands for one that has not been filled in. */
export const isPlaceholder = (value: string): boolean => placeholder.test(value.trim().replace(/^["']|["']$/g, ''));

const path =
  /^(?:~|\.{1,2})\/|^[A-Za-z]:\\|^\/(?:run|etc|home|var|tmp|root|mnt|opt|srv|Users|app|secrets)\/|^[\w./-]+\.(?:key|pem|txt|b64)$/;

/** Whether a value is the path of a file. */
const looksLikePath = (value: string): boolean => path.test(value.trim());

/** Hexadecimal of 20 bytes or more, also with 0x before it or with colons. */
const isHex = (text: string): boolean => {
  const digits = text.replace(/^0x|:/gi, '');
  return digits.length >= 40 && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(digits);
};

/** How many `=` the length of a base64 text needs; `undefined` if it is cut. */
function neededPadding(text: string): number | undefined {
  const rest = text.replace(/=+$/, '').length % 4;
  return rest === 1 ? undefined : (4 - rest) % 4;
}

const decodesToBase64 = (text: string): boolean => looksPrivate(Buffer.from(text, 'base64').toString('latin1').trim());

type KeyProblem = readonly [
  applies: (key: string) => boolean,
  code: DiagnosisCode,
  seen: string | ((key: string) => string),
];

/** What can be wrong with a private key; the first that applies counts. */
const privateKeyRows: readonly KeyProblem[] = [
  // As a character, or as its bytes read as Latin-1.
  [
    (key) => /^(?:\uFEFF|ï»¿)/.test(key),
    'private-key-byte-order-mark',
    'its first character is U+FEFF (a byte order mark)',
  ],
  [isPlaceholder, 'setting-placeholder', 'IMBURSE_PRIVATE_KEY is a placeholder'],
  [
    (key) => key.includes('-----BEGIN'),
    'private-key-not-base64',
    'it is PEM, but the private key of a Tenant API key is one line of base64',
  ],
  [looksLikePath, 'private-key-is-path', 'IMBURSE_PRIVATE_KEY is not a key'],
  [
    (key) => /\bIMBURSE_\w+\s*[=:]/.test(key),
    'private-key-not-base64',
    'it contains the name of a setting; only the key itself may be there',
  ],
  [
    (key) => /^\s*[{[]/.test(key) && parseJson(key).ok,
    'private-key-not-base64',
    'it is JSON; give only the value of its private key',
  ],
  // The bytes of a key, which `base64 -d` writes: no character of them is named.
  [
    (key) => key.includes('\uFFFD'),
    'private-key-not-base64',
    'it is not text; if it is the bytes of the key, encode them with base64',
  ],
  [
    (key) => /^\s*["'`\u2018-\u201f\u00ab\u00bb]|["'`\u2018-\u201f\u00ab\u00bb]\s*$/.test(key),
    'private-key-quoted',
    (key) => `${characterAt(key, /["'`\u2018-\u201f\u00ab\u00bb]/)}, a quotation mark`,
  ],
  [
    (key) => /\\[rn]/.test(key),
    'private-key-line-break',
    (key) => `${characterAt(key, /\\[rn]/)}: a line break written as text`,
  ],
  [(key) => /[\r\n]/.test(key.trim()), 'private-key-line-break', 'it contains a line break'],
  [(key) => /[\r\n]/.test(key), 'private-key-line-break', 'it starts or ends with a line break'],
  [(key) => /[\t ]/.test(key), 'private-key-white-space', (key) => `${characterAt(key, /[\t ]/)}, a space or a tab`],
  [(key) => isGuid(key), 'private-key-not-base64', 'it is a GUID, like a public key'],
  [(key) => looksLikeJws(key) && key.startsWith('eyJ'), 'private-key-not-base64', 'it is a token (JWT)'],
  [isHex, 'private-key-not-base64', 'it is hexadecimal, but a private key is base64'],
  [
    (key) => /%[0-9a-f]{2}/i.test(key),
    'private-key-not-base64',
    (key) => `${characterAt(key, /%[0-9a-f]{2}/i)}: it is percent-encoded`,
  ],
  [
    (key) => /^[\w-]+={0,2}$/.test(key) && /[-_]/.test(key),
    'private-key-not-base64',
    (key) => `${characterAt(key, /[-_]/)}: it is base64url, but a private key is plain base64`,
  ],
  [
    (key) => /[^A-Za-z0-9+/=]/.test(key),
    'private-key-not-base64',
    (key) => `${characterAt(key, /[^A-Za-z0-9+/=]/)}, which is not in base64`,
  ],
  [
    (key) => /=[^=]/.test(key) || key.startsWith('='),
    'private-key-not-base64',
    (key) => `${characterAt(key, /=/)}, which can only end base64`,
  ],
  [
    (key) => neededPadding(key) === undefined,
    'private-key-cut-short',
    (key) => `it has ${key.replace(/=+$/, '').length} characters before its padding, which base64 cannot have`,
  ],
  [
    (key) => !isBase64(key) || key.length - key.replace(/=+$/, '').length !== neededPadding(key),
    'private-key-cut-short',
    (key) =>
      `it ends with ${key.length - key.replace(/=+$/, '').length} "=", but its length needs ${neededPadding(key)}`,
  ],
  [decodesToBase64, 'private-key-encoded-twice', 'it decodes to base64 again'],
];

/** The first thing that is wrong with a private key. */
export function privateKeyProblem(key: string): ValueProblem | undefined {
  const row = privateKeyRows.find(([applies]) => applies(key));
  if (!row) return undefined;
  const [, code, seen] = row;
  return { code, seen: typeof seen === 'string' ? seen : seen(key) };
}

/** The first thing that is wrong with a public key, which is a GUID. */
export function publicKeyProblem(key: string): ValueProblem | undefined {
  if (/^[0-]+$/.test(key) && isGuid(key))
    return { code: 'setting-placeholder', seen: 'IMBURSE_PUBLIC_KEY is a GUID of zeros' };
  if (isGuid(key)) return undefined;
  const not = (what: string, code: DiagnosisCode = 'public-key-malformed') => ({
    code,
    seen: `IMBURSE_PUBLIC_KEY is not a public key: ${what}`,
  });
  if (isPlaceholder(key)) return not('it is a placeholder', 'setting-placeholder');
  if (looksPrivate(key.trim())) return not('it is base64, like a private key');
  if (looksLikeJws(key.trim()) && key.trim().startsWith('eyJ')) return not('it is a token (JWT)');
  if (looksLikePath(key)) return not('it is the path of a file; set IMBURSE_PUBLIC_KEY_FILE to it instead');
  const strange = /[^0-9A-Fa-f-]/;
  if (isGuid(key.trim().replace(/^[{("']|[})"']$/g, '')) || (strange.test(key) && key.length >= 30 && key.length <= 45))
    return not(characterAt(key, strange));
  if (/^[0-9a-f]{32}$/i.test(key)) return not('it is a GUID without its hyphens');
  return not(`it has ${[...key].length} characters and is not a GUID`);
}

/** Whether segments are those of a compact JWE, whose header names an encryption (RFC 7516 §4.1.2). */
function isEncrypted([header = '', ...more]: readonly string[]): boolean {
  return more.length === 4 && jsonObject(base64urlDecode(header) ?? '')?.enc !== undefined;
}

/** The length of a signature in bytes (RFC 7518 §3.2 and §3.4). */
const signatureBytesOf: Readonly<Record<string, number>> = {
  ...{ HS256: 32, HS384: 48, HS512: 64, ES256: 64, ES384: 96, ES512: 132 },
};

/** The first thing that is wrong with a management token, which is a JWS; for the end of a sentence. */
export function tokenProblem(token: string): string | undefined {
  const bare = token.trim();
  if (/^bearer\s/i.test(bare)) return 'starts with "Bearer"; give only the token';
  if (/^hmac\s/i.test(bare)) return 'is what is sent to fetch a token (Hmac …), not the token';
  if (/(?:\.{3}|\u2026)$/.test(bare)) return 'was cut: it ends with an ellipsis';
  if (/^authorization\s*:/i.test(bare)) return 'is a whole header; give only the token';
  if (/^[{[]/.test(bare) && !isPlaceholder(bare)) return 'is the JSON of a response; give only its accessToken';
  if (/^["'`\u2018-\u201f]|["'`\u2018-\u201f]$/.test(bare)) return 'is in quotes; remove them';
  if (/\\[rn]/.test(token)) return `contains a line break written as text: ${characterAt(token, /\\[rn]/)}`;
  if (/\s/.test(token)) return 'contains a space or a line break';
  if (looksPrivate(token)) return 'is not a token: it is base64, like a private key';
  if (isGuid(token)) return 'is not a token: it is a GUID';
  if (/[^\w.-]/.test(token)) return `is not a token: ${characterAt(token, /[^\w.-]/)}`;
  const segments = token.split('.');
  if (isEncrypted(segments)) return 'is an encrypted token (JWE), but a management token is signed (JWS)';
  if (segments.length > 3)
    return `is not a token: it has ${segments.length} segments instead of 3, perhaps it was pasted twice`;
  if (segments.length < 3) return `is not a token: it has ${segments.length} of 3 segments, perhaps it was cut`;
  if (segments[2] === '') return 'is not a signed token: its signature is missing, perhaps it was cut';
  const reading = decodeJws(token);
  if (!reading.ok) return `is not a token: ${reading.message}, perhaps it was cut or changed`;
  const { header, signatureBytes } = reading.jws;
  const alg = String(header.alg);
  if (/^none$/i.test(alg)) return 'is not a signed token: its algorithm is "none"';
  const needed = signatureBytesOf[alg] ?? 0;
  if (signatureBytes >= needed) return undefined;
  return `was cut: its signature has ${signatureBytes} bytes, and ${alg} needs ${needed}`;
}
