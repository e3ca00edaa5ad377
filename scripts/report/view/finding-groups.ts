import { levelOrder } from '../../judge/level';
import { plural } from '../../lib/plural';
import type { CaseResult, Finding, RunReport } from '../types';
import { failing, findingRows } from './finding-text';

/** One thing that is found, in any number of cases. */
export interface FindingGroup {
  /** As it was found first. */
  readonly finding: Finding;
  /** Whether expected or actual is another in some of the cases. */
  readonly varies: boolean;
  /** The cases that show it, in the order of the plan; never empty. */
  readonly cases: readonly CaseResult[];
}

const casesNamed = 5;

/** The same for findings of one cause: what was expected and what came may hold the time of day. */
export function groupKey({ rule, level, evidence, message, where, quarantined }: Finding): string {
  return JSON.stringify([rule, level, evidence, message, where, quarantined]);
}

/** The chosen findings by their cause: the worst level first, and within a level what most cases show. */
export function findingGroups(
  cases: readonly CaseResult[],
  chosen: (finding: Finding, result: CaseResult) => boolean,
): FindingGroup[] {
  const groups = new Map<string, { finding: Finding; varies: boolean; cases: CaseResult[] }>();
  for (const result of cases) {
    for (const finding of result.findings.filter((each) => chosen(each, result))) {
      const group = groups.get(groupKey(finding));
      if (group === undefined) groups.set(groupKey(finding), { finding, varies: false, cases: [result] });
      else {
        group.varies ||= finding.expected !== group.finding.expected || finding.actual !== group.finding.actual;
        if (group.cases.at(-1) !== result) group.cases.push(result);
      }
    }
  }
  const rank = ({ finding }: FindingGroup): number => levelOrder.indexOf(finding.level);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || b.cases.length - a.cases.length);
}

/** What is broken: the findings that fail a case, by their cause. An inconclusive case's findings speak of nothing. */
export function brokenGroups({ cases, strict }: RunReport): FindingGroup[] {
  return findingGroups(cases, (finding, result) => speaks(result) && failing([finding], strict).length > 0);
}

/** Whether the findings of a case say something of the target. */
export function speaks({ verdict }: CaseResult): boolean {
  return verdict !== 'inconclusive' && verdict !== 'skipped';
}

/** What a group is about, as labelled lines; of expected and actual, those of the first case. */
export function groupRows({ finding, varies, cases }: FindingGroup): [label: string, text: string][] {
  const rows = findingRows(finding);
  if (!varies) return rows;
  const last = rows.findLastIndex(([label]) => label === 'expected' || label === 'actual');
  return rows.map(([label, text], at) => [label, at === last ? `${text} (${cases[0]!.id}; others differ)` : text]);
}

/** How many cases there are, and which; the first few of many. */
export function casesText(ids: readonly string[], named = casesNamed): string {
  return `${plural(ids.length, 'case')}: ${idsText(ids, named)}`;
}

/** The cases by id; the first few of many, and how many more. */
export function idsText(ids: readonly string[], named = casesNamed): string {
  const more = ids.length > named ? ` and ${ids.length - named} more` : '';
  return `${ids.slice(0, named).join(', ')}${more}`;
}
