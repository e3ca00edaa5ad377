import type { CallId } from '../../../contract/model';
import { type Choice, type ChosenLevel, deviationsOf } from '../../../contract/model/factors/compose';
import { groupBy } from '../../../lib/group-by';
import { firstCall, isReference } from '../levels';
import { callTitles, type Program, withLast } from '../program';
import {
  anyFault,
  CauseComparison,
  callOfLast,
  type FaultTest,
  faultsOf,
  levelKey,
  levelsOfLast,
} from './cause-comparison';
import type { Cause } from './causes';
import { effectOf, statusOf } from './effect';
import { noResponse, skippedIn, wrongResponse } from './effect-words';
import { levelsInWords } from './level-families';
import { familyOf, type SentProgram, type Shape } from './sent-programs';
import { repeatText, requestText } from './step-text';

/** What a target does under some conditions, and for how many of the combinations with them it was seen. */
export interface CausePattern {
  /** To be read after "the target". */
  readonly title: string;
  readonly matched: number;
  readonly of: number;
}

/** An error is only what shows the effect if this share of other errors shows it too. */
const mostErrors = 0.8;

const omit = (program: Program, left: readonly ChosenLevel[]): Program => {
  const last = program.steps.at(-1)!;
  const choice: Choice = Object.fromEntries(
    Object.entries(last.choice).filter(([id]) => !left.some(({ factor }) => factor.id === id)),
  );
  return withLast(program, { ...last, choice });
};

/** Whether a program is the documented request, sent once. */
const isBare = ({ steps: [{ call, choice, count, relation, newConnection }, ...more] }: Program): boolean =>
  more.length === 0 &&
  count === 1 &&
  relation === undefined &&
  !newConnection &&
  deviationsOf(call, choice).length === 0;

/** The words for a step's levels, with other levels of the same factor that show the same. */
function levelTexts(comparison: CauseComparison, { program, faults }: Shape, isMeant: FaultTest): string[] {
  return levelsOfLast(program).map((chosen) => {
    const { showing, fine } = comparison.split({ program, free: chosen, faults }, ({ level }) => level, isMeant);
    const failing = showing.filter((each) => levelKey(each) !== levelKey(chosen));
    // A level under which a request must be refused is another condition than one under which it must be accepted.
    const isLike = (each: ChosenLevel): boolean =>
      (each.level.alone === 'refused') === (chosen.level.alone === 'refused');
    return levelsInWords(
      [chosen, ...failing.filter(isLike)],
      fine.filter((each) => levelKey(each) !== levelKey(chosen)),
    );
  });
}

const and = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;

/** The conditions of a program in words. */
function conditionText(comparison: CauseComparison, shape: Shape, isMeant: FaultTest = anyFault): string {
  const { program } = shape;
  const { cause, calls } = comparison;
  const before = program.steps.slice(0, -1);
  const last = program.steps.at(-1)!;
  const repeated = last.count > 1 || last.newConnection || last.relation !== undefined;
  const isIntermittent = cause.times !== undefined;
  const words = [
    and(levelTexts(comparison, shape, isMeant)),
    ...(repeated && !isIntermittent ? [`for a request sent ${repeatText(last)}`] : []),
    ...before.map(
      (each, at) => `after ${beforeText(comparison, each, at)}${each.count > 1 ? ` ${repeatText(each)}` : ''}`,
    ),
    ...(cause.needsUsedConnection ? ['on a connection that was used before'] : []),
  ];
  return [...words, callText(calls, callOfLast(program))].filter((text) => text !== '').join(', ');
}

/** An earlier request in words, with the levels that have the same consequence in its place. */
function beforeText({ own }: CauseComparison, step: Program['steps'][number], at: number): string {
  const [only, ...more] = deviationsOf(step.call, step.choice);
  if (!only || more.length > 0) return requestText(step);
  const like = own.flatMap(({ steps }) => {
    const other = steps[at];
    const levels =
      other && at < steps.length - 1 && other.call === step.call ? deviationsOf(other.call, other.choice) : [];
    return levels.length === 1 && levels[0]!.factor === only.factor && levels[0] !== only ? levels : [];
  });
  return `a request ${levelsInWords([only, ...like], [])}`;
}

function callText(calls: readonly CallId[], own: CallId): string {
  if (calls.length === 3) return 'in every call';
  const others = calls.filter((call) => call !== own);
  const words = [...(own === firstCall ? [] : [callTitles[own]]), ...others.map((call) => `also ${callTitles[call]}`)];
  return words.join(', ');
}

/** How many of the programs of a shape show the effect. */
function countOf(comparison: CauseComparison, shape: Shape, isMeant: FaultTest) {
  let [matched, of] = [0, 0];
  comparison.each(shape, ({ fault }, shows) => {
    if (!isMeant(fault)) return;
    of += 1;
    matched += shows ? 1 : 0;
  });
  return { matched, of };
}

/** The same for a program, also with other levels of one of its factors that show the effect. */
function countAll(comparison: CauseComparison, program: Program, faults: 0 | 1) {
  const counted = new Map<Program, boolean>();
  comparison.each({ program, faults }, (_variant, shows, sent) => counted.set(sent, shows));
  for (const chosen of levelsOfLast(program)) {
    const shape: Shape = { program, free: chosen, faults };
    const keys = new Set([chosen, ...comparison.split(shape, ({ level }) => level).showing].map(levelKey));
    comparison.each(shape, ({ level }, shows, sent) => {
      if (level && keys.has(levelKey(level))) counted.set(sent, shows);
    });
  }
  return { matched: [...counted.values()].filter(Boolean).length, of: counted.size };
}

