import { isFailing } from '../../judge/case-verdict';
import { findingKey } from '../../judge/finding';
import { levelOrder } from '../../judge/level';
import { groupBy } from '../../lib/group-by';
import type { CaseResult, Finding, RunReport } from '../types';
import { failing, findingRows } from './finding-text';
import { casesRow, type Row } from './text';

/** Findings with the same cause, in one or more cases. */
export interface FindingGroup {
  /** The first of them. */
  readonly finding: Finding;
  /** Expected or actual differs between the cases. */
  readonly varies: boolean;
  /** The cases that have it, in the order of the plan; never empty. */
  readonly cases: readonly CaseResult[];
}

/** The findings of a run by what they mean for it. */
export interface FindingsView {
  /** Those that fail a case. */
  readonly broken: readonly FindingGroup[];
  /** Deviations and warnings that fail nothing. */
  readonly noted: readonly FindingGroup[];
  /** What the target does where the contract allows several behaviours. */
  readonly observations: readonly FindingGroup[];
}

/** The same for findings with the same cause; those under different entries of a quarantine file are told apart. */
export const groupKey = (finding: Finding): string => JSON.stringify([findingKey(finding), finding.quarantined]);

/** The chosen findings by cause: the worst level first, and within a level the most frequent. */
export function findingGroups(
  cases: readonly CaseResult[],
  isChosen: (finding: Finding, result: CaseResult) => boolean,
): FindingGroup[] {
  const found = cases.flatMap((result) =>
    result.findings.filter((each) => isChosen(each, result)).map((finding) => ({ finding, result })),
  );
  const groups = [...groupBy(found, ({ finding }) => groupKey(finding)).values()].map((members): FindingGroup => {
    const { finding: first } = members[0]!;
    const varies = members.some(
      ({ finding: { expected, actual } }) => expected !== first.expected || actual !== first.actual,
    );
    return { finding: first, varies, cases: [...new Set(members.map(({ result }) => result))] };
  });
  const rank = ({ finding }: FindingGroup): number => levelOrder.indexOf(finding.level);
  return groups.sort((a, b) => rank(a) - rank(b) || b.cases.length - a.cases.length);
}

/** The findings of a run that are not quarantined. A case without a verdict of its own breaks and notes nothing. */
export function findingsView({ cases, strict, side = 'server' }: RunReport): FindingsView {
  return {
    broken: findingGroups(cases, (finding, result) => counts(result) && failing([finding], strict, side).length > 0),
    noted: findingGroups(
      cases,
      ({ level, quarantined }, result) =>
        counts(result) && !quarantined && level !== 'observation' && !isFailing(level, strict, side),
    ),
    observations: findingGroups(cases, ({ level, quarantined }) => !quarantined && level === 'observation'),
  };
}

/** Whether the findings of a case say something about the target. */
function counts({ verdict }: CaseResult): boolean {
  return verdict !== 'inconclusive' && verdict !== 'skipped';
}

/** A group as rows; expected and actual are those of its first case. */
export function groupRows({ finding, varies, cases }: FindingGroup): Row[] {
  const rows = findingRows(finding);
  if (!varies) return rows;
  const last = rows.findLastIndex(([label]) => label === 'expected' || label === 'actual');
  return rows.map(([label, text], at) => [label, at === last ? `${text} (${cases[0]!.id}; others differ)` : text]);
}

/** A group as rows, with its cases. */
export function groupRowsWithCases(group: FindingGroup, named?: number): Row[] {
  return [
    ...groupRows(group),
    casesRow(
      group.cases.map(({ id }) => id),
      named,
    ),
  ];
}

/** The title of findings that fail no case; a mistake of the client is not one of the target. */
export function notedTitle(noted: readonly FindingGroup[]): string {
  const ofClient = noted.filter(({ finding }) => finding.level === 'client').length;
  const kinds =
    ofClient === 0
      ? 'Deviations and warnings'
      : ofClient === noted.length
        ? 'Mistakes of the client'
        : 'Deviations, warnings and mistakes of the client';
  return `${kinds}, which do not fail the run`;
}
