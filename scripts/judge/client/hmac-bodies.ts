import { encodeUtf8 } from '../../contract/model/utf8';
import { parseJson } from '../../lib/json';
import { toBase64, toBase64url, toHex } from './codings';
import type { Digests } from './types';

/** A body, as bytes and read as UTF-8. */
export interface HashedBody {
  readonly body: Uint8Array;
  readonly bodyText: string;
}

interface BodyHash {
  readonly says: string;
  readonly value: string;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, child]) => [name, sorted(child)]),
  );
}

/** The same JSON as other writers write it. */
function writtenAgain(text: string): string[] {
  const json = parseJson(text);
  if (!json.ok) return [];
  const { value } = json;
  const compact = JSON.stringify(value);
  return [
    compact,
    JSON.stringify(value, null, 2),
    JSON.stringify(value, null, 4),
    JSON.stringify(value, null, '\t'),
    JSON.stringify(sorted(value)),
    spaced(value),
    `${compact}\n`,
  ];
}

/** With a space after each comma and colon, as Python writes it. */
function spaced(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([name, child]) => `${JSON.stringify(name)}: ${spaced(child)}`)
    .join(', ')}}`;
}

/** The body hashes that clients sign, the right one first. */
export function bodyHashes({ body, bodyText }: HashedBody, { hash }: Digests): BodyHash[] {
  const sha = (bytes: Uint8Array) => toBase64(hash('sha256', bytes));
  const ofText = (text: string) => sha(encodeUtf8(text));
  if (body.length === 0) {
    const says = 'a body hash is signed, but there is no body';
    const texts = ['', '{}', 'null', '""', 'undefined', '[]'];
    return [
      { says: '', value: '' },
      ...texts.map((text) => ({ says, value: ofText(text) })),
      { says, value: toHex(hash('sha256', new Uint8Array())) },
    ];
  }
  return [
    { says: '', value: sha(body) },
    { says: 'the body hash is missing', value: '' },
    { says: 'the body hash is written in hex instead of base64', value: toHex(hash('sha256', body)) },
    { says: 'the body hash is written in hex instead of base64', value: toHex(hash('sha256', body)).toUpperCase() },
    { says: 'the body hash is written in base64url instead of base64', value: toBase64url(hash('sha256', body)) },
    { says: 'the body hash is the base64 of its hex text', value: toBase64(encodeUtf8(toHex(hash('sha256', body)))) },
    { says: 'the body itself is signed instead of its hash', value: bodyText },
    { says: 'the base64 of the body is signed instead of its hash', value: toBase64(body) },
    { says: 'the body is hashed with MD5 instead of SHA-256', value: toBase64(hash('md5', body)) },
    { says: 'the body is hashed with MD5 instead of SHA-256', value: toHex(hash('md5', body)) },
    { says: 'the body is hashed with SHA-1 instead of SHA-256', value: toBase64(hash('sha1', body)) },
    { says: 'the body is hashed with SHA-512 instead of SHA-256', value: toBase64(hash('sha512', body)) },
    { says: 'the hash of an empty body is signed', value: ofText('') },
    ...writtenAgain(bodyText)
      .filter((text) => text !== bodyText)
      .map((text) => ({
        says: 'the hashed body differs from the one that is sent: it was serialised again',
        value: ofText(text),
      })),
  ];
}
