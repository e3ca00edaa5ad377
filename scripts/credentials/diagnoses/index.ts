import { clockDiagnoses, credentialsDiagnoses } from './credentials';
import type { Blame } from './diagnosis';
import { networkDiagnoses } from './network';
import { settingsDiagnoses } from './settings';
import { targetDiagnoses } from './target';

/** Every cause that can be named. A code never changes its meaning: scripts and tickets refer to it. */
export const diagnoses = {
  ...settingsDiagnoses,
  ...networkDiagnoses,
  ...clockDiagnoses,
  ...credentialsDiagnoses,
  ...targetDiagnoses,
};

export type DiagnosisCode = keyof typeof diagnoses;

/** The exit code of a check that failed for this reason. */
export const exitCodeByBlame: Readonly<Record<Blame, 2 | 3 | 4>> = {
  settings: 2,
  network: 3,
  target: 3,
  clock: 4,
  credentials: 4,
};
