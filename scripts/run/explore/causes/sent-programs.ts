import { type ChosenLevel, deviationsOf } from '../../../contract/model/factors/compose';
import { isReference } from '../levels';
import type { Program, Step } from '../program';
import type { Sent } from '../send';
import type { Failure } from './causes';

/** A program that was sent, and what went wrong with it. */
export interface SentProgram {
  readonly program: Program;
  /** How its last request had to be answered. */
  readonly outcome: Sent['prediction']['outcome'];
  /** The effects that it showed; see `effectKey`. */
  readonly effects: ReadonlySet<string>;
}

/** As many as are kept: triples are too many, and the first ones are the most telling. */
const mostKept = 20_000;

/** Keeps which programs were sent, so that causes can be compared with those that did not fail. */
export class SentPrograms {
  readonly all: SentProgram[] = [];

  add(program: Program, sent: readonly Sent[], failures: readonly Failure[]): void {
    const last = sent.at(-1);
    if (!last || this.all.length >= mostKept) return;
    const effects = new Set(failures.map(({ effect }) => effect));
    this.all.push({ program, outcome: last.prediction.outcome, effects });
  }
}

/** Conditions that programs may have in common. */
export interface Shape {
  readonly program: Program;
  /** The factor of the last step whose level does not matter. */
  readonly free?: ChosenLevel | undefined;
  /** Whether the last request needs exactly one level more for which it must be refused, or may have none. */
  readonly faults: 0 | 1;
}

/** The levels in which a program differs from a shape. */
export interface ShapeDifference {
  /** The level of the free factor. */
  readonly level?: ChosenLevel | undefined;
  /** The level for which it must be refused. */
  readonly fault?: ChosenLevel | undefined;
}

const isSameFactor = ({ factor }: ChosenLevel, other: ChosenLevel): boolean =>
  factor.id === other.factor.id || (isReference(factor) && isReference(other.factor));

/** The levels of a step that another one does not have; `undefined` if it lacks one of them, or differs otherwise. */
function moreOf(own: Step, shape: Step, free: ChosenLevel | undefined): readonly ChosenLevel[] | undefined {
  const isSame =
    own.call === shape.call &&
    own.count >= shape.count &&
    own.count > 1 === shape.count > 1 &&
    own.together === shape.together &&
    (shape.relation === undefined || own.relation === shape.relation);
  if (!isSame) return undefined;
  const wanted = deviationsOf(shape.call, shape.choice).filter(({ factor }) => factor.id !== free?.factor.id);
  if (!wanted.every(({ factor, level }) => own.choice[factor.id] === level.id)) return undefined;
  return deviationsOf(own.call, own.choice).filter(
    ({ factor }) => !wanted.some((each) => each.factor.id === factor.id),
  );
}

/**
 * How a program differs from a shape; `undefined` if it does not have the conditions, or others that are more than
 * harmless variations, because they could hide what the conditions cause.
 */
export function variantOf({ steps }: Program, { program, free, faults }: Shape): ShapeDifference | undefined {
  if (steps.length !== program.steps.length) return undefined;
  const more = steps.map((each, at) => moreOf(each, program.steps[at]!, at === steps.length - 1 ? free : undefined));
  if (more.some((levels) => levels === undefined)) return undefined;
  if (more.slice(0, -1).some((levels) => levels!.length > 0)) return undefined;
  let left = more.at(-1)!;
  let level: ChosenLevel | undefined;
  if (free) {
    const own = left.filter((each) => isSameFactor(each, free));
    level = own.find((each) => each.level.id === free.level.id) ?? (own.length === 1 ? own[0] : undefined);
    if (!level) return undefined;
    left = left.filter((each) => each !== level);
  }
  const telling = left.filter((each) => each.level.alone !== 'accepted');
  const [fault, ...others] = telling;
  if (telling.length !== faults || others.length > 0 || (fault && fault.level.alone !== 'refused')) return undefined;
  return { ...(level && { level }), ...(fault && { fault }) };
}

/** The names under which levels are refused for one reason: their family, or their factor. */
export const familyOf = ({ factor, level }: ChosenLevel): string => level.family ?? factor.id;
