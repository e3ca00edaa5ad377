import type { EvidenceId } from '../evidence';

/** The rows of the general promises that the model names, each in one place. */
export const rows = {
  /** No valid key: 401. */
  keyRefused: 'E1b',
  /** No such resource: 404. */
  notFound: 'E1d',
  /** Unknown things do not change what the contract promises. */
  unknownChangesNothing: 'C16',
} as const satisfies Record<string, EvidenceId>;
