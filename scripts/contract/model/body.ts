import { type DuplicateName, isJsonObject, outerEntries, parseJson } from '../../lib/json';
import { referenceNames } from '../types';
import { codingOf } from './media-type';
import { type Findings, fault, joined, nothing, openFor, opening, refusedFor } from './reasons';
import { readReferences } from './references';
import type { ModelRequest } from './types';
import { decodeUtf8 } from './utf8';

/** A server may find a body of this size too large to look at the rest (C15). */
const largeBody = 32 * 1024;
/** Some gateways refuse bodies of this size, which no valid request needs. */
const longBody = 4 * 1024;
const deepNesting = 32;

const jsonType = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : (typeof value as string);

/** How deep arrays and objects are nested, as far as brackets tell; those in strings count too, which is harmless. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

/** Strings, comments, commas before a closing bracket, numbers that are not JSON, and bare names. */
const pieces =
  /"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*[}\]])|-?\b(?:NaN|Infinity|undefined)\b|\b[A-Za-z_$][\w$]*(?=\s*:)/g;

function strict(piece: string, single: string | undefined): string {
  if (piece.startsWith('"')) return piece;
  if (single !== undefined) return `"${single.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`;
  if (piece.startsWith('/') || piece === ',') return ' ';
  return /^-?(NaN|Infinity|undefined)$/.test(piece) ? 'null' : `"${piece}"`;
}

/**
 * The strict form of a text that is JSON with extensions that some parsers accept (RFC 8259 §9): comments, trailing
 * commas, single quotes, bare names, NaN. `undefined` for any other text.
 */
export function readRelaxedJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.replace(pieces, strict)) as unknown };
  } catch {
    return undefined;
  }
}

/** Whether a text that is not JSON contains each reference, so that a token could hold it. */
const holdsReferences = (text: string): boolean =>
  referenceNames.every((name) => new RegExp(`"${name}"\\s*:\\s*"(?:[^"\\\\]|\\\\.)*"`).test(text));

function readValue(value: unknown, duplicates: readonly DuplicateName[], text: string): Findings {
  return isJsonObject(value)
    ? readReferences(value, duplicates, () => outerEntries(text))
    : refusedFor(fault('not-an-object', { detail: jsonType(value) }));
}

function readText(text: string): Findings {
  if (text.trim() === '') return refusedFor(fault('empty-body'));
  if (text.startsWith('\ufeff')) return joined(openFor(opening('byte-order-mark')), readText(text.slice(1)));
  const nesting = depthOf(text) > deepNesting ? openFor(opening('deep-nesting')) : nothing;
  const json = parseJson(text);
  if (json.ok) return joined(readValue(json.value, json.duplicates, text), nesting);
  const relaxed = readRelaxedJson(text);
  if (relaxed) return joined(readValue(relaxed.value, [], text), openFor(opening('json-extension')), nesting);
  return joined(refusedFor(fault(holdsReferences(text) ? 'not-json' : 'unreadable')), nesting);
}

/** What the body of a payout request means (C4, R1 to R4). */
export function readPayoutBody({ body, headers }: ModelRequest): Findings {
  if (body === undefined || body.length === 0) return refusedFor(fault('empty-body'));
  if (typeof body === 'string') return readText(body);
  const { text, valid } = decodeUtf8(body);
  const coding = codingOf(headers);
  if (coding !== undefined && (!valid || text.includes('\0'))) {
    return openFor(opening('coded-body', { detail: coding }));
  }
  const read = readText(text);
  if (valid) return read;
  // Many readers replace invalid UTF-8. If the references are still complete, they may accept the request.
  return read.reasons.length > 0
    ? joined(refusedFor(fault('not-utf8')), read)
    : joined(openFor(opening('invalid-utf8')), read);
}

/** Whether a server may find a body too large, before it looks at the rest or afterwards, and its size in words. */
export function sizeFindings(body: ModelRequest['body'], isFaulty: boolean): Findings {
  const size = body?.length ?? 0;
  const detail = `${size} bytes`;
  if (size <= longBody) return nothing;
  if (size <= largeBody) return openFor(opening('long-body', { detail }));
  return isFaulty ? refusedFor(fault('body-large', { detail })) : openFor(opening('large-body', { detail }));
}
