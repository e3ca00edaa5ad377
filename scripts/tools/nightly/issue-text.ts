import { fenced } from '../../lib/markdown';
import { plural } from '../../lib/plural';
import { visible } from '../../lib/terminal-text';
import type { Cause, Night, Sighting } from './types';

/** What issues say of where they come from. */
export interface IssueContext {
  /** Of the CI run, for people. */
  readonly runUrl: string;
}

const mostLines = 20;
const longestLine = 400;
const longestTitle = 200;

const markerPattern = /^<!-- payout-contract:cause=([a-z0-9:-]+) run=([0-9]+) at=([0-9TZ:.-]+) -->/;

/** By what the job knows its own issues and comments again: the first line, where nothing that a server sent can stand. */
function marker(key: string, { run, at }: Sighting): string {
  return `<!-- payout-contract:cause=${key} run=${run} at=${at} -->`;
}

/** The cause and the run for which a body was written, where it begins with a marker. */
export function readMarker(body: string): { readonly cause: string; readonly sighting: Sighting } | undefined {
  const [, cause, run, at] = markerPattern.exec(body) ?? [];
  if (cause === undefined || run === undefined || at === undefined || Number.isNaN(Date.parse(at))) return undefined;
  return { cause, sighting: { run, at } };
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** A block in which nothing is markup, a mention, a link or a command, whatever the lines hold. */
function quoted(lines: readonly string[]): string {
  const shown = lines.slice(0, mostLines).map((line) => visible(cut(line, longestLine)));
  if (lines.length > mostLines) shown.push(`… and ${plural(lines.length - mostLines, 'line')} more`);
  return fenced(shown.join('\n'), 'text').trimEnd();
}

/** One line that is no markup; below GitHub's limit of 256 characters. */
export const issueTitle = ({ title }: Cause): string => `Nightly: ${cut(visible(title), longestTitle)}`;

/** The body of a new issue; below GitHub's limit of 65,536 characters. */
export function issueBody(cause: Cause, night: Night, { runUrl }: IssueContext): string {
  return `${[
    marker(cause.key, night),
    cause.says,
    quoted(cause.lines),
    `Seen by ${runUrl}; the full report is among its artefacts.`,
    'The nightly job comments here while it lasts, and closes this issue when a newer run shows that it is gone.',
  ].join('\n\n')}\n`;
}

/** The comment of a night on which a cause was still there, or is back. */
export function lastingComment(cause: Cause, night: Night, { runUrl }: IssueContext): string {
  return `${[marker(cause.key, night), `Still there on ${night.at}: ${runUrl}`, quoted(cause.lines)].join('\n\n')}\n`;
}

/** The comment with which an issue is closed. */
export function goneComment(key: string, night: Night, { runUrl }: IssueContext): string {
  return `${marker(key, night)}\n\nGone: the run of ${night.at} does not show it any more: ${runUrl}\n`;
}
