import { deviationsOf } from '../../../contract/model/factors/compose';
import { firstCall } from '../levels';
import type { Program, Step } from '../program';

/** Whether a program still shows the failure. */
export type Shows = (program: Program) => Promise<boolean>;

type Steps = Program['steps'];

/** The list without the parts that the failure does not need. */
async function fewest<T>(all: readonly T[], shows: (left: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  let kept = all;
  for (let size = Math.ceil(all.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length; ) {
      const left = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (await shows(left)) kept = left;
      else start += size;
    }
  }
  return kept;
}

const withStep = (program: Program, at: number, step: Step): Program => ({
  ...program,
  steps: program.steps.map((each, index) => (index === at ? step : each)) as unknown as Steps,
});

async function fewerSteps(program: Program, shows: Shows): Promise<Program> {
  const steps = await fewest(program.steps, async (left) => {
    const [first, ...others] = left;
    return first !== undefined && shows({ ...program, steps: [first, ...others] });
  });
  return { ...program, steps: steps as Steps };
}

async function fewerLevels(program: Program, at: number, shows: Shows): Promise<Program> {
  const step = program.steps[at]!;
  const ids = deviationsOf(step.call, step.choice).map(({ factor }) => factor.id);
  const keeping = (left: readonly string[]): Program =>
    withStep(program, at, { ...step, choice: Object.fromEntries(left.map((id) => [id, step.choice[id]!])) });
  return keeping(await fewest(ids, (left) => shows(keeping(left))));
}

/** The smallest count that still fails: doubles the count until it fails, then searches between. */
async function smallerCount(program: Program, at: number, shows: Shows): Promise<Program> {
  const step = program.steps[at]!;
  const counting = (count: number): Program => withStep(program, at, { ...step, count });
  // A relation needs two requests.
  let [below, above] = step.relation === undefined ? [0, 1] : [1, 2];
  while (above < step.count && !(await shows(counting(above))))
    [below, above] = [above, Math.min(step.count, 2 * above)];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (await shows(counting(middle))) above = middle;
    else below = middle;
  }
  return counting(above);
}

const simpler: readonly Partial<Step>[] = [
  { relation: undefined },
  // How a reference differs may not matter.
  { relation: 'one-differs' },
  { newConnection: false },
  { together: false },
];

async function simplerStep(program: Program, at: number, shows: Shows): Promise<Program> {
  let simplest = program;
  for (const change of simpler) {
    const step = simplest.steps[at]!;
    // What has no relation is simpler than what has any.
    if (change.relation && (step.relation === undefined || step.call !== firstCall)) continue;
    const [key] = Object.keys(change) as (keyof Step)[];
    if (step[key!] === change[key!]) continue;
    const next = withStep(simplest, at, { ...step, ...change });
    if (await shows(next)) simplest = next;
  }
  return simplest;
}

/**
 * Reduces a failing program to the fewest steps, requests and levels that still fail. The program itself is not sent
 * again.
 */
export async function reduce(program: Program, shows: Shows): Promise<Program> {
  let reduced = program.steps.length > 1 ? await fewerSteps(program, shows) : program;
  for (const at of reduced.steps.keys()) {
    if (reduced.steps[at]!.count > 1) {
      reduced = await simplerStep(reduced, at, shows);
      reduced = await smallerCount(reduced, at, shows);
    }
    reduced = await fewerLevels(reduced, at, shows);
  }
  const plain = { ...reduced, round: 0 };
  return reduced.round !== 0 && (await shows(plain)) ? plain : reduced;
}
