import type { CredentialCheck, ReportedStep } from './credential-check-schema';

/** The step that found the cause. */
export const causeStep = ({ steps, cause }: Pick<CredentialCheck, 'steps' | 'cause'>): ReportedStep | undefined =>
  steps.find(({ diagnosis }) => diagnosis !== undefined && diagnosis === cause?.code);
