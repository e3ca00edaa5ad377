import type { EvidenceId } from './evidence';

/** The rows that no case and no rule covers, and why. */
export const uncovered = {
  C10: "The base URL is the user's to choose: no response says which host is the right one.",
  C16: 'Its cases are still to be written: requests that must be refused, with something unknown added.',
  C11: 'It takes credentials for two environments, and a run has them for one.',
  T5: 'It is about the published sample, not a server; a test checks that the sample fits the schema.',
  E4: 'It takes all errors of a run together, and a rule sees one response at a time.',
  R4a: 'It says what must not be required: there, the cases of R1 to R4 accept any code that names the reference.',
  H7: 'It takes a key that lacks a role, which nobody has on purpose.',
} as const satisfies Partial<Record<EvidenceId, string>>;
