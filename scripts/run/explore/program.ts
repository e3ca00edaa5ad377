import type { CallId } from '../../contract/model';
import { factors } from '../../contract/model/factors';
import { type Choice, deviationsOf, isAllowed } from '../../contract/model/factors/compose';
import { UserError } from '../../lib/user-error';
import type { Part } from '../../report/explored-places';
import { idStart } from './explore-id';

/** How the references, or nonces, of the requests of one step are related. By default, they are unrelated. */
export const relations = [
  'same',
  'same-odd',
  'joined',
  'joined-by-sign',
  'sorted',
  'cut',
  'end',
  'case',
  'signs',
  'numbers',
  'rotated',
  'one-differs',
  'new-instruction',
  'new-order',
] as const;
export type Relation = (typeof relations)[number];

/** How the nonces of the HMAC exchange relate to each other; the payout options have nothing that could. */
const relationsOf: Readonly<Record<CallId, readonly Relation[]>> = {
  'payout-token': relations,
  'payout-options': [],
  'management-token': ['same', 'cut', 'end', 'case'],
};

/** One request, sent once or several times. */
export interface Step {
  readonly call: CallId;
  readonly choice: Choice;
  readonly count: number;
  /** Whether the requests are sent at once instead of one after the other. */
  readonly together: boolean;
  readonly relation?: Relation | undefined;
  /** Whether each request has its own connection. */
  readonly newConnection: boolean;
}

/** A unit of exploring: steps in order. It is plain data, so its id describes it completely. */
export interface Program {
  readonly steps: readonly [Step, ...Step[]];
  /** Selects the random values of its levels. Reducing keeps it, so the values stay the same. */
  readonly round: number;
}

/** What exploring sends. */
export type Explore =
  /**
   * The default for a target on this machine: a share of all pairs, chosen by the seed. `mostMs` limits the time, so
   * that nobody waits long for something that they did not ask for.
   */
  | { readonly kind: 'default'; readonly mostMs?: number }
  /** All pairs, or all triples. */
  | { readonly kind: 'pairs' | 'triples' }
  /** This many programs, chosen from all pairs, histories and requests at once. */
  | { readonly kind: 'some'; readonly programs: number }
  /** The programs that the user named. */
  | { readonly kind: 'named'; readonly programs: readonly Program[] };

const documented = 'documented';

/** A step that is like the documented request except for what it names. */
export const step = (choice: Choice = {}, more: Partial<Omit<Step, 'choice'>> = {}): Step => ({
  call: 'payout-token',
  choice,
  count: 1,
  together: false,
  newConnection: false,
  ...more,
});

/** A program with another last step. */
export const withLast = ({ steps, round }: Program, last: Step): Program => {
  const [first, ...others] = [...steps.slice(0, -1), last];
  return { steps: [first!, ...others], round };
};

/** The part to which a program belongs. */
export function partOf({ steps }: Program): Part {
  if (steps.some(({ together }) => together)) return 'at-once';
  return steps.length === 1 && steps[0].count === 1 ? 'pairs' : 'histories';
}

function stepText({ call, choice, count, together, relation, newConnection }: Step): string {
  const levels = deviationsOf(call, choice).map(({ factor, level }) => `${factor.id}=${level.id}`);
  const words = [
    ...levels.sort(),
    ...(call === 'payout-token' ? [] : [`call=${call}`]),
    ...(count === 1 ? [] : [`${together ? 'together' : 'times'}=${count}`]),
    ...(relation === undefined ? [] : [`values=${relation}`]),
    ...(newConnection ? ['connection=new'] : []),
  ];
  return words.length === 0 ? documented : words.join('+');
}

/** The id of a program: everything that it sends, except for the seed. */
export const programId = ({ steps, round }: Program): string =>
  `${idStart}${steps.map(stepText).join('>')}${round === 0 ? '' : `#${round}`}`;

function readStep(text: string, fail: (problem: string) => never): Step {
  const choice: Record<string, string> = {};
  let read = step();
  for (const word of text === documented ? [] : text.split('+')) {
    const [key = '', value = ''] = word.split(/=(.*)/s);
    if (key === 'call') {
      if (!Object.hasOwn(factors, value)) fail(`there is no call "${value}"`);
      read = { ...read, call: value as CallId };
    } else if (key === 'times' || key === 'together') {
      if (!/^[1-9]\d{0,2}$/.test(value)) fail(`${key} takes a number from 1 to 999`);
      read = { ...read, count: Number(value), together: key === 'together' };
    } else if (key === 'values') {
      const relation = relations.find((each) => each === value);
      if (!relation) fail(`values takes one of ${relations.join(', ')}`);
      read = { ...read, relation };
    } else if (key === 'connection' && value === 'new') read = { ...read, newConnection: true };
    else choice[key] = value;
  }
  if (read.relation !== undefined && !relationsOf[read.call].includes(read.relation))
    fail(`${read.call} takes no values=${read.relation}`);
  for (const [id, level] of Object.entries(choice)) {
    const factor = factors[read.call].find((each) => each.id === id);
    if (!factor)
      fail(`${read.call} has no factor "${id}"; it has ${factors[read.call].map((each) => each.id).join(', ')}`);
    if (!factor?.levels.some((each) => each.id === level)) fail(`the factor "${id}" has no level "${level}"`);
  }
  if (!isAllowed(read.call, choice)) fail(`these conditions cannot be combined: ${text}`);
  return { ...read, choice };
}

/**
 * The program that an id names.
 *
 * @throws UserError if the id does not name a program
 */
export function readProgram(id: string): Program {
  const fail = (problem: string): never => {
    throw new UserError(`--case ${id}: ${problem}`, "--case 'explore:media-type=utf-16+customer-ref=absent'");
  };
  const [, text = '', round = '0'] = /^explore:(.*?)(?:#(\d{1,6}))?$/s.exec(id) ?? [];
  if (text === '') fail('give at least one condition after "explore:"');
  const [first = '', ...others] = text.split('>');
  return { steps: [readStep(first, fail), ...others.map((each) => readStep(each, fail))], round: Number(round) };
}

/** The calls as conditions. */
export const callTitles: Readonly<Record<CallId, string>> = {
  'payout-token': 'when asking for a payout token',
  'payout-options': 'when asking for the payout options',
  'management-token': 'in the HMAC exchange',
};

/** The relations as conditions. */
export const relationTitles: Readonly<Record<Relation, string>> = {
  same: 'with the same references',
  'same-odd': 'with the same references of letters in both cases and signs',
  joined: 'with references that are equal when joined',
  'joined-by-sign': 'with references that are equal when joined by a hyphen, a dot or an underscore',
  sorted: 'with references of the same letters',
  cut: 'with references that begin with the same 45 characters',
  end: 'with references that end with the same 45 characters',
  case: 'with references that are equal but for case',
  signs: 'with references that are equal but for their signs',
  numbers: 'with references that are equal as numbers',
  rotated: 'with the same references in another order',
  'one-differs': 'with references of which one differs',
  'new-instruction': 'with the same customerRef and orderRef',
  'new-order': 'with the same customerRef',
};

/** The relations of nonces as conditions. */
export const nonceTitles: Readonly<Partial<Record<Relation, string>>> = {
  same: 'with the same nonce',
  cut: 'with nonces that begin with the same 33 characters',
  end: 'with nonces that end with the same 33 characters',
  case: 'with nonces that are equal but for case',
};
