import { deviationsOf } from '../../../contract/model/factors/compose';
import { findingKey } from '../../../judge/finding';
import { levelOrder } from '../../../judge/level';
import type { Part } from '../../../report/explored-places';
import type { Finding } from '../../../report/types';
import type { Program, Step } from '../program';
import type { Sent } from '../send';
import { effectKey, statusOf } from './effect';

/** Identifies the cause of a failure: the key of a finding, with the status of the response. */
export const causeKey = (finding: Finding, sent: Sent): string => `${findingKey(finding)}|${statusOf(sent)}`;

/** The key by which a finding is compared with those of the contract's cases. It leaves out the status. */
export const knownKey = ({ rule, evidence, where }: Finding): string => [rule, evidence, where].join('|');

/** The place of a finding's level: smaller is worse. */
export const rankOf = ({ level }: Finding): number => levelOrder.indexOf(level);

/** A failing program, with its first failing request and what is wrong with it. */
export interface Failure {
  readonly program: Program;
  readonly sent: Sent;
  readonly finding: Finding;
  readonly key: string;
  /** What goes wrong, whatever the request: equal for requests that a server confuses with each other. */
  readonly effect: string;
}

/** The fewest conditions under which something is wrong. */
export interface Cause {
  readonly program: Program;
  /** What goes wrong. */
  readonly effect: string;
  /** The part that found it. */
  readonly part: Part;
  /** The last requests of the program, with their responses. */
  readonly sent: readonly Sent[];
  /** The request that shows what is wrong. */
  readonly failing: Sent;
  readonly findings: readonly Finding[];
  /** Other programs with the same cause. */
  readonly also: readonly Program[];
  /** It occurs only on a connection that was used before. */
  readonly needsUsedConnection?: true;
  /** How often it occurred in this run, if it does not occur every time. */
  readonly times?: number;
}

/** One failure for each cause that the responses show. */
export function failuresOf(program: Program, all: readonly Sent[]): Failure[] {
  const failures = new Map<string, Failure>();
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

/** Whether a program contains everything of another one, in the same order, and so fails whenever that one does. */
export function includes({ steps }: Program, part: Program): boolean {
  let next = 0;
  for (const step of steps) if (part.steps[next] && stepIncludes(step, part.steps[next]!)) next += 1;
  return next === part.steps.length;
}

/** How many levels of a program differ from the documented request. */
export const levelCount = ({ steps }: Program): number =>
  steps.reduce((sum, { call, choice }) => sum + deviationsOf(call, choice).length, 0);
