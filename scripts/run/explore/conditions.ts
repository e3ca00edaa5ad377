import { referenceSlug } from '../../contract/define';
import { type ChosenLevel, deviationsOf } from '../../contract/model/factors/compose';
import { referenceNames } from '../../contract/types';
import type { Program, Step } from './program';

/** One of the conditions that a program combines. */
export interface ProgramCondition {
  /** The step that it belongs to, from the last one: 0, -1, -2. */
  readonly step: number;
  /** What it is a value of: a factor (one and the same for all references), or a part of the step. */
  readonly of: string;
  readonly value: string;
  /** The level, if it is a value of a factor. */
  readonly chosen?: ChosenLevel;
}

const references: readonly string[] = referenceNames.map(referenceSlug);

/** The factors of the three references count as one: a server that fails for one usually fails for all. */
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

/** The conditions of a program. They do not include the call, or how often a request is repeated. */
export function conditionsOf({ steps }: Program): ProgramCondition[] {
  const all = steps.flatMap((each, index) => conditionsOfStep(each, index - steps.length + 1));
  const repeats = steps.length > 1 && all.every(({ of }) => of === 'documented');
  // The same request in several steps is one request that is sent several times.
  return repeats ? [{ step: 0, of: 'repeated', value: 'times' }] : all;
}

/** Identifies a condition: equal for equal conditions. */
export const conditionKey = ({ step, of, value }: ProgramCondition): string => `${step} ${of}=${value}`;

/** Whether a request with only this condition must be refused. */
export const isFaulty = ({ chosen }: ProgramCondition): boolean => chosen?.level.alone === 'refused';
