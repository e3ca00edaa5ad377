import { clockDiagnoses, credentialDiagnoses } from './credentials';
import { networkDiagnoses } from './network';
import { settingDiagnoses } from './settings';
import { targetDiagnoses } from './target';
import type { Blame, Diagnosis, DiagnosisTable } from './types';

export type { Blame, Diagnosis } from './types';

/** Every cause that can be named. A code never changes its meaning: scripts and tickets refer to it. */
export const diagnoses = {
  ...settingDiagnoses,
  ...networkDiagnoses,
  ...clockDiagnoses,
  ...credentialDiagnoses,
  ...targetDiagnoses,
} as const satisfies DiagnosisTable;

export type DiagnosisCode = keyof typeof diagnoses;

export const diagnosisOf = (code: DiagnosisCode): Diagnosis => diagnoses[code];

/** The exit code of a check that failed for this reason. */
export const exitCodeOf: Readonly<Record<Blame, 2 | 3 | 4>> = {
  settings: 2,
  network: 3,
  target: 3,
  clock: 4,
  credentials: 4,
};
