import { calls } from '../contract/calls';
import { defined } from '../lib/defined';
import { type JsonObject, jsonObject, parseJson } from '../lib/json';
import { decodeJws } from '../lib/jws';
import { namesSecret } from '../lib/secret-shape';
import { cut } from '../lib/text-layout';
import { fingerprint, type Redactor } from './redactor';
import type { RecordedClaim, RecordedToken, Unrecorded } from './types';

const longestName = 80;
const longestValue = 300;
/** Of header and claims together, as JSON. */
const longestToken = 1600;

/** Deeper values are not shown. */
const deepest = 4;

const kinds: readonly (readonly [path: string, kind: string])[] = calls
  .filter(({ success }) => success.issues !== undefined)
  .flatMap(({ tag, operations }) => operations.map(({ path }) => [path, tag.name.toLowerCase()] as const));

/**
 * The token in a body as events and reports may hold it: bounded, and without its signature, its segments and any other
 * secret. Empty if the body holds no readable token.
 *
 * @param url the address that the body came from, which tells the kind of token
 */
export function recordTokens(url: string, body: string, redactor: Redactor): RecordedToken[] {
  const text = jsonObject(body)?.accessToken;
  const reading = typeof text === 'string' ? decodeJws(text) : undefined;
  if (!reading?.ok) return [];
  const kind = kinds.find(([path]) => pathOf(url).endsWith(path))?.[1];
  const header = recorded(reading.jws.header, longestToken / 4, redactor);
  const token: Unrecorded<RecordedToken> = {
    fingerprint: fingerprint(text as string),
    ...defined({ kind }),
    header,
    claims: recorded(reading.jws.payload, longestToken - JSON.stringify(header).length, redactor),
  };
  return [token as RecordedToken];
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : '';
}

/** As many members as fit, in their order; `…` counts the rest. */
function recorded(object: JsonObject, room: number, redactor: Redactor): Record<string, RecordedClaim> {
  const all = Object.entries(object);
  const kept: [string, RecordedClaim][] = [];
  let left = room;
  for (const [name, value] of all) {
    const entry: [string, RecordedClaim] = [cut(redactor.redact(name), longestName), shown(name, value, redactor)];
    left -= JSON.stringify(entry).length;
    if (left < 0) break;
    kept.push(entry);
  }
  if (kept.length < all.length) kept.push(['…', `${all.length - kept.length} more`]);
  return Object.fromEntries(kept);
}

function shown(name: string, value: unknown, redactor: Redactor): RecordedClaim {
  if (value === null || typeof value === 'boolean') return value;
  if (namesSecret(name)) return '[redacted]';
  const text = typeof value === 'string' ? value : JSON.stringify(abridged(value, deepest));
  const clean = redactor.redact(text);
  if (typeof value === 'number') return Number.isFinite(value) && clean === text ? value : cut(clean, longestValue);
  return typeof value === 'object' && clean.length <= longestValue ? readBack(clean) : cut(clean, longestValue);
}

/** An object or list from its redacted text; the text if what was hidden was a part of its structure. */
function readBack(text: string): RecordedClaim {
  const json = parseJson(text);
  return json.ok && typeof json.value === 'object' ? (json.value as RecordedClaim) : text;
}

/** An object or list without deep values and without members that have the name of a secret. */
function abridged(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((each) => abridged(each, depth - 1));
  const members = Object.entries(value).map(([name, child]) => [
    name,
    namesSecret(name) ? '[redacted]' : abridged(child, depth - 1),
  ]);
  return Object.fromEntries(members);
}
