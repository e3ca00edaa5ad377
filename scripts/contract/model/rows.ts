import type { EvidenceId } from '../evidence';

/** The rows of the general promises that the model names, each in one place. */
export const rows = {
  /** No valid key: 401. */
  keyRefused: 'E1b',
  /** No such resource: 404. */
  notFound: 'E1d',
  /** What the contract does not know changes nothing that it promises. */
  unknownChangesNothing: 'C16',
} as const satisfies Record<string, EvidenceId>;
