import { encodeUtf8 } from '../../contract/model/utf8';
import { base64urlBytes, base64urlEncode } from '../../lib/base64url';
import { headerValues } from '../../lib/headers';
import { looksLikeJws } from '../../lib/jws';
import { once } from '../../lib/once';
import { Recent } from '../../lib/recent';
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
  // RFC 6750 §2.3.
  const query = request.url.match(/[?&]access_token=([^&#]+)/)?.[1];
  return (query ? [...tokens, query] : tokens).filter((token) => token.length >= shortest);
}

/** The part of a token that is worth protecting: its payload and its signature. */
const tellingPart = (secret: string): string => (looksLikeJws(secret) ? secret.slice(secret.indexOf('.') + 1) : secret);

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hexOf = (text: string, before = ''): string => {
  let written = '';
  for (const byte of encodeUtf8(text)) written += before + hexDigits[byte];
  return written;
};

/** The bytes of a key in base64 as hexadecimal; empty for other secrets. */
const hexOfKey = (secret: string): string => {
  if (!/^[\w+/-]{20,}={0,2}$/.test(secret)) return '';
  let written = '';
  const text = secret.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  for (const byte of base64urlBytes(text) ?? []) written += hexDigits[byte];
  return written;
};

/** A text in base64 from the middle of a longer one: without the characters that depend on what stands around it. */
const base64Within = (text: string, offset: number): string =>
  base64urlEncode('\0'.repeat(offset) + text).slice(offset === 0 ? 0 : 4, -4);

const inBothCases = (text: string): string[] => [text, text.toUpperCase()];

/** A run of the bytes below 128 in base64: only some characters can stand at each place of a group of four. */
const asciiInBase64 = /(?:[A-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589][\w+/-]){4}/;
const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/** A way to write a secret. */
interface Coding {
  /** Whether a run of characters may hold a long enough part of a secret in this coding: if not, it need not be written. */
  readonly mayBeIn: (run: string, part: string) => boolean;
  readonly write: (part: string) => readonly string[];
}

/** Bytes that are listed or set apart, as loggers write them: at least as many as the part that counts as an echo. */
const byteLists = /(?:\b\d{1,3}[\s,;]+){19,}\d{1,3}\b|(?:\b(?:0x)?[\da-fA-F]{2}[\s,:-]+){19,}(?:0x)?[\da-fA-F]{2}\b/g;
const listedByte = /[\da-fA-F]{2,3}|\d/g;

/** The bytes of a list in hexadecimal. If one has one digit or three, all are decimal. */
function hexOfList(list: string): string {
  const bytes = list.replaceAll('0x', '').match(listedByte) ?? [];
  const isDecimal = bytes.some((byte) => byte.length !== 2);
  return bytes.map((byte) => (isDecimal ? (hexDigits[Number(byte)] ?? '') : byte.toLowerCase())).join('');
}

/** A text, with the bytes that it lists repeated as one run of hexadecimal digits. */
const withListedBytes = (text: string): string => [text, ...(text.match(byteLists) ?? []).map(hexOfList)].join('\n');

/** A secret as it may come back: as it is, and in the codings that hide it from a plain search. */
const codings: readonly Coding[] = [
  { mayBeIn: () => true, write: (part) => [part] },
  {
    mayBeIn: (run) => run.includes('%'),
    write: (part) => [encodeURIComponent(part), ...inBothCases(hexOf(part, '%'))],
  },
  {
    mayBeIn: (run) => /[\da-fA-F]{20}/.test(run),
    write: (part) => [...inBothCases(hexOf(part)), ...inBothCases(hexOfKey(part))],
  },
  {
    mayBeIn: (run, part) => asciiInBase64.test(run) || !isAscii(part),
    write: (part) => {
      const base64 = [0, 1, 2].map((offset) => base64Within(part, offset));
      return [...base64, ...base64.map((text) => text.replaceAll('-', '+').replaceAll('_', '/'))];
    },
  },
];

/** All blocks and all long enough parts of a secret's spellings, to look up. */
interface Blocks {
  readonly blocks: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
}

/** The spellings of a secret, and their blocks for texts in which looking for each would take too long. */
interface Index {
  /** Those that a run may hold a part of: few are ever written. */
  readonly spellingsFor: (run: string) => readonly string[];
  readonly blocks: () => Blocks;
}

function blocksOf(texts: readonly string[]): Blocks {
  const blocks = new Set<string>();
  const parts = new Set<string>();
  for (const text of texts) {
    for (let end = partLength; end <= text.length; end += 1) {
      const part = text.slice(end - partLength, end);
      parts.add(part);
      blocks.add(part.slice(0, blockLength));
      blocks.add(part.slice(blockLength));
    }
  }
  return { blocks, parts };
}

function indexOf(secret: string): Index {
  const part = tellingPart(secret);
  const written = codings.map(({ mayBeIn, write }) => ({ mayBeIn, texts: once(() => write(part)) }));
  return {
    spellingsFor: (run) => written.flatMap(({ mayBeIn, texts }) => (mayBeIn(run, part) ? texts() : [])),
    blocks: once(() => blocksOf(written.flatMap(({ texts }) => texts()))),
  };
}

const mostIndexed = 32;
/** With the list of a run's secrets, and so for as long as the run: a secret must not stay in memory for longer. */
const indexesOfRuns = new WeakMap<readonly string[], Recent<Index>>();

/** The index of a secret, kept for the next exchange of the same run. */
function indexed(secret: string, run: readonly string[]): Index {
  const indexes = indexesOfRuns.get(run) ?? new Recent<Index>(mostIndexed);
  indexesOfRuns.set(run, indexes);
  // Longer secrets do not exist; a hostile one must not cost more.
  const index = indexes.get(secret) ?? indexOf(secret.slice(0, 2000));
  indexes.set(secret, index);
  return index;
}

/** Up to this many characters, each is looked up by itself: the blocks of a token take a megabyte. */
const fewCharacters = 400;

/** Whether a short run of characters holds a long enough part of a secret, whose blocks are not needed for it. */
function holdsPartOf(run: string, texts: readonly string[]): boolean {
  for (let block = 0; block + blockLength <= run.length; block += blockLength) {
    const piece = run.slice(block, block + blockLength);
    const holding = texts.filter((text) => text.includes(piece));
    if (holding.length === 0) continue;
    const last = Math.min(block, run.length - partLength);
    for (let start = Math.max(0, block - blockLength); start <= last; start += 1) {
      const part = run.slice(start, start + partLength);
      if (holding.some((text) => text.includes(part))) return true;
    }
  }
  return false;
}

/** Whether a run of characters holds a long enough part of a secret. Its cost grows with the length of the run alone. */
function holdsPart(run: string, { blocks, parts }: Blocks): boolean {
  for (let block = 0; block + blockLength <= run.length; block += blockLength) {
    if (!blocks.has(run.slice(block, block + blockLength))) continue;
    const last = Math.min(block, run.length - partLength);
    for (let start = Math.max(0, block - blockLength); start <= last; start += 1) {
      if (parts.has(run.slice(start, start + partLength))) return true;
    }
  }
  return false;
}

/** The secrets of an exchange. An invented token is only looked for as a whole: its parts are not secret. */
interface SentSecrets {
  readonly whole: readonly string[];
  readonly inParts: readonly string[];
  /** The list of the run's own secrets. */
  readonly run: readonly string[];
}

/** Whether a text holds one of the secrets, or a part of one, in any coding. */
function holds(text: string, { whole, inParts, run }: SentSecrets): boolean {
  if (whole.some((secret) => text.includes(secret))) return true;
  // Most texts hold no long run of the characters of a token.
  const found = text.match(runs);
  if (found === null) return false;
  const isShort = found.reduce((sum, run) => sum + run.length, 0) <= fewCharacters;
  return inParts.some((secret) => {
    const index = indexed(secret, run);
    if (isShort) return found.some((each) => holdsPartOf(each, index.spellingsFor(each)));
    const blocks = index.blocks();
    return found.some((each) => holdsPart(each, blocks));
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
    const inParts = whole.filter((secret) => looksLikeJws(secret) || own.includes(secret));
    const known = { whole, inParts, run: secrets };
    // Without a backslash nothing is escaped, so the body holds whatever its JSON strings hold.
    const body = withListedBytes(reading.body.includes('\\') ? reading.text : reading.body);
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
        kind: 'echo',
        message: 'The error echoes a secret from the request.',
        where,
        expected: 'no secret',
        actual: 'all or part of a token or key',
        unsafe: true,
      }));
  },
} as const satisfies Rule;
