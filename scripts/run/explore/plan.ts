import type { CallId } from '../../contract/model';
import type { Choice } from '../../contract/model/factors/compose';
import type { Factor, FactorLevel } from '../../contract/model/factors/draft';
import { CallPlan } from './call-plan';
import {
  acceptedOnly,
  allWrong,
  type Family,
  firstCall,
  isMissingReference,
  type Placed,
  plainest,
  plainMethods,
  referenceFactors,
  wrongReferences,
} from './levels';
import type { Make, PlanInput } from './plan-input';
import { type Program, step } from './program';

const plansOf = (input: PlanInput): CallPlan[] =>
  (Object.entries(input.factors) as [CallId, readonly Factor[]][]).map(
    ([call, factors]) => new CallPlan(call, factors, input),
  );

/**
 * Every level of some factors that hides the effect of others, combined with one level of each of some families.
 *
 * @param isOne combined with one level of all these families together
 */
function twoFaults(
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
function allTwoFaults(plan: CallPlan): Program[] {
  const hiding = plan.hiding();
  return hiding.flatMap((one, at) => hiding.slice(at + 1).flatMap((other) => plan.both(one, other, 0)));
}

/** All programs of a list, made. */
export const made = (makes: readonly Make[]): Program[] => makes.map((make) => make());

/** Programs that already exist, to be mixed with others that do not. */
export const ready = (programs: readonly Program[]): Make[] => programs.map((program) => () => program);

/** Every level that may be accepted or not, to find out which of them the target refuses. */
export function learning(input: PlanInput): Program[] {
  const learnt = new Set<FactorLevel['change']>();
  return plansOf(input).flatMap((plan) => plan.learning(learnt));
}

/** The rows of the array that the default run sends: the first rows contain most of the pairs. */
const firstRows: Readonly<Record<CallId, number>> = {
  'payout-token': 18,
  'payout-options': 0,
  'management-token': 0,
};

/** The number of rows of the array that are sent with the plainest bad requests. */
const plainRows: Readonly<Record<CallId, number>> = { 'payout-token': 44, 'payout-options': 0, 'management-token': 0 };

const isOfCredential = ({ levels: [{ factor }] }: Family): boolean => factor.id === 'credential';
const isWithoutCredential = (family: Family): boolean => isOfCredential(family) && family.name === 'none';
/** One caller for each check to refuse: without a credential, with an expired one, and with one for another purpose. */
const isRefusedCaller = (family: Family): boolean =>
  isOfCredential(family) && ['none', 'management-expired', 'management-without-role'].includes(family.name);
const isPlainCaller = (family: Family): boolean =>
  isRefusedCaller(family) || (isOfCredential(family) && family.name === 'payout');
const isOfMediaType = ({ levels: [{ factor }] }: Family): boolean => factor.id === 'media-type';
const isOfBody = ({ levels: [{ factor }] }: Family): boolean => factor.id === 'body';
const isMediaTypeOrBody = ({ id }: Factor): boolean => id === 'media-type' || id === 'body';
const isBody = ({ id }: Factor): boolean => id === 'body';
const isMethod = ({ id }: Factor): boolean => id === 'method' || id === 'exchange';
const isPath = ({ id }: Factor): boolean => id === 'path';

/** Factors with which a check of the credential can often be bypassed. */
const isAroundChecks = ({ id }: Factor): boolean => ['path', 'method', 'media-type', 'exchange'].includes(id);

/** What finds most: every level in varying combinations, and bad credentials with every spelling of the path. */
export const full = (input: PlanInput): Make[] =>
  plansOf(input).flatMap((plan) => [
    ...plan.acceptedRows(),
    ...plan.neutralRows(0, firstRows[plan.call]),
    ...(plan.call === firstCall ? [] : ready(plan.neutralOnce())),
    ...plan.familyRows(0),
    ...ready(plan.refusedElsewhere()),
    ...(plan.call === firstCall ? [] : plan.refusedRows(acceptedOnly)),
    ...ready(twoFaults(plan, isWithoutCredential, isPath)),
  ]);

/** The telling levels with only a few others: those that are also in a full row, or those that are not. */
export const thin = (input: PlanInput, isInFull: boolean): Make[] =>
  plansOf(input).flatMap((plan) => ready(plan.thinRows(isInFull)));

/** What the default run sends. */
export const first = (input: PlanInput): Make[] => [...full(input), ...thin(input, false), ...thin(input, true)];

/** Several errors in one request, to find servers that check only some of them. */
export const faultsTogether = (input: PlanInput): Program[] => [
  ...plansOf(input).flatMap((plan) => [
    ...plan.wrongBesideEqual(),
    ...(plan.call === firstCall ? made(plan.refusedRows()) : []),
    ...twoFaults(plan, isRefusedCaller, isMethod),
    ...twoFaults(plan, (family) => isRefusedCaller(family) && !isWithoutCredential(family), isPath),
    ...twoFaults(plan, isPlainCaller, isMediaTypeOrBody, true),
    ...twoFaults(plan, isOfMediaType, isBody, true),
    ...twoFaults(plan, isOfBody, isMethod, true),
  ]),
  ...[...wrongReferences(), ...allWrongBesideOthers(), ...plainestExpecting()].map(
    (choice): Program => ({ steps: [step(choice)], round: 0 }),
  ),
];

/** The plainest bad requests under every condition, and more valid ones. */
export const plain = (input: PlanInput): Make[] =>
  plansOf(input).flatMap((plan) => [
    ...plan.plainRows(false),
    ...plan.plainRowsInTurn(),
    ...plan.neutralRows(firstRows[plan.call], plainRows[plan.call]),
  ]);

/** The plainest bad requests with the remaining classes of references. */
export const plainClasses = (input: PlanInput): Make[] => plansOf(input).flatMap((plan) => plan.plainRows(true));

const plainestChoices = (): [factor: string, level: string][] =>
  [...plainest[firstCall], ...plainMethods].map((named) => named.split('=') as [string, string]);

/** The plainest bad requests in which all references are wrong too, which may make a server fail. */
const allWrongBesideOthers = (): Choice[] =>
  plainestChoices()
    .filter(([id]) => !referenceFactors.includes(id))
    .flatMap(([id, level]) => allWrong().map((wrong) => ({ ...wrong, [id]: level })));

/** The plainest bad requests with the levels that are too slow for every row. */
const plainestExpecting = (): Choice[] => plainestChoices().map(([id, level]) => ({ transfer: 'expect', [id]: level }));

/** What finds most of the rest. */
export const second = (input: PlanInput): Make[] =>
  plansOf(input).flatMap((plan) => [
    ...plan.neutralRows(plainRows[plan.call]),
    ...plan.familyRows(1),
    ...plan.familyRows(2),
    ...ready(twoFaults(plan, (family) => isOfCredential(family) && !isRefusedCaller(family), isAroundChecks)),
    ...ready(twoFaults(plan, isMissingReference)),
  ]);

/** All other pairs. */
export const third = (input: PlanInput): Make[] =>
  plansOf(input).flatMap((plan) => [
    ...ready(twoFaults(plan, (family) => !isMissingReference(family))),
    ...plan.levelRows(),
  ]);

/** Each level that must be refused with every row of the array, and every two levels that are refused. */
export function* triples(input: PlanInput): Generator<Program> {
  for (const plan of plansOf(input)) {
    yield* plan.triples();
    yield* allTwoFaults(plan);
  }
}
