import type { ContractProperty } from '../contract/properties';
import type { ContractCase } from '../contract/types';
import type { PlannedCase } from '../report/types';
import type { Environment } from './environment/environment';
import { Execution } from './execute';
import type { Phase, Work } from './lifecycle';
import type { RunOptions } from './options';
import { PropertyRun } from './property-run';
import { redrawCommand, reproduceCommand } from './reproduce';
import type { Selected } from './select';
import type { Session } from './session';
import { Sustained } from './sustained';

/** A case as the report knows it before it is sent. */
export function plannedCase(
  { id, title, theme, tags, evidence }: ContractCase,
  more: Pick<PlannedCase, 'reproduce' | 'generated' | 'position' | 'dependencyOnly'>,
): PlannedCase {
  return { id, title, theme, tags, evidence, ...more };
}

/** Sends the selected cases of the contract; then sends them again, and sends the generated requests. */
export function contractWork(
  { plan, drawing, header }: Pick<Selected, 'plan'> & Partial<Selected>,
  { target }: Environment,
  { sending, sustain }: Pick<RunOptions, 'sending' | 'sustain'>,
): Work {
  const { runs = 0, properties: drawn = [] } = drawing ?? {};
  const ids = new Set(plan.cases.map(({ id }) => id));
  const properties = drawn.filter(({ contractCase }) => ids.has(contractCase.id));
  const drawnIds = new Set(properties.map(({ contractCase }) => contractCase.id));
  const planned = plan.cases.map((contractCase) => {
    const { id } = contractCase;
    const origin = drawnIds.has(id)
      ? { generated: runs, reproduce: redrawCommand(id, target, sending.seed, runs) }
      : { reproduce: reproduceCommand(contractCase, target) };
    return plannedCase(contractCase, { ...plan.places?.get(id), ...origin });
  });
  const stages = plan.stages.map((stage) => stage.filter(({ id }) => !drawnIds.has(id)));
  const phases: Phase[] = [(session) => new Execution({ cases: plan.cases, stages }, session).run()];
  if (sustain) phases.push((session) => new Sustained(session, sustain).run());
  for (const property of properties) phases.push((session) => drawPhase(session, property, runs));
  return { planned, cases: plan.cases, phases, ...(header && { header }) };
}

const drawPhase = (session: Session, property: ContractProperty, runs: number): Promise<void> =>
  new PropertyRun(session, require('fast-check') as typeof import('fast-check')).try(property, runs);
