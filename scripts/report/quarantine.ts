import { isGlob, matchesGlob } from '../lib/glob';
import { isJsonObject } from '../lib/json';
import type { Json } from '../lib/json-schema';
import { problemLine, schemaProblems, suggestion } from '../lib/schema-problems';
import { visible } from '../lib/terminal-text';
import { isExplored } from './explored-places';
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

// Loaded only if there is such a file: every run loads this module.
const inputs = () => require('../../schemas/compiled/inputs') as typeof import('../../schemas/compiled/inputs');

/** Reads the value of a quarantine file. Each problem names its place: `quarantine[2].rule`. */
export function readQuarantine(value: unknown, known: KnownIds): QuarantineReading {
  const { isQuarantineFile } = inputs();
  const form = schemaProblems(isQuarantineFile, value).map((problem) => problemLine(problem));
  const problems = [...form, ...entriesIn(value).flatMap(problemsWithin(known))];
  return isQuarantineFile(value) && problems.length === 0
    ? { ok: true, entries: value.quarantine }
    : { ok: false, problems };
}

type EntryKey = Pick<QuarantineEntry, 'case' | 'rule' | 'expires'>;

/** The entries that say what they cover, so that everything that is wrong with a file is found at once. */
function entriesIn(value: unknown): (readonly [index: number, EntryKey])[] {
  const entries = isJsonObject(value) && Array.isArray(value.quarantine) ? value.quarantine : [];
  return entries.flatMap((entry: unknown, index) => {
    const named =
      isJsonObject(entry) &&
      [entry.case, entry.rule, entry.expires].every((each) => typeof each === 'string' && each !== '');
    return named ? [[index, entry as EntryKey] as const] : [];
  });
}

/** What is wrong with each entry, compared with those before it. */
function problemsWithin(known: KnownIds): (entry: readonly [index: number, EntryKey]) => string[] {
  const places = new Map<string, number>();
  return ([index, entry]) => {
    const key = JSON.stringify([entry.case, entry.rule]);
    const first = places.get(key) ?? index;
    places.set(key, first);
    const again = first < index ? [`quarantine[${index}] has the case and rule of quarantine[${first}]`] : [];
    return [...entryProblems(entry, `quarantine[${index}]`, known), ...again];
  };
}

/** What the schema cannot express. */
function entryProblems(entry: EntryKey, at: string, { cases, rules }: KnownIds): string[] {
  return [
    ...unknownId(entry.case, cases, `${at}.case`, 'case'),
    ...unknownId(entry.rule, rules, `${at}.rule`, 'rule'),
    ...(!/^\d{4}-\d{2}-\d{2}$/.test(entry.expires) || isDay(entry.expires)
      ? []
      : [`${at}.expires is not a valid date`]),
  ];
}

function unknownId(id: string, known: readonly string[], at: string, kind: string): string[] {
  if (known.includes(id) || (kind === 'case' && isExplored(id))) return [];
  const isPattern = kind === 'case' && isGlob(id);
  if (isPattern && known.some((each) => matchesGlob(id, each))) return [];
  const shown = JSON.stringify(visible(id.slice(0, longestShown)));
  return [`${at}: ${isPattern ? 'no case matches' : `there is no ${kind}`} ${shown}${suggestion(id, known)}`];
}

/** Whether a text is a valid date. `Date` would read February 30 as March 2. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
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

/** Whether an entry is about a rule in a case. */
export const isAbout = (entry: Pick<QuarantineEntry, 'case' | 'rule'>, caseId: string, rule: string): boolean =>
  entry.rule === rule && matchesGlob(entry.case, caseId);

/** The findings of a case, with those marked that an entry covers. */
export function quarantineFindings(
  findings: readonly Finding[],
  caseId: string,
  entriesInForce: readonly QuarantineEntry[],
): Finding[] {
  return findings.map((finding) => {
    const entry = entriesInForce.find((each) => isAbout(each, caseId, finding.rule));
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
  const checked = cases.filter(({ verdict }) => verdict === 'passed' || verdict === 'failed');
  const isUnused = (entry: QuarantineEntry): boolean => {
    const own = checked.filter(({ id }) => matchesGlob(entry.case, id));
    return own.length > 0 && !own.some(({ id, findings }) => findings.some(({ rule }) => isAbout(entry, id, rule)));
  };
  return {
    expired: entries.filter((entry) => isExpired(entry, today)),
    unused: inForce(entries, today).filter(isUnused),
  };
}
