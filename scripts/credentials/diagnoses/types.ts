import type { EvidenceId } from '../../contract/evidence';

/** What is at fault. Credentials are accused only by what speaks of credentials: never by 429, 5xx or a page of HTML. */
export type Blame = 'credentials' | 'clock' | 'network' | 'target' | 'settings';

export interface Diagnosis {
  /** The cause in one sentence, true of every case in which the code is given. */
  readonly title: string;
  readonly evidence: readonly EvidenceId[];
  readonly blame: Blame;
  /** What to do next. */
  readonly remedy: string;
}

export type DiagnosisTable = Readonly<Record<string, Diagnosis>>;
