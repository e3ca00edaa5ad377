import { calls } from '../contract/calls';
import { isJsonObject, type JsonObject, parseJson } from '../lib/json';
import { decodeJws } from '../lib/jws';
import { cut } from '../lib/text-layout';
import { fingerprint, type Redactor } from './redactor';
import type { RecordedClaim, RecordedToken } from './types';

const longestName = 80;
const longestValue = 300;
/** Of header and claims together, as JSON. */
const longestToken = 1600;

/** No claim that says anything lies deeper. */
const deepest = 4;

/** What a claim of such a name holds may be of use to whoever reads it. */
const secretName = /(?:token|secret|password|private_?key|api_?key|credential|signature)s?$/i;

const kinds: readonly (readonly [path: string, kind: string])[] = calls
  .filter(({ success }) => success.issuesToken)
  .flatMap(({ tag, operations }) => operations.map(({ path }) => [path, tag.name.toLowerCase()] as const));

/**
 * What the token in a body says, as events and reports may hold it: bounded, and without its signature, its segments and
 * any other secret. Nothing where the body holds no token that can be read.
 *
 * @param url that the body came from, which tells what kind of token it is
 */
export function recordTokens(url: string, body: string, redactor: Redactor): RecordedToken[] {
  const json = parseJson(body);
  const token = json.ok && isJsonObject(json.value) ? json.value.accessToken : undefined;
  const reading = typeof token === 'string' ? decodeJws(token) : undefined;
  if (!reading?.ok) return [];
  const kind = kinds.find(([path]) => pathOf(url).endsWith(path))?.[1];
  const header = recorded(reading.jws.header, longestToken / 4, redactor);
  return [
    {
      fingerprint: fingerprint(token as string),
      ...(kind !== undefined && { kind }),
      header,
      claims: recorded(reading.jws.payload, longestToken - JSON.stringify(header).length, redactor),
    },
  ];
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : '';
}

/** As many members as there is room for, in their order; `…` counts the rest. */
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
  if (secretName.test(name)) return '[redacted]';
  const text = typeof value === 'string' ? value : JSON.stringify(abridged(value, deepest));
  const clean = redactor.redact(text);
  return typeof value === 'number' && Number.isFinite(value) && clean === text ? value : cut(clean, longestValue);
}

/** A claim that holds others: without what lies deep, and without what the name of a secret leads to. */
function abridged(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((each) => abridged(each, depth - 1));
  const members = Object.entries(value).map(([name, child]) => [
    name,
    secretName.test(name) ? '[redacted]' : abridged(child, depth - 1),
  ]);
  return Object.fromEntries(members);
}
