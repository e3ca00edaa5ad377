import type { ContractCase } from '../contract/types';
import { exploreId, type Part, parts } from '../report/explored-places';
import type { PlannedCase, Shard } from '../report/types';
import type { Environment } from './environment/environment';
import { Execution } from './execute';
import { nothingExplored } from './explore/explore-id';
import type { Explore } from './explore/program';
import type { Phase, Work } from './lifecycle';
import type { RunOptions } from './options';
import { exploreCommand, reproduceCommand } from './reproduce';
import type { Selected } from './select';
import type { Session } from './session';
import { Sustained } from './sustained';

/** A case as the report knows it before it is sent. */
export function plannedCase(
  { id, title, theme, tags, evidence }: ContractCase,
  more: Pick<PlannedCase, 'reproduce' | 'position' | 'dependencyOnly'>,
): PlannedCase {
  return { id, title, theme, tags, evidence, ...more };
}

const partTitles: Readonly<Record<Part, string>> = {
  pairs: 'keeps the contract when the conditions of two cases come together',
  histories: 'keeps the contract whatever was sent before',
  'at-once': 'keeps the contract when requests come at the same time',
};

/** The case that stands for a part of exploring. */
function partCase(part: Part, { target }: Environment, seed: number): PlannedCase {
  const id = exploreId(part);
  return {
    ...{ id, title: partTitles[part], theme: 'Exploring', tags: ['explore'], evidence: ['C1', 'C8', 'E1'] },
    reproduce: exploreCommand(id, target, seed),
  };
}

/** Sends the selected cases of the contract; after them, sends them again, and explores beyond them. */
export function contractWork(
  {
    plan,
    explore,
    notExplored,
    header,
  }: Pick<Selected, 'plan'> & Partial<Selected> & { readonly notExplored?: string },
  environment: Environment,
  { sending, sustain }: Pick<RunOptions, 'sending' | 'sustain'>,
): Work {
  const { target } = environment;
  const planned = plan.cases.map((contractCase) =>
    plannedCase(contractCase, {
      ...plan.places?.get(contractCase.id),
      reproduce: reproduceCommand(contractCase, target),
    }),
  );
  const phases: Phase[] = [(session) => new Execution(plan, session).run()];
  if (sustain) phases.push((session) => new Sustained(session, sustain).run());
  if (explore) {
    phases.push((session) => explorationOf(session, explore, header?.shard).run());
    if (explore.kind !== 'named') {
      // Each shard has them, at the end of the whole plan.
      const { size } = plan;
      const place = (index: number) => (size === undefined ? {} : { position: size + 1 + index });
      planned.push(...parts.map((part, index) => ({ ...partCase(part, environment, sending.seed), ...place(index) })));
    }
  }
  if (!explore && notExplored !== undefined)
    phases.push(async (session) => session.parts.emit(nothingExplored(sending.seed, notExplored)));
  return { planned, cases: plan.cases, phases, ...(header && { header }) };
}

/** Loaded only for exploring. */
function explorationOf(session: Session, explore: Explore, shard?: Shard) {
  const { Exploration } = require('./explore/explore') as typeof import('./explore/explore');
  return new Exploration(session, explore, shard);
}
