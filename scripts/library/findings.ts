import { type EvidenceId, evidence } from '../contract/evidence';
import { clientRules } from '../judge/client/rules';
import { findingKey, type Finding as OwnFinding } from '../judge/finding';
import { defined } from '../lib/defined';
import { recordFinding } from '../report/record';
import type { Redactor } from '../report/redactor';
import { worstFirst } from '../report/view/finding-text';
import type { Finding } from './types';

const remedyOf = (rule: string): string | undefined => clientRules.find(({ id }) => id === rule)?.remedy;

/** Findings as the library gives them: without secrets, with their evidence, worst first, each once. */
export function findingsFor(findings: readonly OwnFinding[], redactor: Redactor): Finding[] {
  const seen = new Set<string>();
  const once = worstFirst(findings).filter((finding) => {
    const key = findingKey(finding);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  return once.map((finding): Finding => {
    const { rule, level, message, where, expected, actual } = recordFinding(finding, redactor);
    const { fact, source } = evidence[finding.evidence as EvidenceId];
    const remedy = level === 'client' ? remedyOf(rule) : undefined;
    const more = defined({ where, expected, actual, remedy });
    return { rule, level, evidence: finding.evidence, fact, source, message, ...more };
  });
}
