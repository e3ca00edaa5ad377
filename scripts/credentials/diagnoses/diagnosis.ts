import type { EvidenceId } from '../../contract/evidence';

/** What is at fault. Only the API's own answer blames credentials: never a 429, a 5xx or an HTML page. */
export type Blame = 'credentials' | 'clock' | 'network' | 'target' | 'settings';

export interface DiagnosisInfo {
  /** The cause in one sentence. It is true whenever the code is given. */
  readonly title: string;
  readonly evidence: readonly EvidenceId[];
  readonly blame: Blame;
  /** What to do next. */
  readonly remedy: string;
}

export const copyAgain = 'copy the whole private key again, with nothing before or after it';
export const sendBundle = "run the command with --bundle FILE and send the file to the target's operator";

type DiagnosisText = Pick<DiagnosisInfo, 'title' | 'remedy'> & Partial<Pick<DiagnosisInfo, 'evidence'>>;

/** Diagnoses that blame the same thing. */
export function blaming<Code extends string>(
  blame: Blame,
  rows: Readonly<Record<Code, DiagnosisText>>,
): Record<Code, DiagnosisInfo> {
  const entries = Object.entries<DiagnosisText>(rows).map(([code, row]) => [code, { evidence: [], ...row, blame }]);
  return Object.fromEntries(entries);
}
