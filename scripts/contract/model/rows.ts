import type { EvidenceId } from '../evidence';

/** The rows of the general promises that the model names, each in one place. */
export const rows = {
  /** No valid key: 401. */
  keyRefused: 'E1',
  /** No such resource: 404. */
  notFound: 'E1',
  /** What the contract does not know changes nothing that it promises. */
  unknownChangesNothing: 'C15a',
} as const satisfies Record<string, EvidenceId>;
