import { encodeUtf8 } from '../../contract/model/utf8';
import { base64urlEncode } from '../../lib/base64url';
import { headerValues } from '../../lib/headers';
import { looksLikeJws } from '../../lib/jws';
import { queryToken } from '../../lib/query-token';
import type { Reading } from './reading';
import type { Rule } from './types';

const shortest = 12;
/** A common part of this length is an echo. */
const partLength = 20;
/** Every part of that length holds a block of this length that starts at a multiple of it. */
const blockLength = partLength / 2;
const runs = new RegExp(`[\\w.+/=%-]{${partLength},}`, 'g');

/** The bearer tokens that the request carried, in its header or its query. */
function sentTokens({ exchange: { request } }: Reading): string[] {
  const tokens = headerValues(request.headers, 'authorization').flatMap((value) => {
    const [scheme = '', ...rest] = value.split(/\s+/);
    return scheme.toLowerCase() === 'hmac' ? [] : rest.length > 0 ? rest : [scheme];
  });
  const query = queryToken(request.url);
  return (query ? [...tokens, query] : tokens).filter((token) => token.length >= shortest);
}

/** The part of a token that is worth protecting: its payload and its signature. */
const tellingPart = (secret: string): string => (looksLikeJws(secret) ? secret.slice(secret.indexOf('.') + 1) : secret);

const hexOf = (text: string, before = ''): string =>
  [...encodeUtf8(text)].map((byte) => before + byte.toString(16).padStart(2, '0')).join('');

/** A text in base64 from the middle of a longer one: without the characters that depend on what stands around it. */
const base64Within = (text: string, offset: number): string =>
  base64urlEncode('\0'.repeat(offset) + text).slice(offset === 0 ? 0 : 4, -4);

/** A secret as it may come back: as it is, and in the codings that hide it from a plain search. */
function spellings(secret: string): string[] {
  const part = tellingPart(secret);
  const base64 = [0, 1, 2].map((offset) => base64Within(part, offset));
  const codings = [part, hexOf(part), hexOf(part, '%'), ...base64];
  const upper = (text: string) => text.toUpperCase();
  const standard = base64.map((text) => text.replaceAll('-', '+').replaceAll('_', '/'));
  return [...codings, ...codings.slice(1, 3).map(upper), ...standard, encodeURIComponent(part)];
}

/** A secret's spellings, one a line; and all their blocks and long enough parts, to look up: made once a long text needs them. */
interface Index {
  readonly text: string;
  sets?: { readonly blocks: ReadonlySet<string>; readonly parts: ReadonlySet<string> };
}

// Longer secrets do not exist; a hostile one must not cost more.
const indexOf = (secret: string): Index => ({ text: spellings(secret.slice(0, 2000)).join('\n') });

function setsOf({ text: all }: Index): NonNullable<Index['sets']> {
  const blocks = new Set<string>();
  const parts = new Set<string>();
  for (const text of all.split('\n')) {
    for (let start = 0; start + partLength <= text.length; start += 1) {
      parts.add(text.slice(start, start + partLength));
      blocks.add(text.slice(start, start + blockLength));
      blocks.add(text.slice(start + blockLength, start + partLength));
    }
  }
  return { blocks, parts };
}

/** So many characters are looked up without sets, which cost more to make. */
const fewCharacters = 1000;

/** Looks up blocks and parts of a secret, for runs of so many characters in all. */
function lookup(index: Index, characters: number): { isBlock(text: string): boolean; isPart(text: string): boolean } {
  if (characters <= fewCharacters) {
    const isIn = (text: string): boolean => index.text.includes(text);
    return { isBlock: isIn, isPart: isIn };
  }
  index.sets ??= setsOf(index);
  const { blocks, parts } = index.sets;
  return { isBlock: (text) => blocks.has(text), isPart: (text) => parts.has(text) };
}

const mostIndexed = 32;
const indexes = new Map<string, Index>();

/** The index of a secret, kept for the next exchange. */
function indexed(secret: string): Index {
  const known = indexes.get(secret) ?? indexOf(secret);
  // The one used last is kept longest.
  indexes.delete(secret);
  const [oldest] = indexes.keys();
  if (oldest !== undefined && indexes.size >= mostIndexed) indexes.delete(oldest);
  indexes.set(secret, known);
  return known;
}

/** Whether a run of characters holds a long enough part of a secret. Its cost grows with the length of the run alone. */
function holdsPart(run: string, { isBlock, isPart }: ReturnType<typeof lookup>): boolean {
  for (let block = 0; block + blockLength <= run.length; block += blockLength) {
    if (!isBlock(run.slice(block, block + blockLength))) continue;
    const last = Math.min(block, run.length - partLength);
    for (let start = Math.max(0, block - blockLength); start <= last; start += 1) {
      if (isPart(run.slice(start, start + partLength))) return true;
    }
  }
  return false;
}

/** The secrets of an exchange. An invented token is only looked for as a whole: its parts are not secret. */
interface Secrets {
  readonly whole: readonly string[];
  readonly inParts: readonly string[];
}

/** Whether a text holds one of the secrets, or a part of one, in any coding. */
function holds(text: string, { whole, inParts }: Secrets): boolean {
  if (whole.some((secret) => text.includes(secret))) return true;
  // Most texts hold no long run of the characters of a token.
  const found = text.match(runs);
  if (found === null) return false;
  const characters = found.reduce((sum, run) => sum + run.length, 0);
  return inParts.some((secret) => {
    const within = lookup(indexed(secret), characters);
    return found.some((run) => holdsPart(run, within));
  });
}

export const secretEcho = {
  id: 'secret-echo',
  title: 'An error does not echo a token or a key.',
  evidence: ['E7'],
  // A server that answers TRACE sends the request back.
  appliesTo: ({ status, exchange }) => status >= 400 || exchange.request.method === 'TRACE',
  check(reading, { secrets }) {
    const { headers } = reading.exchange.outcome;
    const own = secrets.filter((secret) => secret.length >= shortest);
    const whole = [...new Set([...sentTokens(reading), ...own])];
    const known = { whole, inParts: whole.filter((secret) => looksLikeJws(secret) || own.includes(secret)) };
    // Without a backslash nothing is escaped, so the body holds whatever its JSON strings hold.
    const body = reading.body.includes('\\') ? reading.text : reading.body;
    // Nearly all responses contain no secret, so search everything at once first.
    if (
      !holds(
        headers.reduce((text, [, value]) => `${text}\n${value}`, body),
        known,
      )
    )
      return [];
    return [['body', body] as const, ...headers]
      .filter(([, text]) => holds(text, known))
      .map(([where]) => ({
        evidence: 'E7' as const,
        message: 'The error echoes a secret from the request.',
        where,
        expected: 'no secret',
        actual: 'all or part of a token or key',
        unsafe: true,
      }));
  },
} as const satisfies Rule;
