import { isSuccess } from '../contract/issued-token';
import { isGuid } from '../lib/guid';
import { headerValue } from '../lib/headers';
import { isJsonObject, jsonValue, valueAt } from '../lib/json';
import { placesOf } from './explored-places';
import type { CaseResult, RecordedExchange } from './types';

/** What is wrong in one place. Servers with the same fault have equal symptoms. */
export interface Symptom {
  /** The id of the case, or one condition of an explored program. */
  readonly place: string;
  /** The id of the rule, or `none` if the case was sent but has no verdict. */
  readonly rule: string;
  readonly level: string;
  readonly where: string;
  /** The status and the kind of the value at `where`, or why there was no response. */
  readonly observed: string;
}

/** The parts of a case that determine its symptoms. */
export type SymptomaticCase = Pick<CaseResult, 'id' | 'verdict' | 'findings' | 'exchanges'>;

/** How many members of a body are compared. */
const mostMembers = 8;

/** What is wrong in these cases, without observations and quarantined findings. */
export function symptomsOf(cases: readonly SymptomaticCase[]): Symptom[] {
  return cases.flatMap(({ id, verdict, findings, exchanges }) => {
    const last = exchanges.at(-1);
    const found = findings
      .filter(({ level, quarantined }) => level !== 'observation' && !quarantined)
      .map(({ rule, level, where = '' }) => ({
        rule,
        level,
        where: anyIndex(where),
        observed: observedAt(where, last),
      }));
    const silent = verdict === 'errored' && found.length === 0 && last !== undefined;
    const all = silent ? [{ rule: 'none', level: 'none', where: '', observed: observedAt('status', last) }] : found;
    return placesOf(id).flatMap((place) => all.map((each) => ({ place, ...each })));
  });
}

/** A JSON pointer without the positions in arrays. */
const anyIndex = (where: string): string => where.replaceAll(/\/\d+(?=\/|$)/g, '/*');

function observedAt(where: string, exchange: RecordedExchange | undefined): string {
  if (exchange?.response === undefined) return exchange?.failure?.kind ?? '';
  const { status } = exchange.response;
  if (where === 'status') return `${status}`;
  // Servers may use different statuses for a success.
  return `${isSuccess(status) ? 'success' : status} ${kindAt(where, exchange.response)}`;
}

/** The kind of the value at a JSON pointer, of a header, or of a claim and the members of the body. */
function kindAt(where: string, { body, headers, tokens }: NonNullable<RecordedExchange['response']>): string {
  if (where.startsWith('/')) return kindOf(where === '/' ? jsonValue(body) : valueAt(jsonValue(body), where));
  const header = headerValue(Object.entries(headers), where);
  if (header !== undefined) return kindOf(header);
  const claims = tokens?.[0]?.claims;
  return [where === 'claims' ? kindOf(claims) : kindOfClaim(claims?.[where]), ...membersOf(jsonValue(body))].join(', ');
}

/** The kind of a claim. Objects and lists count as text, as in the recorded symptoms. */
const kindOfClaim = (claim: unknown): string =>
  kindOf(typeof claim === 'object' && claim !== null ? JSON.stringify(claim) : claim);

/** The kinds of the members of an object. */
function membersOf(value: unknown): string[] {
  if (!isJsonObject(value)) return [];
  const kinds = Object.entries(value).map(([name, member]) => `${name} ${kindOf(member)}`);
  return kinds.sort().slice(0, mostMembers);
}

/** The kind of a value, independent of the value itself: `digits 13`, `date`, `guid`. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'empty array' : 'array';
  if (typeof value === 'number')
    return Number.isInteger(value) ? `integer ${String(Math.abs(value)).length}` : 'number';
  if (typeof value === 'string') return kindOfText(value);
  return typeof value === 'object' ? `object ${Object.keys(value).sort().slice(0, mostMembers).join(' ')}` : `${value}`;
}

function kindOfText(text: string): string {
  if (text === '') return 'empty';
  if (/^\d+$/.test(text)) return `digits ${text.length}`;
  if (isGuid(text)) return 'guid';
  if (text.trim() !== text) return 'padded';
  if (/^[-+\d.,:/()eExX ]+$/.test(text)) return text.replaceAll(/\d+/g, '9');
  return Number.isNaN(Date.parse(text)) || !/\d{2}:\d{2}/.test(text) ? 'text' : 'date';
}
