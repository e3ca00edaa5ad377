import pc from 'picocolors';
import type { FleetReport, FleetSummary, PartnerExitCode, PartnerResult } from '../fleet/types';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { plural } from '../lib/plural';
import type { Style } from '../lib/terminal-layout';
import { displayWidth, pad, shorten } from '../lib/text-layout';
import { duration } from '../report/view/text';
import { clean } from './check-credentials-text';

const signs = {
  0: ['✓', 'green'],
  1: ['✗', 'red'],
  2: ['✗', 'red'],
  3: ['?', 'yellow'],
  4: ['✗', 'red'],
} as const satisfies Record<PartnerExitCode, readonly [string, string]>;

const mostRows = 50;
const widestName = 40;

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

function rowText(result: PartnerResult, nameWidth: number, { colours, width }: Style): string {
  const { name, exitCode, verdict, cause, identity, warnings = [] } = clean(result);
  const [sign, paint] = signs[exitCode];
  const lead = `${sign} ${pad(shorten(name, nameWidth), nameWidth)}  ${verdict.padEnd(15)}`;
  const warned = warnings.map(({ title, code }) => `! ${title} [${code}]`);
  const owner = cause === undefined && identity ? identityText(identity) : [];
  const says = [...(cause ? [`${cause.title} [${cause.code}]`] : []), ...owner, ...warned].join('; ');
  return `${colours[paint](lead)}${shorten(says, Math.max(20, width - displayWidth(lead)))}`.trimEnd();
}

/** Whose the accepted credentials are. */
function identityText({ tenant, account, roles }: NonNullable<PartnerResult['identity']>): string[] {
  const parts = [
    ...(tenant === undefined ? [] : [`tenant ${tenant}`]),
    ...(account === undefined ? [] : [`account ${account}`]),
    ...(roles.length === 0 ? [] : [`role ${roles.join(', ')}`]),
  ];
  return parts.length === 0 ? [] : [parts.join(', ')];
}

/** Each cause with the number of its partners and the remedy. */
function causeLines({ partners }: FleetReport): string[] {
  const byCode = new Map<string, { count: number; next: string }>();
  for (const { cause } of partners) {
    if (!cause) continue;
    byCode.set(cause.code, { count: (byCode.get(cause.code)?.count ?? 0) + 1, next: cause.next });
  }
  return [...byCode].map(
    ([code, { count, next }]) => `Cause     ${plural(count, 'partner')} ${clean(code)}: ${clean(next)}`,
  );
}

function headline({ complete, stopped, summary, exitCode }: FleetReport): string {
  const { partners, done } = summary;
  if (!complete) return `${stopped ? 'Interrupted' : 'Not complete'}: ${done} of ${plural(partners, 'partner')} done.`;
  const inOrder = summary.working + summary.held;
  return exitCode === 0
    ? `All in order: ${plural(partners, 'partner')}.`
    : `${partners - inOrder} of ${plural(partners, 'partner')} not in order.`;
}

/** The table of partners, worst first, and its summary. */
function fleetText(report: FleetReport, folder: string, style: Style): string {
  const shown = report.partners.slice(0, mostRows);
  const nameWidth = Math.min(widestName, Math.max(0, ...shown.map(({ name }) => displayWidth(clean(name)))));
  const hidden = report.partners.length - shown.length;
  const warned = report.partners.filter(({ warnings = [] }) => warnings.length > 0).length;
  const { colours } = style;
  const paint = report.exitCode === 0 ? colours.green : colours.red;
  const lines = [
    ...shown.map((result) => rowText(result, nameWidth, style)),
    ...(hidden > 0 ? [colours.dim(`… and ${hidden} more, see fleet.json`)] : []),
    ...(report.partners.length > 0 ? [''] : []),
    colours.bold(paint(headline(report))),
    `Partners  ${report.summary.done} of ${report.summary.partners} done: ${countsText(report.summary)}`,
    ...causeLines(report),
    ...(warned > 0 ? [`Warnings  ${plural(warned, 'partner')}`] : []),
    `Sent      ${plural(report.summary.requests, 'request')}${report.rate === undefined ? '' : `, at most ${report.rate} per second`}`,
    `Took      ${duration(report.durationMs)}`,
    `Reports   ${clean(folder)}/fleet.json`,
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
      `${good} in order, ${Object.values(bad).reduce((sum, count) => sum + count, 0)} not, ${none} without a verdict`,
      clean(name),
    ];
    this.write(`\r\u001b[2K${shorten(parts.join('  '), this.width - 1)}`);
  }

  clear(): void {
    this.write('\r\u001b[2K');
  }
}

function styleOf({ stdout, env }: Io): Style {
  const terminal = stdout.isTTY === true && env.TERM !== 'dumb';
  return {
    colours: pc.createColors(terminal && !env.NO_COLOR),
    width: stdout.columns || (terminal ? 80 : Number.POSITIVE_INFINITY),
  };
}

/** Prints the report of a fleet as a table or as JSON. */
export function printFleet(report: FleetReport, folder: string, json: boolean, io: Io): void {
  io.stdout.write(json ? `${jsonText(report, 2)}\n` : fleetText(report, folder, styleOf(io)));
}
