import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { hosts } from '../contract/hosts';
import type { Side } from '../judge/case-verdict';
import { calledAs } from '../lib/called-as';
import type { Io } from '../lib/io';
import { plural } from '../lib/plural';
import { shellQuote } from '../lib/shell';
import { visible } from '../lib/terminal-text';
import { UserError } from '../lib/user-error';
import { RollingRedactor } from '../report/rolling-redactor';
import type { RunEnd } from '../report/types';
import { credentialsFrom } from '../run/environment/environment';
import { readSettings } from '../run/environment/settings';
import { makeOutDir } from '../run/out-dir';
import { trafficCheckerFor } from '../run/traffic/both-sides';
import { readRecording, requireRecording } from '../run/traffic/read/recording';
import { TrafficRun } from '../run/traffic/traffic-run';
import { example, type Finish } from './command';
import { expandPatterns } from './expand-patterns';
import { type Interruption, watchInterruption } from './interruption';
import { reportOptions, sideOption } from './report-options';
import { endReporting, openReporting } from './reporting';

interface CheckCommandOptions {
  readonly target?: string;
  readonly strict?: true;
  readonly side: Side;
  readonly reporter: string;
  readonly out?: string;
  readonly json?: true;
}

const engine = 'recording';

/** The base URL whose exchanges are judged. Nothing is sent, so any is allowed. */
function targetOf(option: string | undefined): { readonly name: string; readonly baseUrl: string } | undefined {
  if (option === undefined) return undefined;
  if (option === 'sandbox' || option === 'production') return { name: option, baseUrl: hosts[option] };
  const url = URL.canParse(option) ? new URL(option) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UserError(
      `--target "${option.slice(0, 60)}" is neither sandbox, production nor an http(s) URL`,
      'give the base URL of the exchanges to judge, such as --target https://sandbox-api.imbursepayments.com',
    );
  }
  if (url.username || url.password || url.search || url.hash)
    throw new UserError('--target is more than a base URL', 'remove the user name, password, query and fragment');
  return { name: url.host, baseUrl: url.origin + url.pathname.replace(/\/+$/, '') };
}

async function* emptyStream(): AsyncGenerator<Uint8Array> {}

async function* bytesOf(stdin: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const piece of stdin) yield typeof piece === 'string' ? Buffer.from(piece) : (piece as Uint8Array);
}

const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

/** Reads every file, and says what could not be read. */
async function readAll(
  files: readonly string[],
  paths: readonly string[],
  run: TrafficRun,
  io: Io,
  { signal }: Interruption,
): Promise<string[]> {
  const problems: string[] = [];
  for (const [index, file] of files.entries()) {
    if (signal.aborted) break;
    const name = nameOf(file);
    const input = file === '-' ? bytesOf(io.stdin ?? emptyStream()) : paths[index]!;
    const own = await readRecording(name, input, (read) => run.add(read.exchange, read.context), signal);
    problems.push(...own);
  }
  return problems;
}

function endOf(problems: readonly string[], interruption: Interruption, startedMs: number): Omit<RunEnd, 'drift'> {
  const durationMs = Math.round(performance.now() - startedMs);
  const stopped = interruption.stoppedBy();
  if (stopped !== undefined) return { durationMs, stopped };
  const [first, ...more] = problems;
  if (first === undefined) return { durationMs };
  const because = more.length === 0 ? first : `${first}; and ${plural(more.length, 'more problem')}`;
  return { durationMs, stopped: 'unreadable', because };
}

async function check(names: readonly string[], options: CheckCommandOptions, io: Io): Promise<number> {
  const files = expandPatterns(names, io.cwd);
  if (new Set(files).size < files.length) throw new UserError('a file is given more than once', 'give each file once');
  if (files.includes('-') && io.stdin?.isTTY)
    throw new UserError(
      'standard input is a terminal',
      (tool) => `name a file, or pipe one: cat app.har | ${tool} check -`,
    );
  const target = targetOf(options.target);
  const settings = readSettings(io.env, io.cwd);
  for (const file of files) if (file !== '-') requireRecording(file, resolve(io.cwd, file));
  // A file below reports/latest, before that points to the report of this check.
  const paths = files.map((file) => (file === '-' ? file : realpathSync(resolve(io.cwd, file))));
  const startedMs = performance.now();
  const now = new Date();
  const outDir = () => makeOutDir(options.out, io.cwd, target?.name ?? engine, now);
  const reporting = await openReporting(options, outDir, io);
  const credentials = credentialsFrom(settings);
  // All of them, in case that the recording holds them.
  const redactor = new RollingRedactor(credentials);
  const { publicKey, privateKey } = credentials;
  const strict = options.strict === true;
  const checker = trafficCheckerFor(target?.baseUrl, { publicKey, privateKey }, { strict });
  const narrowed = [
    ...(options.target === undefined ? [] : ['--target', shellQuote(options.target)]),
    ...(options.side === 'server' ? [] : ['--side', options.side]),
  ];
  const run = new TrafficRun({
    ...{ checker, target, engine, strict, side: options.side, now, redactor, onEvent: reporting.onEvent },
    source: visible(files.map(nameOf).join(', ')),
    reproduce: [calledAs(io.env), 'check', ...files.map(shellQuote), ...narrowed].join(' '),
  });
  const interruption = watchInterruption(io);
  try {
    const problems = await readAll(files, paths, run, io, interruption);
    const report = run.finish(endOf(problems, interruption, startedMs));
    await reporting.onReport(report);
    for (const problem of problems) io.stderr.write(`error: ${visible(redactor.redact(problem))}\n`);
    return endReporting(report.exitCode, reporting.failures, io);
  } finally {
    interruption.release();
    reporting.release();
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  const checking = command
    .argument('<files...>', 'HAR files, run.json, events.ndjson, or exchanges in NDJSON; - reads standard input')
    .option('--target <name|url>', 'check only requests to sandbox, production, or a base URL (default: any host)')
    .option('--strict', 'also fail the check on deviations and warnings')
    .addOption(sideOption());
  reportOptions(checking, io, 'recording').action(async (files: readonly string[], options: CheckCommandOptions) =>
    finish(await check(files, options, io)),
  );
  example(command, io, (tool) => [
    `${tool} check app.har`,
    `${tool} check monday.har tuesday.har --target https://sandbox-api.imbursepayments.com`,
    `mitmdump -q -nr flows --set hardump=- | ${tool} check -`,
  ]);
}
