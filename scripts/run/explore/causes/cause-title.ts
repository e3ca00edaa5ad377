import { type ChosenLevel, deviationsOf } from '../../../contract/model/factors/compose';
import { plural } from '../../../lib/plural';
import { clause, upperFirst } from '../../../lib/sentence';
import { conditionKey, conditionsOf } from '../conditions';
import { callTitles, type Step } from '../program';
import type { Sent } from '../send';
import type { Cause } from './causes';
import { effectOf } from './effect';
import { levelTitle, repeatText, requestText, titlesOf, validRequest } from './step-text';

/** How many other conditions of the same cause are named. */
const mostNamed = 3;

/** What the server does not check if it accepts a bad request, by the factor that makes the request bad. */
const checks: Readonly<Record<string, string>> = {
  credential: 'the credential is',
  transport: 'the credential is',
  'customer-ref': 'references are',
  'order-ref': 'references are',
  'instruction-ref': 'references are',
  references: 'references are',
  'media-type': 'the media type is',
  body: 'the body is',
  method: 'the method is',
};

const and = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;

/** Describes the response, to follow the request. */
function answerText({ exchange: { outcome }, findings }: Sent): string {
  if (outcome.kind === 'failure') return 'gets no response';
  const token = findings.some(({ rule }) => rule === 'refusal-token') ? ' with a token' : '';
  return `gets ${outcome.status}${token}`;
}

/** Describes what goes wrong, and the request that shows it. */
function wrongText({ failing }: Cause, subject: string, faulty: readonly ChosenLevel[]): string {
  const answer = `${subject} ${answerText(failing)}`;
  switch (effectOf(failing)) {
    case 'accepts': {
      const what = new Set(faulty.map(({ factor }) => checks[factor.id] ?? `${factor.title} is`));
      return what.size === 0 ? answer : `${[...what].join(' and ')} not checked: ${answer}`;
    }
    case 'fails':
      return `the server fails: ${answer}`;
    case 'refuses':
      return `${subject} is refused: it ${answerText(failing)}`;
    case 'unanswered':
    case 'answers-wrongly':
      return answer;
  }
}

/** The message of the finding, if the status alone does not say what is wrong. */
function messageText({ failing, findings }: Cause, faulty: readonly ChosenLevel[]): string {
  const effect = effectOf(failing);
  const isSaid = effect === 'fails' || effect === 'refuses' || (effect === 'accepts' && faulty.length > 0);
  return isSaid ? '' : `: ${clause(findings[0]!.message)}`;
}

/** Describes the other conditions of the cause. */
function alsoText({ program, also }: Cause): string {
  const own = new Set(conditionsOf(program).map(conditionKey));
  const ownCall = program.steps.at(-1)!.call;
  const values = new Set(conditionsOf(program).map(({ step, of }) => `${step} ${of}`));
  const words = also.flatMap((other) => {
    const { call } = other.steps.at(-1)!;
    const ownLevels = new Set(program.steps.flatMap((each) => deviationsOf(each.call, each.choice).map(levelTitle)));
    const levels = conditionsOf(other)
      // Only of the same factor: other bad requests under the same condition add nothing.
      .filter((each) => each.chosen && values.has(`${each.step} ${each.of}`))
      .filter((each) => !own.has(conditionKey(each)) || !ownLevels.has(levelTitle(each.chosen!)))
      .map(({ chosen }) => levelTitle(chosen!));
    return call === ownCall ? levels : [callTitles[call]];
  });
  const named = [...new Set(words)];
  if (named.length === 0) return '';
  const more = named.length - mostNamed;
  const list = [...named.slice(0, mostNamed), ...(more > 0 ? [plural(more, 'other condition')] : [])];
  return `; the same ${and(list)}`;
}

const connectionText = (isOfProgram: boolean): string =>
  isOfProgram ? 'on the same connection' : 'on a connection that was used before';

/** A cause in one sentence: the condition, what goes wrong, and the request that shows it. */
export function causeTitle(cause: Cause): string {
  const { program, times, failing } = cause;
  const before = program.steps.slice(0, failing.at);
  const last = program.steps[failing.at]!;
  const levels = deviationsOf(last.call, last.choice);
  const faulty = levels.filter(({ level }) => level.alone === 'refused');
  const accepts = effectOf(failing) === 'accepts';
  // The condition comes first, then the bad request that shows it.
  const leading = accepts ? levels.filter((each) => !faulty.includes(each)) : levels;
  const shown = accepts ? faulty : [];
  const repeated = last.count > 1 || last.newConnection || last.relation !== undefined;
  const isValid = levels.every(({ level }) => level.alone === 'accepted');
  const own = isValid ? validRequest[last.call] : 'the request';
  const subject = shown.length > 0 ? requestText({ ...last, choice: choiceOf(shown) }) : own;
  const lead = [
    ...(times === undefined ? [] : [`intermittently (${times === 1 ? 'once' : `${times} times`} in this run)`]),
    ...before.map((each) => `after ${requestText(each)}${each.count > 1 ? ` ${repeatText(each)}` : ''}`),
    ...(cause.needsUsedConnection ? [connectionText(before.length > 0 || last.count > 1)] : []),
    ...(leading.length > 0 ? [titlesOf(leading)] : []),
    ...(repeated && times === undefined ? [`sent ${repeatText(last)}`] : []),
    ...(last.call !== 'payout-token' && subject === 'the request' ? [callTitles[last.call]] : []),
  ].join(', ');
  const wrong = wrongText(cause, subject, shown);
  return upperFirst(`${lead === '' ? '' : `${lead}, `}${wrong}${alsoText(cause)}${messageText(cause, shown)}`);
}

const choiceOf = (levels: readonly ChosenLevel[]): Step['choice'] =>
  Object.fromEntries(levels.map(({ factor, level }) => [factor.id, level.id]));
