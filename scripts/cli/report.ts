import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { UserError } from '../lib/user-error';
import { mergeReports } from '../report/merge/merge';
import { exitCodeOf } from '../report/run-verdict';
import type { RunReport } from '../report/types';
import { chooseReporters, createReporting, jsonToStdout, reporterHelp } from '../reporters/reporting';
import type { ReporterEntry } from '../reporters/types';
import { folderName, makeOutDir, type OutDir } from '../run/out-dir';
import { example, type Finish } from './command';
import { expandPatterns } from './expand-patterns';
import { type ReportInput, readReports } from './report-input';
import { endReporting } from './reporting';
import { hasColour } from './terminal';

interface ReportCommandOptions {
  readonly reporter: string;
  readonly out?: string;
  readonly allowMissing?: true;
  readonly history?: string;
  readonly json?: true;
}

/** The reporters that can work from a report, which has no events. */
function chooseForReport({ reporter, json }: ReportCommandOptions, io: Io): ReporterEntry[] {
  const entries = chooseReporters(reporter, io.cwd);
  if (entries.some(({ name }) => name === 'ndjson'))
    throw new UserError('--reporter: ndjson is only available during a run', 'remove ndjson from --reporter');
  return json ? [...entries.filter(({ ownsStdout }) => !ownsStdout), jsonToStdout(io)] : entries;
}

/** A new folder, which `reports/latest` does not point to; none is created if no file is written. */
function outDirFor(files: readonly string[], { out }: ReportCommandOptions, report: RunReport, io: Io): OutDir {
  if (files.length === 0) return { path: io.cwd, shown: '.', isLatest: false };
  const { name } = report.target;
  const now = new Date();
  return makeOutDir(out ?? join('reports', `${folderName(name, now)}-again`), io.cwd, name, now);
}

function refuseOverwriting(files: readonly string[], outDir: OutDir, inputs: readonly ReportInput[]): void {
  for (const file of files) {
    const path = join(outDir.path, file);
    const input = existsSync(path) && inputs.find((each) => each.path === realpathSync(path));
    if (input)
      throw new UserError(`${input.name}: its ${file} would be overwritten`, 'choose another folder with --out');
  }
}

async function render(names: readonly string[], options: ReportCommandOptions, io: Io): Promise<number> {
  if (names.length === 0)
    throw new UserError('report needs the folder or report of a run', (tool) => `${tool} report reports/latest`);
  const entries = chooseForReport(options, io);
  const inputs = readReports(expandPatterns(names, io.cwd), io.cwd);
  const report = mergeReports(inputs, options.allowMissing === true);
  const files = entries.flatMap(({ file }) => file ?? []);
  const outDir = outDirFor(files, options, report, io);
  refuseOverwriting(files, outDir, inputs);
  const reporting = await createReporting(entries, {
    outDir: outDir.path,
    outDirShown: outDir.shown,
    files,
    stdout: io.stdout,
    ...(io.commands && { commands: io.commands }),
    interactive: false,
    colour: hasColour(io),
    env: io.env,
  });
  await reporting.onReport(report);
  return endReporting(exitCodeOf(report), reporting.failures, io);
}

async function history(names: readonly string[], options: ReportCommandOptions, io: Io): Promise<number> {
  if (names.length > 0)
    throw new UserError('--history cannot be used with other files', (tool) => `${tool} report --history reports`);
  // Loaded only when needed: it draws.
  const { writeHistory } = require('./report-history') as typeof import('./report-history');
  await writeHistory(options.history!, options.out, options.json === true, io);
  return exitCodes.ok;
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .argument('[files...]', 'run folders, run.json or events.ndjson files, or patterns; several are merged')
    .option('--reporter <list>', reporterHelp, 'console')
    .option('--out <dir>', 'folder for the reports (default: reports/<UTC time>-<target>-again)')
    .option('--allow-missing', 'merge even if shards are missing; the report is then incomplete')
    .option('--json', 'print the report as JSON instead of text')
    .addOption(
      new Option(
        '--history <dir>',
        'write history.html with the trend of all runs below this folder, to this folder or to --out',
      ).conflicts(['reporter', 'allowMissing']),
    )
    .action(async (files: readonly string[], options: ReportCommandOptions) =>
      finish(options.history === undefined ? await render(files, options, io) : await history(files, options, io)),
    );
  example(command, io, (tool) => [
    `${tool} report reports/latest`,
    `${tool} report shards/*/run.json --reporter console,junit,html`,
    `${tool} report --history reports`,
  ]);
}
