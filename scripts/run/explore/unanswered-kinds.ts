import { deviationsOf } from '../../contract/model/factors/compose';
import type { Program } from './program';

/** After this many programs of a kind without a response, no more of the kind are sent. */
const enough = 2;

/** The levels of a program's requests, or how it repeats the documented request if it does nothing else. */
function kindsOf({ steps }: Program): string[] {
  const levels = steps.flatMap(({ call, choice }) =>
    deviationsOf(call, choice).map(({ factor, level }) => `${call}:${factor.id}=${level.id}`),
  );
  if (levels.length > 0) return levels;
  return steps.map(({ call, count, together, relation }) => [call, count > 1, together, relation].join(' '));
}

/** Records which levels the target leaves unanswered, so that a run does not wait for each request that has them. */
export class UnansweredKinds {
  readonly #counts = new Map<string, number>();

  add(program: Program): void {
    const kinds = kindsOf(program);
    // If the level is alone, it is certainly the reason.
    const weight = kinds.length === 1 ? enough : 1;
    for (const kind of kinds) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + weight);
  }

  has(program: Program): boolean {
    return this.#counts.size > 0 && kindsOf(program).some((kind) => (this.#counts.get(kind) ?? 0) >= enough);
  }
}
