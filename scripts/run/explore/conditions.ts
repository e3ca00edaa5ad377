import { referenceSlug } from '../../contract/define';
import { type ChosenLevel, deviationsOf } from '../../contract/model/factors/compose';
import { referenceNames } from '../../contract/types';
import type { Program, Step } from './program';

/** One of the conditions that a program puts together. */
export interface ProgramCondition {
  /** The step that it belongs to, from the last one: 0, -1, -2. */
  readonly step: number;
  /** What it is a value of: a factor, the same one for all references, or a word of the step. */
  readonly of: string;
  readonly value: string;
  /** The level, if it is one. */
  readonly chosen?: ChosenLevel;
}

const references: readonly string[] = referenceNames.map(referenceSlug);

/** The factors of the three references count as one: a server that fails for one fails for all, or names which. */
const factorOf = ({ factor }: ChosenLevel): string => (references.includes(factor.id) ? 'reference' : factor.id);

function conditionsOfStep(
  { call, choice, count, together, relation, newConnection }: Step,
  step: number,
): ProgramCondition[] {
  const levels = deviationsOf(call, choice).map((chosen): ProgramCondition => {
    return { step, of: factorOf(chosen), value: chosen.level.id, chosen };
  });
  const words = (
    [
      ['repeated', count === 1 ? undefined : together ? 'together' : 'times'],
      ['values', relation],
      ['connection', newConnection ? 'new' : undefined],
    ] as const
  ).flatMap(([of, value]): ProgramCondition[] => (value === undefined ? [] : [{ step, of, value }]));
  const all = [...levels, ...words];
  return all.length === 0 ? [{ step, of: 'documented', value: call }] : all;
}

/** The conditions of a program. How often a request is repeated and which call it is are not among them. */
export function conditionsOf({ steps }: Program): ProgramCondition[] {
  const all = steps.flatMap((each, index) => conditionsOfStep(each, index - steps.length + 1));
  const repeats = steps.length > 1 && all.every(({ of }) => of === 'documented');
  // The same request in several steps is a request sent several times.
  return repeats ? [{ step: 0, of: 'repeated', value: 'times' }] : all;
}

/** The same text for the same condition. */
export const conditionKey = ({ step, of, value }: ProgramCondition): string => `${step} ${of}=${value}`;

/** Whether a request that has this condition alone must be refused. */
export const isFaulty = ({ chosen }: ProgramCondition): boolean => chosen?.level.alone === 'refused';
