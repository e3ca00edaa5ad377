import { isQuarantineFile } from '../../schemas/compiled/inputs';
import type { Json } from '../lib/json-schema';
import { problemLine, schemaProblems, suggestion } from '../lib/schema-problems';
import { visible } from '../lib/terminal-text';
import type { quarantineSchema } from './quarantine-schema';
import type { CaseResult, Finding, QuarantineEntry, QuarantineResult } from './types';

const longestShown = 100;

export type QuarantineFile = Json<typeof quarantineSchema>;

/** The entries of a quarantine file, or its problems, one line each. */
export type QuarantineReading =
  | { readonly ok: true; readonly entries: readonly QuarantineEntry[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The ids that an entry may name. */
export interface KnownIds {
  readonly cases: readonly string[];
  readonly rules: readonly string[];
}

/** Reads the value of a quarantine file. Each problem names its place: `quarantine[2].rule`. */
export function readQuarantine(value: unknown, known: KnownIds): QuarantineReading {
  if (!isQuarantineFile(value))
    return { ok: false, problems: schemaProblems(isQuarantineFile, value).map((problem) => problemLine(problem)) };
  const entries = value.quarantine;
  const places = new Map<string, number>();
  const problems = entries.flatMap((entry, index) => {
    const key = JSON.stringify([entry.case, entry.rule]);
    const first = places.get(key) ?? index;
    places.set(key, first);
    const again = first < index ? [`quarantine[${index}] has the case and rule of quarantine[${first}]`] : [];
    return [...entryProblems(entry, `quarantine[${index}]`, known), ...again];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, entries };
}

/** What the schema cannot express. */
function entryProblems(entry: QuarantineEntry, at: string, { cases, rules }: KnownIds): string[] {
  return [
    ...unknownId(entry.case, cases, `${at}.case`, 'case'),
    ...unknownId(entry.rule, rules, `${at}.rule`, 'rule'),
    ...(isDay(entry.expires) ? [] : [`${at}.expires is not a day of the calendar`]),
  ];
}

function unknownId(id: string, known: readonly string[], at: string, kind: string): string[] {
  if (known.includes(id)) return [];
  const shown = JSON.stringify(visible(id.slice(0, longestShown)));
  return [`${at}: there is no ${kind} ${shown}${suggestion(id, known)}`];
}

/** `Date` reads February 30 as March 2. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day of an instant, UTC: `YYYY-MM-DD`. */
export const utcDay = (time: Date): string => time.toISOString().slice(0, 10);

const isExpired = ({ expires }: QuarantineEntry, today: string): boolean => expires < today;

/** The entries in force on a day; the day on which an entry expires is its last. */
export function inForce(entries: readonly QuarantineEntry[], today: string): QuarantineEntry[] {
  return entries.filter((entry) => !isExpired(entry, today));
}

/** The findings of a case, with those marked that an entry covers. */
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

/** The entries of a quarantine file that need attention, once the cases have their verdicts. */
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
