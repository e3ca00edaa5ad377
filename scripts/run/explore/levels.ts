import type { CallId } from '../../contract/model';
import { type Choice, isAllowed } from '../../contract/model/factors/compose';
import type { Factor, FactorLevel } from '../../contract/model/factors/draft';
import { hash32 } from '../../lib/seeded-random';
import { shuffled } from './plan-input';

/** A level with its factor. */
export interface Placed {
  readonly factor: Factor;
  readonly level: FactorLevel;
}

/** Levels that are refused for the same reason, in an order that the seed chooses. */
export interface Family {
  readonly name: string;
  readonly levels: readonly [Placed, ...Placed[]];
}

/** The levels of a factor that differ from the documented request. */
export const deviating = ({ levels: [, ...others] }: Factor): readonly FactorLevel[] => others;

/** The call that is explored first, and from which most is learnt about the levels. */
export const firstCall: CallId = 'payout-token';

/** The factors that are the values of references. */
export const referenceFactors = ['customer-ref', 'order-ref', 'instruction-ref'];
/** Whether a factor is the value of a reference. */
export const isReference = ({ id }: Factor): boolean => referenceFactors.includes(id);
/** The levels of some factors that differ from the documented request. */
export const placedOf = (factors: readonly Factor[]): Placed[] =>
  factors.flatMap((factor) => deviating(factor).map((level) => ({ factor, level })));
/** Whether a level alone must be accepted. */
export const isAccepted = ({ alone }: FactorLevel): boolean => alone === 'accepted';
/** Whether a level can be combined with any other: a request with it need not be refused. */
export const isNeutral = ({ alone, hides }: FactorLevel): boolean => alone !== 'refused' && !hides;

/** A factor with those of its levels that can be combined with any others, including the first. */
export interface Neutral {
  readonly factor: Factor;
  readonly levels: readonly FactorLevel[];
  /** Whether some of them hide errors in other factors. */
  readonly obscuring: boolean;
}

/** The levels of each factor that can be combined with any others. */
export const neutralOf = (
  factors: readonly Factor[],
  isSolo: (factor: Factor, level: FactorLevel) => boolean,
): readonly Neutral[] =>
  factors.map((factor) => ({
    factor,
    levels: factor.levels.filter((level, index) => index === 0 || (isNeutral(level) && !isSolo(factor, level))),
    obscuring: factor.levels.some(({ obscures }) => obscures !== undefined),
  }));

/** The levels that cannot be combined with others, by the reason why they are refused. */
export function familiesOf(factors: readonly Factor[], seed: number): Family[] {
  const families = new Map<string, Placed[]>();
  for (const placed of placedOf(factors).filter(({ level }) => !isNeutral(level))) {
    const name = placed.level.family ?? placed.factor.id;
    families.set(name, [...(families.get(name) ?? []), placed]);
  }
  return [...families].map(([name, levels]) => ({ name, levels: shuffled(levels, seed) as [Placed, ...Placed[]] }));
}

const missing = 'reference R1';
/** Whether a family contains the references that are absent, null or empty. */
export const isMissingReference = ({ name }: Pick<Family, 'name'>): boolean => name === missing;

/** One level for each input rule: a server may check each rule of each reference separately. */
const plainestOfReference = ['absent', 'length-51', 'space', 'number'];

/** One level for each check that a server may skip under some condition. */
export const plainest: Readonly<Record<CallId, readonly string[]>> = {
  'payout-token': [
    ...['none', 'expired', 'payout', 'no-role', 'forged-changed-signature', 'forged-alg-none'].map(
      (id) => `credential=${id}`,
    ),
    ...referenceFactors.flatMap((name) => plainestOfReference.map((id) => `${name}=${id}`)),
    'transport=elsewhere',
    'media-type=text',
  ],
  'payout-options': [
    ...['none', 'expired', 'forged-changed-signature'].map((id) => `credential=${id}`),
    'transport=elsewhere',
  ],
  'management-token': [
    'credential=none',
    'signature=other-key',
    'offset=minus-600',
    'key=unknown',
    'credential=used-nonce',
  ],
};

/** Methods that the call does not have. */
export const plainMethods = ['put', 'get', 'head', 'options', 'delete'].map((id) => `method=${id}`);

