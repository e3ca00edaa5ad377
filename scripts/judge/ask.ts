import type { Finding } from './finding';
import { levelOf } from './level';
import type { Reading } from './rules/reading';
import type { Mismatch, Rule, RuleContext } from './rules/types';
import type { InternalError } from './types';

/** What the rules find in an exchange, and which rules failed. */
export interface Answers {
  readonly findings: readonly Finding[];
  readonly internalErrors: readonly InternalError[];
}

/** A hostile body may violate a schema in a hundred thousand places. */
const mostOfOneRule = 20;

/** What was thrown, as text. The message of a SyntaxError quotes its input, which may hold a secret, so it is left out. */
function thrownText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `it threw a value of type ${typeof thrown}`;
  if (thrown instanceof SyntaxError) return `it threw a ${thrown.name}`;
  return (thrown.name === 'Error' ? thrown.message : `${thrown.name}: ${thrown.message}`).slice(0, 200);
}

/** A rejected promise that is not awaited must not end the process. */
function abandon(value: unknown): void {
  if (value instanceof Promise) value.catch(() => undefined);
}

function isMismatch(value: unknown): value is Mismatch {
  if (typeof value !== 'object' || value === null || !['message', 'evidence', 'kind'].every((name) => name in value))
    return false;
  return Object.entries(value).every(([name, text]) => typeof text === (name === 'unsafe' ? 'boolean' : 'string'));
}

const nothing: readonly Finding[] = [];

function answerOf(rule: Rule, reading: Reading, context: RuleContext): readonly Finding[] | string {
  const applies: unknown = rule.appliesTo(reading, context);
  if (applies === false) return nothing;
  abandon(applies);
  if (applies !== true) return 'appliesTo did not return true or false';
  const mismatches: unknown = rule.check(reading, context);
  abandon(mismatches);
  if (!Array.isArray(mismatches)) return 'check did not return an array; a rule must not be asynchronous';
  if (mismatches.length === 0) return nothing;
  const first: unknown[] = mismatches.slice(0, mostOfOneRule);
  if (!first.every(isMismatch)) return 'check returned something that is not a mismatch';
  return first.map(({ unsafe, ...mismatch }) => ({
    rule: rule.id,
    level: levelOf(mismatch.evidence, unsafe),
    ...mismatch,
  }));
}

/** Runs each rule that applies; never throws. A rule that throws or returns no list is reported, and the rest run. */
export function askRules(rules: readonly Rule[], reading: Reading, context: RuleContext): Answers {
  const findings: Finding[] = [];
  const internalErrors: InternalError[] = [];
  for (const rule of rules) {
    try {
      const answer = answerOf(rule, reading, context);
      if (typeof answer === 'string') internalErrors.push({ rule: rule.id, message: answer });
      else findings.push(...answer);
    } catch (thrown) {
      internalErrors.push({ rule: rule.id, message: thrownText(thrown) });
    }
  }
  return { findings, internalErrors };
}
