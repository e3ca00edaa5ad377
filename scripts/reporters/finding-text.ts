import { type EvidenceId, evidence } from '../contract/evidence';
import { isFailing } from '../verdict/case-verdict';
import { levelOrder } from '../verdict/level';
import type { Finding } from '../verdict/types';

/** The findings, worst first. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => levelOrder.indexOf(a.level) - levelOrder.indexOf(b.level));
}

/** The findings that fail their case, worst first. */
export function failing(findings: readonly Finding[], strict: boolean): Finding[] {
  return worstFirst(findings.filter(({ level }) => isFailing(level, strict)));
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
  ];
  return rows.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** A report of another version may name a row that this one does not have. */
function evidenceRow(id: EvidenceId): { readonly fact: string; readonly source: string } | undefined {
  return Object.hasOwn(evidence, id) ? evidence[id] : undefined;
}