/** What is accepted although it must be refused. */
function acceptance(comparison: CauseComparison, program: Program): CausePattern {
  const faults = faultsOf(program);
  const [fault, ...more] = faults;
  if (more.length > 0) {
    const shape: Shape = { program, faults: 0 };
    const all = levelsInFull(faults);
    const bare = omit(program, faults);
    const condition = isBare(bare)
      ? callText(comparison.calls, callOfLast(program))
      : conditionText(comparison, { program: bare, faults: 1 });
    return { title: beside(`accepts a request ${all}`, condition), ...countOf(comparison, shape, () => true) };
  }
  const bare = omit(program, faults);
  const shape: Shape = { program: bare, faults: 1 };
  const { showing: accepted, fine: refused } = comparison.split(shape, ({ fault: each }) => each);
  const call = callOfLast(program);
  const { titles, explained } = skippedIn(call, telling(accepted, isBare(bare)), refused);
  const rest = accepted.filter((each) => !explained.has(familyOf(each)));
  const own = rest.filter((each) => familyOf(each) === familyOf(fault!));
  const named = titles.length > 0 ? accepted.filter((each) => !rest.includes(each)) : own;
  const words = titles.length > 0 ? and(titles) : acceptsText(own.length > 0 ? own : [fault!], refused);
  const keys = new Set(named.map(levelKey));
  const isMeant: FaultTest = (each) => each !== undefined && keys.has(levelKey(each));
  const counted = countOf(comparison, shape, isMeant);
  const condition = isBare(bare) ? callText(comparison.calls, call) : conditionText(comparison, shape, isMeant);
  return { title: isBare(bare) ? beside(words, condition) : joined(words, condition), ...counted };
}

/** How many levels of one family must be accepted before its check is said to be missing, if nothing else is needed. */
const manyLevels = 3;

/** The accepted levels that show which checks are missing. The contract's cases send the usual levels alone already. */
function telling(accepted: readonly ChosenLevel[], alone: boolean): readonly ChosenLevel[] {
  if (!alone) return accepted;
  const families = groupBy(accepted, familyOf);
  return accepted.filter(
    (each) => each.factor.id !== 'transport' && families.get(familyOf(each))!.length >= manyLevels,
  );
}

const levelsInFull = (levels: readonly ChosenLevel[]): string => and(levels.map(({ level }) => level.title));

function acceptsText(levels: readonly ChosenLevel[], refused: readonly ChosenLevel[]): string {
  const byFactor = new Map<string, ChosenLevel[]>();
  for (const each of levels) {
    const of = isReference(each.factor) ? 'reference' : each.factor.id;
    byFactor.set(of, [...(byFactor.get(of) ?? []), each]);
  }
  const words = [...byFactor.values()].map(([first, ...others]) => levelsInWords([first!, ...others], refused));
  return `accepts a request ${words.join(' or ')}`;
}

const joined = (words: string, condition: string): string => (condition === '' ? words : `${words} ${condition}`);
const beside = (words: string, condition: string): string => (condition === '' ? words : `${words}, ${condition}`);

/** What is wrong, if it is not that something bad is accepted. */
function effectText(cause: Cause): string {
  const { failing, findings } = cause;
  switch (effectOf(failing)) {
    case 'unanswered':
      return noResponse[statusOf(failing)] ?? 'does not answer';
    case 'fails':
      return `returns ${statusOf(failing)}`;
    case 'refuses':
      return `returns ${statusOf(failing)} to a valid request`;
    case 'accepts':
    case 'answers-wrongly':
      return wrongResponse(findings[0]!, cause);
  }
}

/** What else a program has than the level that makes its last request bad, if any other bad request shows the same. */
function withoutExchangeable(
  comparison: CauseComparison,
  program: Program,
): { readonly program: Program; readonly faults: 0 | 1 } {
  const faults = faultsOf(program);
  const bare = omit(program, faults);
  if (faults.length !== 1 || isBare(bare) || effectOf(comparison.cause.failing) === 'fails')
    return { program, faults: 0 };
  const { showing, fine } = comparison.split({ program: bare, faults: 1 }, ({ fault }) => fault);
  const factors = new Set(showing.map(familyOf));
  const share = showing.length / (showing.length + fine.length);
  return factors.size > 1 && share >= mostErrors ? { program: bare, faults: 1 } : { program, faults: 0 };
}

/** What a cause looks like when it is compared with everything that was sent. */
export function patternOf(cause: Cause, sent: readonly SentProgram[]): CausePattern {
  const comparison = new CauseComparison(cause, sent);
  const { program } = cause;
  if (cause.times !== undefined) {
    const { times } = cause;
    return { title: `${effectText(cause)} intermittently`, matched: times, of: times };
  }
  if (comparison.accepts) return acceptance(comparison, program);
  const { program: shown, faults } = withoutExchangeable(comparison, program);
  const condition = conditionText(comparison, { program: shown, faults });
  const counted = countAll(comparison, shown, faults);
  return { title: joined(effectText(cause), condition), ...counted };
}
