import { base64urlBytes, base64urlDecode } from './base64url';
import { type DuplicateName, isJsonObject, type JsonObject, parseJson } from './json';

/** The parts of a compact JWS. The signature is not verified. */
export interface DecodedJws {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** Names that occur more than once in an object of the header or the payload. */
  readonly duplicates: readonly DuplicateName[];
  /** Length of the signature in bytes. */
  readonly signatureBytes: number;
}

export type JwsReading =
  | { readonly ok: true; readonly jws: DecodedJws }
  | { readonly ok: false; readonly problem: JwsPart; readonly message: string };

/** The part of a text that keeps it from being a compact JWS. */
type JwsPart = 'segments' | 'header' | 'payload' | 'signature';

/** Whether a text has the form of a compact JWS. */
export const looksLikeJws = (text: string): boolean => /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(text);

function jsonObject(segment: string): { value: JsonObject; duplicates: readonly DuplicateName[] } | undefined {
  const json = parseJson(base64urlDecode(segment) ?? '');
  return json.ok && isJsonObject(json.value) ? { value: json.value, duplicates: json.duplicates } : undefined;
}

/** Decodes a compact JWS, or says which segment is malformed. Never throws. */
export function decodeJws(token: string): JwsReading {
  const [first = '', second = '', third = '', ...more] = token.split('.');
  if (third === '' || more.length > 0)
    return { ok: false, problem: 'segments', message: 'it does not have three segments' };
  const header = jsonObject(first);
  if (!header)
    return { ok: false, problem: 'header', message: 'its first segment (header) is not a JSON object in base64url' };
  const payload = jsonObject(second);
  if (!payload)
    return { ok: false, problem: 'payload', message: 'its second segment (payload) is not a JSON object in base64url' };
  const signature = base64urlBytes(third);
  if (!signature) return { ok: false, problem: 'signature', message: 'its third segment (signature) is not base64url' };
  const duplicates = [...header.duplicates, ...payload.duplicates];
  return {
    ok: true,
    jws: { header: header.value, payload: payload.value, duplicates, signatureBytes: signature.length },
  };
}
