import { isJsonObject, type JsonObject } from '../lib/json';
import { nearest } from '../lib/nearest';
import { visible } from '../lib/terminal-text';
import type { CaseResult, Finding, QuarantineEntry, QuarantineResult } from './types';

/** A quarantine file as it was read, or all that is wrong with it, a line each. */
export type QuarantineReading =
  | { readonly ok: true; readonly entries: readonly QuarantineEntry[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The ids that an entry may name. */
export interface KnownIds {
  readonly cases: readonly string[];
  readonly rules: readonly string[];
}

const fields = ['case', 'rule', 'owner', 'reason', 'expires'] as const;
const longestShown = 100;

const shown = (text: unknown): string => JSON.stringify(visible(String(text).slice(0, longestShown)));

/** Reads the value of a quarantine file. `problems` say where each mistake is: `quarantine[2].rule`. */
export function readQuarantine(value: unknown, known: KnownIds): QuarantineReading {
  const problems: string[] = [];
  if (!isJsonObject(value)) return { ok: false, problems: ['it is not a JSON object'] };
  if (value.schemaVersion !== 1) problems.push('schemaVersion is not 1');
  problems.push(...unknownNames(value, ['schemaVersion', 'quarantine'], ''));
  if (!Array.isArray(value.quarantine)) return { ok: false, problems: [...problems, 'quarantine is not a list'] };
  const places = new Map<string, number>();
  for (const [index, entry] of value.quarantine.entries()) {
    const at = `quarantine[${index}]`;
    if (!isJsonObject(entry)) {
      problems.push(`${at} is not a JSON object`);
      continue;
    }
    problems.push(...entryProblems(entry, at, known));
    const key = JSON.stringify([entry.case, entry.rule]);
    const first = places.get(key);
    if (first !== undefined) problems.push(`${at} names the case and rule of quarantine[${first}] again`);
    else places.set(key, index);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, entries: value.quarantine as QuarantineEntry[] };
}

function unknownNames(value: JsonObject, known: readonly string[], at: string): string[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => `${at === '' ? '' : `${at}: `}there is no property ${shown(name)}`);
}

function entryProblems(entry: JsonObject, at: string, known: KnownIds): string[] {
  const problems = unknownNames(entry, fields, at);
  for (const field of fields) {
    const value = entry[field];
    if (typeof value !== 'string' || value === '') problems.push(`${at}.${field} is not a text`);
    else if (field === 'expires' && !isDay(value)) problems.push(`${at}.expires is not a day such as 2026-03-31`);
    else if (field === 'case') problems.push(...unknownId(value, known.cases, `${at}.case`, 'case'));
    else if (field === 'rule') problems.push(...unknownId(value, known.rules, `${at}.rule`, 'rule'));
  }
  return problems;
}

function unknownId(id: string, known: readonly string[], at: string, kind: string): string[] {
  if (known.includes(id)) return [];
  const near = nearest(id, known);
  return [`${at}: there is no ${kind} ${shown(id)}${near === undefined ? '' : `; did you mean "${near}"?`}`];
}

/** A day of the calendar; `Date` takes February 30th for March 2nd. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day of an instant, UTC: `YYYY-MM-DD`. */
export const utcDay = (time: Date): string => time.toISOString().slice(0, 10);

const isExpired = ({ expires }: QuarantineEntry, today: string): boolean => expires < today;

/** The entries that still count on a day; their last one counts. */
export function inForce(entries: readonly QuarantineEntry[], today: string): QuarantineEntry[] {
  return entries.filter((entry) => !isExpired(entry, today));
}

/** The findings of a case, those that an entry in force puts up with marked. */
export function quarantineFindings(
  findings: readonly Finding[],
  caseId: string,
  entriesInForce: readonly QuarantineEntry[],
): Finding[] {
  const own = entriesInForce.filter((entry) => entry.case === caseId);
  return findings.map((finding) => {
    const entry = own.find(({ rule }) => rule === finding.rule);
    if (!entry) return finding;
    const { owner, reason, expires } = entry;
    return { ...finding, quarantined: { owner, reason, expires } };
  });
}

/** What became of a quarantine file, once the cases have their verdicts. An expired entry is never unused as well. */
export function quarantineResult(
  entries: readonly QuarantineEntry[],
  cases: readonly Pick<CaseResult, 'id' | 'verdict' | 'findings'>[],
  today: string,
): QuarantineResult {
  const checked = new Map(
    cases.filter(({ verdict }) => verdict === 'passed' || verdict === 'failed').map((each) => [each.id, each.findings]),
  );
  const occurs = (entry: QuarantineEntry) => checked.get(entry.case)?.some(({ rule }) => rule === entry.rule);
  return {
    expired: entries.filter((entry) => isExpired(entry, today)),
    unused: inForce(entries, today).filter((entry) => occurs(entry) === false),
  };
}
