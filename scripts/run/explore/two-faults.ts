import type { Factor } from '../../contract/model/factors/draft';
import type { CallPlan } from './call-plan';
import type { Family, Placed } from './levels';
import type { Program } from './program';

/**
 * Every level of some factors that hides the effect of others, combined with one level of each of some families.
 *
 * @param isOne combined with one level of all these families together
 */
export function twoFaults(
  plan: CallPlan,
  isBeside: (family: Family) => boolean,
  isOf: (factor: Factor) => boolean = () => true,
  isOne = false,
): Program[] {
  const families = plan.families.filter(isBeside).map(({ levels }) => levels as readonly Placed[]);
  return plan
    .hiding()
    .filter(({ factor }) => isOf(factor))
    .flatMap((placed, index) =>
      (isOne ? [families.flat()] : families).flatMap((levels) => {
        const inTurn = levels.map((_, at) => levels[(index + at) % levels.length]!);
        // Some levels leave nothing that others could change.
        return inTurn.flatMap((each) => plan.both(placed, each, index)).slice(0, 1);
      }),
    );
}

/** Every two levels that hide the effect of others. */
export function allTwoFaults(plan: CallPlan): Program[] {
  const hiding = plan.hiding();
  return hiding.flatMap((one, at) => hiding.slice(at + 1).flatMap((other) => plan.both(one, other, 0)));
}
