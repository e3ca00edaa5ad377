import { lstatSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRunReport } from '../../schemas/compiled/documents';
import { contradictionIn } from '../report/contradiction';
import type { RunReport } from '../report/types';

/** Returns the report. Throws if it would not match the published schema in a file. */
export function validReport(report: RunReport): RunReport {
  if (isRunReport(JSON.parse(JSON.stringify(report)))) return report;
  const errors = isRunReport.errors ?? [];
  const texts = errors.map(({ instancePath, message }) => `${instancePath || 'the report'} ${message}`);
  throw new Error(`The report does not match the schema of run.json: ${texts.join('; ')}.`);
}

/** The folder of a command line's reports, relative to its working directory, if it writes any. */
function reportFolder([command, ...args]: readonly string[]): string | undefined {
  if (command !== 'run' && command !== 'report') return undefined;
  const at = args.indexOf('--out');
  return at === -1 ? join('reports', 'latest') : args[at + 1];
}

/** The same for a report as a command wrote it: it must not contradict itself, or `report` would refuse it. */
function writtenReport(report: RunReport): void {
  const contradiction = contradictionIn(validReport(report));
  if (contradiction !== undefined) throw new Error(`The report contradicts itself: ${contradiction}.`);
}

/** Throws if `report` would refuse what a command line wrote to a file or its output. */
export function checkWrittenReport(args: readonly string[], cwd: string, stdout: string): void {
  const folder = reportFolder(args);
  if (folder === undefined) return;
  const file = resolve(cwd, folder, 'run.json');
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile()) writtenReport(JSON.parse(readFileSync(file, 'utf8')));
  if (args[0] === 'run' && args.includes('--json') && stdout !== '') writtenReport(JSON.parse(stdout));
}
