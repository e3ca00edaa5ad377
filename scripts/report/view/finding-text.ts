import { type EvidenceId, evidence } from '../../contract/evidence';
import { isFailing } from '../../judge/case-verdict';
import { levelOrder } from '../../judge/level';
import { visible } from '../../lib/terminal-text';
import { cut } from '../../lib/text-layout';
import type { Finding } from '../types';

const longestText = 4000;

/** The findings, worst first. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => levelOrder.indexOf(a.level) - levelOrder.indexOf(b.level));
}

/** The findings that fail their case, worst first. */
export function failing(findings: readonly Finding[], strict: boolean): Finding[] {
  return worstFirst(findings.filter(({ level, quarantined }) => !quarantined && isFailing(level, strict)));
}

/** What a finding is about, as labelled lines; fields that it lacks are left out. */
export function findingRows(finding: Finding): [label: string, text: string][] {
  const row = evidenceRow(finding.evidence);
  const rows: [string, string | undefined][] = [
    ['where', finding.where],
    ['expected', finding.expected],
    ['actual', finding.actual],
    ['evidence', row === undefined ? finding.evidence : `${finding.evidence}: ${row.fact}`],
    ['source', row?.source],
    ['quarantined', quarantineText(finding)],
  ];
  return rows.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** A finding as text of several lines, each of one text: bounded, and with nothing in it that makes a line of its own. */
export function findingText(finding: Finding): string {
  const rows = [[finding.level, `${finding.rule}: ${finding.message}`], ...findingRows(finding)] as const;
  return rows
    .map(([label, text], index) => `${index === 0 ? '' : '  '}${label}: ${visible(cut(text, longestText))}`)
    .join('\n');
}

/** `C8: fact (source)`; the id alone where this version does not know the row. */
export function evidenceText(id: EvidenceId): string {
  const row = evidenceRow(id);
  return row === undefined ? id : `${id}: ${row.fact} (${row.source})`;
}

function quarantineText({ quarantined }: Finding): string | undefined {
  return quarantined && `until ${quarantined.expires}, of ${quarantined.owner}: ${quarantined.reason}`;
}

/** A report of another version may name a row that this one does not have. */
function evidenceRow(id: EvidenceId): { readonly fact: string; readonly source: string } | undefined {
  return Object.hasOwn(evidence, id) ? evidence[id] : undefined;
}
