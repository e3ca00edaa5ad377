import type { EvidenceIds } from '../../contract/evidence';
import type { ClientHistory } from './history';
import type { ClientReading } from './reading';
import type { ClientMismatch, Knowledge } from './types';

/** What a rule may look at: one exchange, and what the client did before. */
export interface ClientContext {
  readonly reading: ClientReading;
  readonly history: ClientHistory;
  readonly knowledge: Knowledge;
}

/** One check of requests: pure, with time as an argument. */
export interface ClientRule {
  readonly id: string;
  /** A sentence about the client that is true if the rule finds nothing. */
  readonly title: string;
  /** Why it matters, and what to change in the client. */
  readonly why: string;
  readonly remedy: string;
  readonly evidence: EvidenceIds;
  check(context: ClientContext): readonly ClientMismatch[];
  /** What is certain only when all exchanges have been seen. */
  settle?(history: ClientHistory): readonly ClientMismatch[];
}
