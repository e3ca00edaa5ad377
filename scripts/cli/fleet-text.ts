import { type CauseGroup, causeGroups, changeCounts, headline, identityText } from '../fleet/groups';
import type { FleetReport, FleetSummary, PartnerExitCode, PartnerResult } from '../fleet/types';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { plural } from '../lib/plural';
import type { Style } from '../lib/terminal-layout';
import { displayWidth, pad, shorten } from '../lib/text-layout';
import { duration } from '../report/view/text';
import { clean } from './check-credentials-text';
import { styleOf } from './terminal';

const exitCodeSigns = {
  0: ['✓', 'green'],
  1: ['✗', 'red'],
  2: ['✗', 'red'],
  3: ['?', 'yellow'],
  4: ['✗', 'red'],
} as const satisfies Record<PartnerExitCode, readonly [string, string]>;

const mostRows = 50;
const widestName = 40;
const mostUnverified = 5;

/** The counts that are not zero, in words. */
export function countsText(summary: FleetSummary): string {
  const { working, held, broken, settingsWrong, noVerdict, refused } = summary;
  const counts = [
    [settingsWrong, 'with wrong settings'],
    [refused, 'refused'],
    [broken, 'broken'],
    [noVerdict, 'without a verdict'],
    [working, 'working'],
    [held, 'held'],
  ] as const;
  return counts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ') || 'none done';
}

/** What a row says after its verdict. It has the text of the cause only if the heading of the group does not. */
function rowSays(result: PartnerResult, group: CauseGroup): string {
  const { cause, warnings = [], change } = result;
  const own = [
    ...(cause && group.title === undefined ? [cause.title] : []),
    ...(cause?.seen === undefined ? [] : [cause.seen]),
    ...(cause && group.next === undefined ? [`next: ${cause.next}`] : []),
    ...(cause ? [] : [identityText(result)].filter(Boolean)),
    ...warnings.map(({ title, code }) => `! ${title} [${code}]`),
  ].join('; ');
  return change === undefined ? own : `(${change}) ${own}`;
}

function rowText(result: PartnerResult, group: CauseGroup, nameWidth: number, { colours, width }: Style): string {
  const { name, exitCode, verdict } = clean(result);
  const [sign, paint] = exitCodeSigns[exitCode];
  const lead = `${sign} ${pad(shorten(name, nameWidth), nameWidth)}  ${verdict.padEnd(15)}`;
  const says = rowSays(clean(result), clean(group));
  return `${colours[paint](lead)}${shorten(says, Math.max(20, width - displayWidth(lead)))}`.trimEnd();
}

/** The heading of partners with the same cause, and what to do. */
function groupLines(group: CauseGroup, { colours }: Style): string[] {
  const { code, title, next, partners } = clean(group);
  if (code === undefined) return [colours.bold(`OK: ${plural(partners.length, 'partner')}`)];
  return [
    colours.bold(`${title === undefined ? '' : `${title} `}[${code}]: ${plural(partners.length, 'partner')}`),
    ...(next === undefined ? [] : [`  next: ${next}`]),
  ];
}

/** The partners under their causes: every cause, and at most `mostRows` partners. */
function tableLines(report: FleetReport, style: Style): string[] {
  const groups = causeGroups(report);
  const names = report.partners.slice(0, mostRows).map(({ name }) => displayWidth(clean(name)));
  const nameWidth = Math.min(widestName, Math.max(0, ...names));
  let left = mostRows;
  return groups.flatMap((group, index) => {
    // Each cause shows a partner of its own, however many the ones before it have.
    const room = Math.max(1, left - (groups.length - index - 1));
    const shown = group.partners.slice(0, room);
    const hidden = group.partners.length - shown.length;
    left -= shown.length;
    return [
      ...groupLines(group, style),
      ...shown.map((result) => rowText(result, group, nameWidth, style)),
      ...(hidden > 0 ? [style.colours.dim(`  … and ${hidden} more, see fleet.html`)] : []),
      '',
    ];
  });
}

/** What changed since the fleet before. */
function changeLine(report: FleetReport): string[] {
  if (report.comparedWith === undefined) return [];
  const counts = changeCounts(report).map(([kind, count]) => `${count} ${kind}`);
  const since = clean(report.comparedWith.slice(0, 16).replace('T', ' '));
  return [`Changes   ${counts.join(', ') || 'no partner is new, fixed or worse'} since ${since} UTC`];
}

/** What was found in Redis and is not counted. */
export function unverifiedLines({ unverified }: { readonly unverified?: FleetReport['unverified'] }): string[] {
  if (!unverified) return [];
  const { count, entries } = clean(unverified);
  const shown = entries.slice(0, mostUnverified).map(({ kind, name, why }) => `          ${kind} ${name}: ${why}`);
  const more = count - shown.length;
  return [
    `Ignored   ${plural(count, 'record')} in Redis that ${count === 1 ? 'does' : 'do'} not verify`,
    ...shown,
    ...(more > 0 ? [`          … and ${more} more`] : []),
  ];
}

/** The table of partners, worst first, and its summary. */
function fleetText(report: FleetReport, folder: string, style: Style): string {
  const warned = report.partners.filter(({ warnings = [] }) => warnings.length > 0).length;
  const { colours } = style;
  const paint = report.exitCode === 0 ? colours.green : colours.red;
  const lines = [
    ...tableLines(report, style),
    colours.bold(paint(headline(report))),
    `Partners  ${report.summary.done} of ${report.summary.partners} done: ${countsText(report.summary)}`,
    ...changeLine(report),
    ...(warned > 0 ? [`Warnings  ${plural(warned, 'partner')}`] : []),
    ...unverifiedLines(report),
    `Sent      ${plural(report.summary.requests, 'request')}${report.rate === undefined ? '' : `, at most ${report.rate} per second`}`,
    `Took      ${duration(report.durationMs)}`,
    `Report    ${clean(folder)}/fleet.html`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** A progress line on a terminal, rewritten after each result. */
export class FleetProgress {
  readonly #counts: Record<PartnerExitCode, number> = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 };
  #partners = 0;
  #done = 0;

  constructor(
    readonly write: (text: string) => void,
    readonly width: number,
  ) {}

  /** @param done partners that were finished before */
  start(partners: number, done: number): void {
    this.#partners = partners;
    this.#done = done;
  }

  update({ name, exitCode }: PartnerResult): void {
    this.#counts[exitCode] += 1;
    this.#done += 1;
    const { 0: good, 3: none, ...bad } = this.#counts;
    const parts = [
      `${this.#done}/${this.#partners}`,
      `${good} OK, ${Object.values(bad).reduce((sum, count) => sum + count, 0)} with problems, ${none} without a verdict`,
      clean(name),
    ];
    this.write(`\r\u001b[2K${shorten(parts.join('  '), this.width - 1)}`);
  }

  clear(): void {
    this.write('\r\u001b[2K');
  }
}

/** Prints the report of a fleet as a table or as JSON. */
export function printFleet(report: FleetReport, folder: string, json: boolean, io: Io): void {
  io.stdout.write(json ? `${jsonText(report, 2)}\n` : fleetText(report, folder, styleOf(io)));
}
