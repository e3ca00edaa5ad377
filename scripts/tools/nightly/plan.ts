import type { Action, Cause, KnownIssue, Night, Sighting } from './types';

/** A night that starts late still follows the one before; a night without a run breaks the row. */
const longestGapMs = 36 * 3_600_000;

const time = ({ at }: Sighting): number => Date.parse(at);
const day = ({ at }: Sighting): string => new Date(at).toISOString().slice(0, 10);
const isNewer = (one: Sighting, other: Sighting): boolean => time(one) > time(other) && one.run !== other.run;

/** The night before this one, where it was the last and no night is missing between them. */
function nightBefore(tonight: Night, history: readonly Night[]): Night | undefined {
  const [last] = history
    .filter((night) => night.run !== tonight.run && day(night) < day(tonight))
    .sort((one, other) => time(other) - time(one));
  return last && time(tonight) - time(last) <= longestGapMs ? last : undefined;
}

/** Whether a night has the last word on a cause, and does not name it. */
function isGone(key: string, { causes, answered }: Night): boolean {
  const [kind = '', , theme] = key.split(':');
  return !causes.some((cause) => cause.key === key) && (answered.includes(kind) || answered.includes(`theme:${theme}`));
}

/**
 * What is to be done about the issues after a night. A cause gets its issue after two nights in a row, a comment each
 * night that it lasts, and is closed by a newer run without it. An issue that was closed while its cause lasted, or
 * long before it came back, is opened again. A run that was accounted for, or is older than one that was, changes nothing.
 */
export function plan(tonight: Night, history: readonly Night[], issues: readonly KnownIssue[]): Action[] {
  if (history.some((night) => isNewer(night, tonight))) return [];
  const before = nightBefore(tonight, history);
  const lasting = (key: string): boolean => before?.causes.some((cause) => cause.key === key) === true;
  const current = issues.filter(({ sightings }) => !sightings.some((sighting) => isNewer(sighting, tonight)));
  const overtaken = new Set(issues.filter((issue) => !current.includes(issue)).map(({ cause }) => cause));
  return [
    ...tonight.causes
      .filter(({ key }) => !overtaken.has(key))
      .flatMap((cause) =>
        seen(
          cause,
          tonight,
          lasting(cause.key),
          current.filter((issue) => issue.cause === cause.key),
        ),
      ),
    ...current.filter(({ open, cause }) => open && isGone(cause, tonight)).flatMap((issue) => gone(issue, tonight)),
  ];
}

function seen(cause: Cause, tonight: Night, lasting: boolean, issues: readonly KnownIssue[]): Action[] {
  const open = issues.find((issue) => issue.open);
  if (open) {
    const tonightAlready = open.sightings.some(
      (sighting) => sighting.run === tonight.run || day(sighting) === day(tonight),
    );
    return tonightAlready ? [] : [{ type: 'comment', issue: open.number, cause }];
  }
  if (!lasting) return [];
  const closed = [...issues].sort((one, other) => other.number - one.number)[0];
  if (!closed) return [{ type: 'open', cause }];
  if (closed.sightings.some(({ run }) => run === tonight.run)) return [];
  // In this order: if the second one is lost, the next attempt still finds it to be done.
  return [
    { type: 'reopen', issue: closed.number, key: cause.key },
    { type: 'comment', issue: closed.number, cause },
  ];
}

function gone({ number, cause, sightings }: KnownIssue, tonight: Night): Action[] {
  const said = sightings.some(({ run }) => run === tonight.run);
  return [
    ...(said ? [] : [{ type: 'comment-gone', issue: number, key: cause } as const]),
    { type: 'close', issue: number, key: cause },
  ];
}
