import { type EvidenceId, evidence } from '../../contract/evidence';
import { isFailing, type Side } from '../../judge/case-verdict';
import { levelOrder } from '../../judge/level';
import { visible } from '../../lib/terminal-text';
import { cut } from '../../lib/text-layout';
import type { Finding } from '../types';
import type { Row } from './text';

const longestText = 4000;

/** The findings, worst first. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => levelOrder.indexOf(a.level) - levelOrder.indexOf(b.level));
}

/** The findings that fail their case, worst first. By default of both sides: no case holds mistakes of the other side. */
export function failing(findings: readonly Finding[], strict: boolean, side: Side = 'both'): Finding[] {
  return worstFirst(findings.filter(({ level, quarantined }) => !quarantined && isFailing(level, strict, side)));
}

/** The fields of a finding as rows; those that it lacks are left out. */
export function findingRows(finding: Finding): Row[] {
  const { where, expected, actual, sample, evidence: id, quarantined } = finding;
  const row = evidenceRow(id);
  const rows: [string, string | undefined][] = [
    ['where', where],
    ['expected', expected],
    ['actual', actual],
    ['sample', sample],
    ['evidence', row === undefined ? id : `${id}: ${row.fact}`],
    ['source', row?.source],
    ['quarantined', quarantined && `until ${quarantined.expires}, owner ${quarantined.owner}: ${quarantined.reason}`],
  ];
  return rows.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** A finding as a line and a line for each of its rows. */
export function findingText({ level, rule, message, ...finding }: Finding): string {
  return findingLines(`${level}: ${rule}: ${message}`, findingRows({ level, rule, message, ...finding }));
}

/** A title and its rows as lines: each text is bounded, and no text can start a line of its own. */
export function findingLines(title: string, rows: readonly Row[], longest = longestText): string {
  const shown = (text: string): string => visible(cut(text, longest));
  return [shown(title), ...rows.map(([label, text]) => `  ${label}: ${shown(text)}`)].join('\n');
}

/** A report of another version may name a row that this one does not have. */
function evidenceRow(id: EvidenceId): { readonly fact: string; readonly source: string } | undefined {
  return Object.hasOwn(evidence, id) ? evidence[id] : undefined;
}
