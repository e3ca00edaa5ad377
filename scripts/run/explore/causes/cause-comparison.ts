import type { CallId } from '../../../contract/model';
import { type ChosenLevel, deviationsOf } from '../../../contract/model/factors/compose';
import type { Program } from '../program';
import type { Cause } from './causes';
import { effectOf } from './effect';
import { type SentProgram, type Shape, type ShapeDifference, variantOf } from './sent-programs';

/** The levels of a program's last request that differ from the documented one. */
export const levelsOfLast = ({ steps }: Program): readonly ChosenLevel[] => {
  const { call, choice } = steps.at(-1)!;
  return deviationsOf(call, choice);
};

/** Those for which it must be refused. */
export const faultsOf = (program: Program): readonly ChosenLevel[] =>
  levelsOfLast(program).filter(({ level }) => level.alone === 'refused');

/** Identifies a level of a call. */
export const levelKey = ({ factor, level }: ChosenLevel): string => `${factor.id}=${level.id}`;

/** The call of a program's last request. */
export const callOfLast = ({ steps }: Program): CallId => steps.at(-1)!.call;

/** Which levels that make a request bad are considered. */
export type FaultTest = (fault: ChosenLevel | undefined) => boolean;
/** All of them. */
export const anyFault: FaultTest = () => true;

/** Compares a cause with everything that was sent. */
export class CauseComparison {
  readonly #sent: readonly SentProgram[];
  /** The programs of the cause; each showed it. */
  readonly own: readonly Program[];
  readonly accepts: boolean;

  constructor(
    readonly cause: Cause,
    sent: readonly SentProgram[],
  ) {
    const { program, also, effect } = cause;
    this.accepts = effectOf(cause.failing) === 'accepts' && faultsOf(program).length > 0;
    this.own = [program, ...also];
    const outcome = this.accepts ? 'refused' : cause.failing.prediction.outcome;
    const reduced: SentProgram = { program, outcome, effects: new Set([effect]) };
    // What could not show the effect says nothing about it.
    const telling = sent.filter(({ outcome }) => {
      if (this.accepts) return outcome === 'refused';
      return effect !== 'refuses' || outcome === 'accepted';
    });
    this.#sent = [...telling, reduced];
  }

  /** The calls that show it. */
  get calls(): CallId[] {
    return [...new Set(this.own.map(callOfLast))];
  }

  /** Calls `see` with each program that differs from a shape in nothing that matters, and whether it shows the effect. */
  each(shape: Shape, see: (variant: ShapeDifference, shows: boolean, program: Program) => void): void {
    for (const { program, effects } of this.#sent) {
      const variant = variantOf(program, shape);
      if (variant) see(variant, effects.has(this.cause.effect), program);
    }
  }

  /** The levels of a program's factor under which the effect shows, and those under which it does not. */
  split(shape: Shape, of: (variant: ShapeDifference) => ChosenLevel | undefined, isMeant: FaultTest = anyFault) {
    const seen = new Map<string, { readonly chosen: ChosenLevel; shown: number; all: number }>();
    this.each(shape, (variant, shows) => {
      const chosen = of(variant);
      if (!chosen || !isMeant(variant.fault)) return;
      const known = seen.get(levelKey(chosen)) ?? { chosen, shown: 0, all: 0 };
      known.all += 1;
      known.shown += shows ? 1 : 0;
      seen.set(levelKey(chosen), known);
    });
    const all = [...seen.values()];
    return {
      showing: all.filter(({ shown, all: total }) => 2 * shown > total).map(({ chosen }) => chosen),
      fine: all.filter(({ shown, all: total }) => 2 * shown <= total).map(({ chosen }) => chosen),
    };
  }
}
