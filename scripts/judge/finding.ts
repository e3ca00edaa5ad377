import type { EvidenceId } from '../contract/evidence';

/** How much a finding matters; see `level.ts`. */
export type Level = 'violation' | 'deviation' | 'warning' | 'observation';

/** What a rule says of an exchange, with the weight that its evidence gives it. */
export interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly evidence: EvidenceId;
  readonly message: string;
  /** A JSON pointer into the body, a claim path, or a header name. */
  readonly where?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** The smallest request found that shows it, where requests were generated: its body. */
  readonly sample?: string;
  /** A known deviation, which does not fail its case. */
  readonly quarantined?: Quarantine;
}

/** Why a finding is put up with, by whom, and until when. */
export interface Quarantine {
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it counts: `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

export type CaseVerdict = 'passed' | 'failed' | 'errored' | 'inconclusive' | 'skipped';
