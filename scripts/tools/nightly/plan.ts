import { isGone } from './problems';
import type { Action, KnownIssue, Night, Problem, Sighting } from './types';

/** A late night still follows the one before; a missing night interrupts the row. */
const longestGapMs = 36 * 3_600_000;

const time = ({ at }: Sighting): number => Date.parse(at);
const day = ({ at }: Sighting): string => new Date(at).toISOString().slice(0, 10);
const isNewer = (one: Sighting, other: Sighting): boolean => time(one) > time(other) && one.run !== other.run;

/** The last night before this one, unless a night is missing between them. */
function nightBefore(tonight: Night, history: readonly Night[]): Night | undefined {
  const [last] = history
    .filter((night) => night.run !== tonight.run && day(night) < day(tonight))
    .sort((one, other) => time(other) - time(one));
  return last && time(tonight) - time(last) <= longestGapMs ? last : undefined;
}

/**
 * Decides how to change the issues after a night. A problem gets an issue after two nights in a row and a comment each
 * further night; a newer run without it closes the issue. An issue that was closed while its problem persisted, or long
 * before it came back, is reopened. A run that was handled before, or is older than one that was, changes nothing.
 */
export function plan(tonight: Night, history: readonly Night[], issues: readonly KnownIssue[]): Action[] {
  if (history.some((night) => isNewer(night, tonight))) return [];
  const before = nightBefore(tonight, history);
  const current = issues.filter(({ sightings }) => !sightings.some((sighting) => isNewer(sighting, tonight)));
  const overtaken = new Set(issues.filter((issue) => !current.includes(issue)).map(({ key }) => key));
  const lasting = (problem: Problem): boolean => before?.problems.some(({ key }) => key === problem.key) === true;
  return [
    ...tonight.problems
      .filter(({ key }) => !overtaken.has(key))
      .flatMap((problem) => {
        const own = current.filter(({ key }) => key === problem.key);
        return seen(problem, tonight, lasting(problem), own);
      }),
    ...current.filter(({ open, key }) => open && isGone(key, tonight)).flatMap((issue) => gone(issue, tonight)),
  ];
}

function seen(problem: Problem, tonight: Night, lasting: boolean, issues: readonly KnownIssue[]): Action[] {
  const open = issues.find((issue) => issue.open);
  if (open) {
    const reported = open.sightings.some((sighting) => sighting.run === tonight.run || day(sighting) === day(tonight));
    return reported ? [] : [{ type: 'comment', issue: open.number, problem }];
  }
  if (!lasting) return [];
  const closed = [...issues].sort((one, other) => other.number - one.number)[0];
  if (!closed) return [{ type: 'open', problem }];
  if (closed.sightings.some(({ run }) => run === tonight.run)) return [];
  // In this order: if the second action fails, the next attempt still finds it to be done.
  return [
    { type: 'reopen', issue: closed.number, key: problem.key },
    { type: 'comment', issue: closed.number, problem },
  ];
}

function gone({ number, key, sightings }: KnownIssue, tonight: Night): Action[] {
  const commented = sightings.some(({ run }) => run === tonight.run);
  return [
    ...(commented ? [] : [{ type: 'comment-gone', issue: number, key } as const]),
    { type: 'close', issue: number, key },
  ];
}
