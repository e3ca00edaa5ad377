import { type EvidenceId, evidence } from '../contract/evidence';
import { clientRules } from '../judge/client/rules';
import { findingKey, type Finding as OwnFinding } from '../judge/finding';
import { defined } from '../lib/defined';
import { recordFinding } from '../report/record';
import type { Redactor } from '../report/redactor';
import { worstFirst } from '../report/view/finding-text';
import type { Finding } from './types';

/** Findings as the library gives them: without secrets, with their evidence, worst first, each once. */
export function findingsFor(findings: readonly OwnFinding[], redactor: Redactor): Finding[] {
  const once = new Map<string, OwnFinding>();
  for (const finding of worstFirst(findings))
    if (!once.has(findingKey(finding))) once.set(findingKey(finding), finding);
  return [...once.values()].map((finding): Finding => {
    const { rule, level, message, where, expected, actual } = recordFinding(finding, redactor);
    const { fact, source } = evidence[finding.evidence as EvidenceId];
    const remedy = level === 'client' ? clientRules.find(({ id }) => id === rule)?.remedy : undefined;
    const more = defined({ where, expected, actual, remedy });
    return { rule, level, evidence: finding.evidence, fact, source, message, ...more };
  });
}
