import { requestExample } from '../contract/calls/payout-token/schemas';
import type { Exchange, HeaderList } from '../contract/exchange';
import { parseJson, stringsIn } from '../lib/json';
import { matches } from '../lib/matches';
import { namesSecret } from '../lib/secret-shape';
import { guids, longestPlain } from './plain';
import type { Redactor } from './redactor';

/** Headers of the contract that hold ids. */
const idHeaders = new Set(['x-correlation-id', 'x-account-id', 'x-tenant-id', 'authorization']);
/** Members of the contract's bodies that hold ids. */
const idMembers = new Set(['correlationid', 'accountid', 'tenantid']);
/** Members of the contract's requests: the caller's own references, which are not secret. */
const references = new Set(Object.keys(requestExample));
/** How many secrets, and how many ids, are learned of one exchange. What looks random is hidden without being learned. */
const mostLearned = 50;
/** In characters. In what is longer, only the form of a secret counts. */
const longestSearched = 2 ** 16;

/** Whether ids in the value of a header may be shown. */
export const holdsIds = (header: string): boolean => idHeaders.has(header.toLowerCase());

/** Headers without the parts of a secret that has one in each of them, none long enough to be seen by itself. */
export function withoutParts(headers: HeaderList, redactor: Redactor): HeaderList {
  const isShort = (value: string): boolean => value.length <= longestPlain;
  const parts = headers.map(([, value]) => value).filter(isShort);
  if (!redactor.knows(parts.join(' '))) return headers;
  return headers.map(([name, value]) => [name, isShort(value) ? '[redacted]' : value]);
}

/** Words of a language, or a name made of them, such as `TOKEN_IS_MISSING`: a response may say so of a secret. */
const words = /^(?:[A-Z]?[a-z']{1,20}|[A-Z]{1,20})(?:[\s,.:;_-]+(?:[A-Z]?[a-z']{1,20}|[A-Z]{1,20}))*[.!]?$/;

/** The secret in a value of `Authorization`, with any scheme: of an HMAC credential, the signature only. */
function credentialIn(value: string): { readonly secret: string; readonly kind: string } | undefined {
  const credential = value.replace(/^[A-Za-z]+\s+/, '');
  const [, signature] = credential.match(/^[^:]+:[^:]+:[^:]+:([^:]*)$/) ?? [];
  // Punctuation alone, as a forged token may be, is in every text.
  if (!/[A-Za-z0-9]/.test(credential)) return undefined;
  return { secret: signature ?? credential, kind: signature === undefined ? 'token' : 'signature' };
}

function learnHeaders(headers: HeaderList, learn: (secret: string, kind: string) => void): void {
  for (const [name, value] of headers) {
    if (/^(?:proxy-)?authorization$/i.test(name)) {
      const credential = credentialIn(value);
      if (credential) learn(credential.secret, credential.kind);
    } else if (/^(?:set-)?cookie$/i.test(name)) {
      for (const [, secret] of value.matchAll(/(?:^|;\s*)[^=;]+=([^;]+)/g))
        if (!words.test(secret!)) learn(secret!, 'cookie');
    } else if (namesSecret(name) && !words.test(value)) learn(value.trim(), 'token');
    else if (!holdsIds(name)) for (const [id] of matches(value, guids)) learn(id, 'id');
  }
}

/** Where a token is that was issued: it is one even if it consists of words. */
const issued = /^(?:access|refresh|id|bearer)_?token$/i;

/** A secret by its name in a form, a query, XML, or text that resembles JSON. */
const namedValue = /([\w:.-]{1,80})(?:\]|%5D)?["']?\s{0,4}[=:>]\s{0,4}["']?((?:Bearer\s)?[^\s"'<>&,;{}[\]()]{9,8192})/g;

function learnText(text: string, learn: (secret: string, kind: string) => void): void {
  for (const [, name, value] of matches(text, namedValue))
    if (namesSecret(name!) && !words.test(value!)) learn(value!.replace(/^Bearer\s+/i, ''), 'token');
  for (const [id] of matches(text, guids)) learn(id, 'id');
}

/** Whether a name on the way to a value says that it is a secret, as in `{"tokens": [{"value": …}]}`. */
const leadsToSecret = (path: readonly string[]): boolean => path.some(namesSecret);

function learnBody(
  text: string,
  isRequest: boolean,
  learn: (secret: string, kind: string) => void,
  redactor: Redactor,
) {
  if (text.length > longestSearched) return;
  const body = parseJson(text);
  if (!body.ok) {
    learnText(text, learn);
    return;
  }
  const isIssued = ({ path }: { readonly path: readonly string[] }) => issued.test(path.at(-1) ?? '');
  const strings = [...stringsIn(body.value)].filter(({ value }) => value.length > longestPlain);
  // Others must not use up what may be learned before the token that was issued.
  for (const { path, value } of [...strings.filter(isIssued), ...strings.filter((each) => !isIssued(each))]) {
    const name = path.at(-1) ?? '';
    if (leadsToSecret(path)) {
      // A bearer token has no blanks (RFC 6750 §2.1), so a sentence is not one.
      if (!words.test(value) || (issued.test(name) && !/\s/.test(value))) learn(value, 'token');
    } else if (isRequest && references.has(name)) redactor.allow(value);
    else if (!idMembers.has(name.toLowerCase())) for (const [id] of matches(value, guids)) learn(id, 'id');
  }
}

/** Learns what is secret in an exchange because of its place, so that it is hidden wherever it appears from now on. */
export function learnTokens({ request, outcome }: Exchange, redactor: Redactor): void {
  const learned = { id: 0, secret: 0 };
  const learn = (secret: string, kind: string): void => {
    const counted = kind === 'id' ? 'id' : 'secret';
    learned[counted] += 1;
    if (learned[counted] <= mostLearned) redactor.learn(secret, kind);
  };
  for (const [name, value] of request.headers) if (name.toLowerCase() === 'x-correlation-id') redactor.allow(value);
  learnHeaders(request.headers, learn);
  for (const [, name, value] of request.url.matchAll(/[?&#]([^=&#]{1,80})=([^&#]+)/g))
    if (namesSecret(name!)) learn(value!, 'token');
  if (request.body !== undefined) learnBody(request.body, true, learn, redactor);
  if (outcome.kind !== 'response') return;
  learnHeaders(outcome.headers, learn);
  learnBody(outcome.body, false, learn, redactor);
}
