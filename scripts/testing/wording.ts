import { mapStrings } from '../lib/map-strings';
import type { RunReport } from '../report/types';
import { viewOf } from '../report/view';

/** Texts of a report and its events that are written for people: no decision may depend on their words. */
export const forPeople: readonly string[] = [
  ...['title', 'message', 'reason', 'because', 'error', 'expected', 'actual', 'sample', 'reproduce', 'detail'],
  ...['notExplored', 'owner'],
];

/** Parts that were sent or received. */
const wire: readonly string[] = ['body', 'headers', 'claims', 'requests', 'notJudged'];

/**
 * A change of every text for people.
 *
 * @param alike equal texts stay equal; otherwise none stays equal to another
 * @param kept the names of the parts that stay as they are
 */
export function rewording(alike: boolean, kept: readonly string[] = wire): <T>(value: T) => T {
  const words = new Map<string, string>();
  let count = 0;
  const change = (text: string): string => {
    count += 1;
    const other = (alike ? words.get(text) : undefined) ?? `other words, number ${count}`;
    words.set(text, other);
    return other;
  };
  const visit = (value: unknown, name: string): unknown => {
    if (kept.includes(name)) return value;
    if (forPeople.includes(name)) return mapStrings(value, change);
    if (Array.isArray(value)) return value.map((each) => visit(each, ''));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([own, each]) => [own, visit(each, own)]));
  };
  return <T>(value: T): T => visit(value, '') as T;
}

/** All that a view decides, without its words. */
export function decisionsOf(report: RunReport) {
  const { verdict, findings, notes, open, cause, repeat, themes } = viewOf(report);
  const idsOf = (groups: readonly { readonly cases: readonly { readonly id: string }[] }[]) =>
    groups.map(({ cases }) => cases.map(({ id }) => id));
  return {
    ...{ title: verdict.title, next: verdict.next?.kind, lines: verdict.says.length, repeat },
    findings: [findings.broken, findings.noted, findings.observations].map(idsOf),
    notes: notes.map(({ id, effect, entries }) => [id, effect, entries.length]),
    ...{ open: idsOf(open), themes: idsOf(themes) },
    cause: cause && { kind: cause.kind, cases: cause.cases, sent: cause.sent },
  };
}
