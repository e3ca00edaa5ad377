import { fenced } from '../../lib/markdown';
import { plural } from '../../lib/plural';
import { visible } from '../../lib/terminal-text';
import type { Night, Problem, Sighting } from './types';

const mostLines = 20;
const longestLine = 400;
const longestTitle = 200;

const markerPattern = /^<!-- payout-contract:cause=([a-z0-9:-]+) run=([0-9]+) at=([0-9TZ:.-]+) -->/;

/** Identifies the job's own issues and comments. It is the first line, which never contains text from a server. */
function marker(key: string, { run, at }: Sighting): string {
  return `<!-- payout-contract:cause=${key} run=${run} at=${at} -->`;
}

/** Reads the marker at the start of an issue or comment. */
export function readMarker(body: string): { readonly key: string; readonly sighting: Sighting } | undefined {
  const [, key, run, at] = markerPattern.exec(body) ?? [];
  if (key === undefined || run === undefined || at === undefined || Number.isNaN(Date.parse(at))) return undefined;
  return { key, sighting: { run, at } };
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** A code block in which markup, mentions, links and commands have no effect. */
function quoted(lines: readonly string[]): string {
  const shown = lines.slice(0, mostLines).map((line) => visible(cut(line, longestLine)));
  if (lines.length > mostLines) shown.push(`… and ${plural(lines.length - mostLines, 'line')} more`);
  return fenced(shown.join('\n'), 'text');
}

/** One line without markup, shorter than GitHub's limit of 256 characters. */
export const issueTitle = ({ title }: Problem): string => `Nightly: ${cut(visible(title), longestTitle)}`;

/** The body of a new issue, shorter than GitHub's limit of 65,536 characters. */
export function issueBody(problem: Problem, night: Night, runUrl: string): string {
  return `${[
    marker(problem.key, night),
    problem.meaning,
    quoted(problem.lines),
    `Found by ${runUrl}. The full report is among its artifacts.`,
    'The nightly job comments here every night until the problem is gone, then closes this issue.',
  ].join('\n\n')}\n`;
}

/** The comment of a night on which a problem persists or is back. */
export function lastingComment(problem: Problem, night: Night, runUrl: string): string {
  const lines = [marker(problem.key, night), `Still present on ${night.at}: ${runUrl}`, quoted(problem.lines)];
  return `${lines.join('\n\n')}\n`;
}

/** The comment that closes an issue. */
export function goneComment(key: string, night: Night, runUrl: string): string {
  return `${marker(key, night)}\n\nFixed: the run of ${night.at} no longer shows this problem: ${runUrl}\n`;
}
