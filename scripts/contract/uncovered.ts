import type { EvidenceId } from './evidence';

/** The rows that no case and no rule can hold a server to, and why. */
export const uncovered = {
  C10: "The base URL is the user's to choose: no response says which host is the right one.",
  C11: 'It takes credentials of two environments, and a run has those of one.',
  T5: 'It speaks of the published sample, not of a server; a test holds that the sample fits the schema.',
  R4a: 'It says what is not to be asked for: the cases of R1 to R4 take any code there that names the reference.',
  H7: 'It takes a key that lacks a role, and nobody has one on purpose.',
} as const satisfies Partial<Record<EvidenceId, string>>;
