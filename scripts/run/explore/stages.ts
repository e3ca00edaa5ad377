import type { CallId } from '../../contract/model';
import type { Factor } from '../../contract/model/factors/draft';
import { atOnce, histories } from './histories';
import {
  faultsTogether,
  first,
  full,
  learning,
  made,
  plain,
  plainClasses,
  ready,
  second,
  thin,
  third,
  triples,
} from './plan';
import { type Factors, type Make, type PlanInput, shuffled } from './plan-input';
import { type Explore, type Program, step } from './program';

/** Programs that are sent before the next stage is made, which can depend on what they show. */
export interface Stage {
  readonly programs: Iterable<Program>;
  /** Whether they are sent one after the other, because they depend on earlier requests or send several at once. */
  readonly inOrder: boolean;
  /** Whether the next stage depends on what they show. */
  readonly learns?: true;
}

const pairs = (programs: Iterable<Program>): Stage => ({ programs, inOrder: false });
const learn = (programs: readonly Program[]): Stage => ({ programs, inOrder: false, learns: true });
const alone = (programs: readonly Program[]): Stage => ({ programs, inOrder: true });

/** A program with a limited number of its levels that a target may accept or refuse. */
function thinned({ steps, round }: Program, factors: Factors, most: number): Program {
  const [{ call, choice }] = steps;
  let left = most;
  const entries = shuffled(Object.entries(choice), round).filter(([factor, id]) => {
    const own = factors[call]?.find((each: Factor) => each.id === factor);
    const open = own?.levels.find((level) => level.id === id)?.alone === 'open';
    left -= open ? 1 : 0;
    return !open || left >= 0;
  });
  return { steps: [step(Object.fromEntries(entries), { call: call as CallId })], round };
}

/** The first `most` items of several lists. Each list is made when it is reached. */
function* upTo(most: number, ...lists: readonly (() => readonly Make[])[]): Generator<Program> {
  let left = most;
  for (const list of lists) {
    if (left <= 0) return;
    const programs = made(list().slice(0, left));
    left -= programs.length;
    yield* programs;
  }
}

/** How many histories and requests at once a number of programs contains. */
const shares = { histories: 0.2, atOnce: 0.1 } as const;

function* some(most: number, input: PlanInput): Generator<Stage> {
  const { seed, factors } = input;
  // A call cannot be sent without its credentials.
  const canBeSent = ({ steps }: Program): boolean => steps.every(({ call }) => factors[call] !== undefined);
  const share = (programs: readonly Program[], of: number) =>
    shuffled(programs.filter(canBeSent), seed).slice(0, Math.ceil(most * of));
  const [before, together] = [share(histories, shares.histories), share(atOnce, shares.atOnce)];
  // There are few histories; pairs make up the rest.
  const left = most - before.length - together.length;
  const learnt = learning(input);
  if (left < learnt.length + full(input).length + plain(input).length) {
    const telling = [...ready(learnt), ...full(input), ...thin(input, false), ...second(input)];
    const few = shuffled(telling, seed).slice(0, Math.max(0, left));
    yield pairs(made(few).map((each) => thinned(each, factors, 2)));
  } else {
    yield learn(learnt);
    const rest = (list: () => Make[]) => () => shuffled(list(), seed);
    yield pairs(
      upTo(
        left - learnt.length,
        rest(() => full(input)),
        rest(() => plain(input)),
        rest(() => ready(faultsTogether(input))),
        // The contract's cases send most of these values too.
        rest(() => thin(input, false)),
        rest(() => plainClasses(input)),
        rest(() => thin(input, true)),
        rest(() => second(input)),
        rest(() => third(input)),
      ),
    );
  }
  yield alone(before);
  yield alone(together);
}

/** Everything that is sent, in order. It is the same for the same seed and a target that refuses the same. */
export function* stagesOf(explore: Explore, input: PlanInput): Generator<Stage> {
  if (explore.kind === 'named') return yield alone(explore.programs);
  if (explore.kind === 'some') return yield* some(explore.programs, input);
  yield learn(learning(input));
  yield pairs(made(first(input)));
  if (explore.kind !== 'default') {
    yield pairs(faultsTogether(input));
    yield pairs(made([...plain(input), ...plainClasses(input)]));
    yield pairs(made(second(input)));
    yield pairs(made(third(input)));
  }
  yield alone(histories);
  yield alone(atOnce);
  if (explore.kind === 'triples') yield pairs(triples(input));
}