/** Levels that take turns: whoever skips such a check under some condition rarely does so for one of them only. */
export const plainInTurn: Readonly<Record<CallId, readonly (readonly string[])[]>> = {
  'payout-token': [
    ...['null', 'empty', 'white-space', 'object', 'length-256', 'digit', 'zero-width', 'slashes'].map((level, at) =>
      referenceFactors.map((_, index) => `${referenceFactors[(index + at) % referenceFactors.length]}=${level}`),
    ),
    ['transport=elsewhere-beside-invented', 'transport=elsewhere-beside-basic'],
    plainMethods,
    [...plainMethods].reverse(),
  ],
  'payout-options': [],
  'management-token': [],
};

/** The ways in which a reference can be wrong; the first is not wrong. */
const wrongInOneWay = ['fresh', 'absent', 'null', 'empty', 'number', 'object', 'white-space', 'length-51', 'space'];

/** Requests with two or three wrong references: every pair of ways in which two of them can be wrong. */
export const wrongReferences = (): Choice[] => {
  const [customer, order, instruction] = referenceFactors as [string, string, string];
  return wrongInOneWay.flatMap((one, at) =>
    wrongInOneWay.map((other, index) => {
      const third = wrongInOneWay[(at + index) % wrongInOneWay.length]!;
      return { [customer]: one, [order]: other, [instruction]: third };
    }),
  );
};

/** All ways in which a reference can be wrong, three in each request. */
export const allWrong = (): Choice[] => {
  const ways = wrongInOneWay.slice(1);
  const [customer, order, instruction] = referenceFactors as [string, string, string];
  return [0, 3, 6].map((at) => ({
    [customer]: ways[at]!,
    [order]: ways[at + 1]!,
    [instruction]: ways[(at + 2) % ways.length]!,
  }));
};

/** What must never be accepted in any combination, so it is combined with everything. */
export const isTelling = ({ name, levels: [{ factor }] }: Family): boolean =>
  ['credential', 'body', 'signature', 'offset', ...referenceFactors].includes(factor.id) &&
  !['no-role', 'invented'].includes(name);

/** The scheme in lower case (H6), for credentials that must be refused: other code may check them. */
export const otherScheme = ({ name, levels: [{ factor }] }: Family, factors: readonly Factor[]): Placed[] =>
  (factor.id === 'credential' && name !== 'none') || factor.id === 'signature'
    ? placedOf(factors).filter(({ factor: { id }, level }) => id === 'transport' && level.id === 'lower-case')
    : [];

/** A choice without the levels that have no effect, because another level or a fixed one leaves nothing to change. */
export function allowed(call: CallId, choice: Choice, fixed: Choice): Choice {
  if (isAllowed(call, choice)) return choice;
  let kept: Choice = fixed;
  for (const [id, level] of Object.entries(choice)) {
    const more = { ...kept, [id]: level };
    if (!(id in fixed) && isAllowed(call, more)) kept = more;
  }
  return kept;
}

/** A row of accepted levels. */
export const acceptedOnly = { isFitLevel: isAccepted };

/** Correlation ids with which a refusal does not show whether it returns the caller's id. */
const untellingIds = ['none', 'long', 'spaces', 'empty', 'non-ascii'];

/** A level with a caller's id that every refusal has to return (E5). */
export const correlated = {
  isFitLevel: ({ id }: FactorLevel, factor: Factor): boolean =>
    factor.id !== 'correlation' || !untellingIds.includes(id),
};

/** Which neutral levels a row has. */
export interface RowOptions {
  readonly isFit?: (factor: Factor) => boolean;
  readonly isFitLevel?: (level: FactorLevel, factor: Factor) => boolean;
  /** Whether all references have values of the same class. */
  readonly alike?: boolean;
}

/** Whether a level is tried by itself first. A wrong value is tried for only one of the three references. */
export function isInTurn({ factor, level }: Placed, seed: number): boolean {
  if (!isReference(factor) || isMissingReference({ name: level.family ?? '' })) return true;
  return factor.id === referenceFactors[((hash32(level.id) ^ seed) >>> 0) % referenceFactors.length];
}
