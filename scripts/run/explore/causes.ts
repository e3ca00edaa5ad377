import { deviationsOf } from '../../contract/model/factors/compose';
import type { Finding } from '../../report/types';
import { effectKey } from './effect';
import type { Part, Program, Step } from './program';
import type { Sent } from './send';

/** What a failure is told from others by: the same text for the same cause. */
export type CauseKey = string;

/** The key of a finding, with the status that came. */
export function causeKey({ rule, level, evidence, where, message }: Finding, { exchange }: Sent): CauseKey {
  const { outcome } = exchange;
  const came = outcome.kind === 'response' ? outcome.status : outcome.reason;
  return [rule, level, evidence, where, message, came].join('|');
}

/** The key of what the cases of the contract show too; they say nothing of the status. */
export const knownKey = ({ rule, evidence, where }: Finding): string => [rule, evidence, where].join('|');

/** A failing program: its first failing request, and what is wrong with it. */
export interface Failure {
  readonly program: Program;
  readonly sent: Sent;
  readonly finding: Finding;
  readonly key: CauseKey;
  /** What goes wrong, whatever was asked: the same for requests that a server confuses with another. */
  readonly effect: string;
}

/** The fewest conditions under which something is wrong. */
export interface Cause {
  readonly program: Program;
  /** What goes wrong. */
  readonly effect: string;
  /** The part that found it. */
  readonly part: Part;
  /** What the program was answered. */
  readonly sent: readonly Sent[];
  /** The request of it that shows what is wrong. */
  readonly failing: Sent;
  readonly findings: readonly Finding[];
  /** Other programs with the same cause. */
  readonly also: readonly Program[];
  /** It does not show on a new connection, but on one that was used before. */
  readonly needsUsedConnection?: true;
  /** How often it came in this run, if it does not come each time that it is sent. */
  readonly times?: number;
}

/** One failure for each cause that shows in what was sent. */
export function failuresOf(program: Program, all: readonly Sent[]): Failure[] {
  const failures = new Map<CauseKey, Failure>();
  for (const sent of all) {
    for (const finding of sent.findings) {
      const key = causeKey(finding, sent);
      if (!failures.has(key)) failures.set(key, { program, sent, finding, key, effect: effectKey(finding, sent) });
    }
  }
  return [...failures.values()];
}

function stepIncludes(step: Step, part: Step): boolean {
  return (
    step.call === part.call &&
    step.count >= part.count &&
    (part.count === 1 || step.together === part.together) &&
    (part.relation === undefined || step.relation === part.relation) &&
    deviationsOf(part.call, part.choice).every(({ factor, level }) => step.choice[factor.id] === level.id)
  );
}

/** Whether a program holds all that another one does, in the same order: what fails with that one fails with it too. */
export function includes({ steps }: Program, part: Program): boolean {
  let next = 0;
  for (const step of steps) if (part.steps[next] && stepIncludes(step, part.steps[next]!)) next += 1;
  return next === part.steps.length;
}

/** How many levels a program has that are not those of the documented request. */
export const levelCount = ({ steps }: Program): number =>
  steps.reduce((sum, { call, choice }) => sum + deviationsOf(call, choice).length, 0);
