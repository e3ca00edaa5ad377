import type { HeaderList } from '../../contract/exchange';
import { headerValues } from '../../lib/headers';
import { looksLikeJws } from '../../lib/jws';

/** The parts of `{publicKey}:{nonce}:{epochSeconds}:{signature}` (H2). */
export interface SentHmac {
  readonly publicKey: string;
  readonly nonce: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** The Authorization header, read as the client may have meant it. */
export interface SentAuthorization {
  readonly count: number;
  /** The whole value, trimmed. */
  readonly value: string;
  /** The first word in lower case, if another follows. */
  readonly scheme?: string;
  /** What follows the scheme, or the whole value if there is no scheme. */
  readonly credential: string;
}

/** Reads the Authorization header; `undefined` if there is none. */
export function readAuthorization(headers: HeaderList): SentAuthorization | undefined {
  const values = headerValues(headers, 'authorization').map((value) => value.trim());
  const [value] = values;
  if (value === undefined) return undefined;
  const [, scheme, credential] = /^(\S+)\s+(.+)$/s.exec(value) ?? [];
  return scheme === undefined || credential === undefined
    ? { count: values.length, value, credential: value }
    : { count: values.length, value, scheme: scheme.toLowerCase(), credential };
}

/** Splits an HMAC credential. A nonce may hold colons, the other parts cannot. */
export function readSentHmac(credential: string): SentHmac | undefined {
  const [, publicKey, nonce, timestamp, signature] = /^([^:]+):(.+):([^:]*):([^:]*)$/s.exec(credential) ?? [];
  if (publicKey === undefined || nonce === undefined) return undefined;
  return { publicKey, nonce, timestamp: timestamp ?? '', signature: signature ?? '' };
}

/** Whether a text is made like an HMAC credential. */
export const looksLikeHmac = (text: string): boolean => /^[^\s:]+:[^\s]+:[^\s:]+:[^\s:]+$/.test(text);

/** The tokens in a query, decoded: of the documented name, or anything that looks like a JWS. */
export function tokensInQuery(url: string): { readonly name: string; readonly token: string }[] {
  const query = url.replace(/#.*$/s, '').split('?').slice(1).join('?');
  return query.split('&').flatMap((pair) => {
    const [name = '', ...rest] = pair.split('=');
    const token = rest.join('=').replace(/%2e/gi, '.');
    const named = /^(access_?token|token|bearer|jwt|authorization)$/i.test(name) && token !== '';
    return named || isToken(token) ? [{ name, token }] : [];
  });
}

/** A JWS with a header that is a JSON object. */
export const isToken = (text: string): boolean => /^eyJ/.test(text) && looksLikeJws(text);
