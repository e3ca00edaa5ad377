import type { EvidenceId } from './evidence';

/** The rows that neither a case nor a rule covers, and why. */
export const uncovered = {
  C10: 'The user chooses the base URL, and no response says which host is the right one.',
  C16: 'Its cases are not written yet. They would add unknown parts to requests that must be refused.',
  C11: 'It needs credentials for two environments, but a run has them for only one.',
  T5: 'It is about the published sample, not a server; a test checks that the sample fits the schema.',
  R4a: 'It says what cannot be required: the cases of R1 to R4 accept any code that names the reference.',
} as const satisfies Partial<Record<EvidenceId, string>>;
