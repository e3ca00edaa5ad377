import type { Command } from 'commander';
import { isLoopback } from '../http/origin';
import { defuseCiCommands } from '../lib/ci-commands';
import { defined } from '../lib/defined';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { requireOpenFiles } from '../lib/open-files';
import { visible } from '../lib/terminal-text';
import { UserError } from '../lib/user-error';
import type { Shard } from '../report/types';
import { contractWork } from '../run/contract-work';
import { runDefaults, sendingOf } from '../run/defaults';
import { type Environment, requireCredentials } from '../run/environment/environment';
import { readSettings, type Settings } from '../run/environment/settings';
import type { Explore } from '../run/explore/program';
import { type RunHooks, runLifecycle, type Work } from '../run/lifecycle';
import { Observations } from '../run/observations';
import type { JudgingOptions, RunOptions } from '../run/options';
import { makeOutDir } from '../run/out-dir';
import { type Selected, select } from '../run/select';
import { shardFromEnv } from '../run/shard-env';
import { checkWithoutCollection } from './collection-options';
import { example, type Finish } from './command';
import { environmentFor } from './environment';
import { withLastFailed } from './last-failed';
import { endReporting, openReporting, type ReportingExtras } from './reporting';
import { checkCombinations } from './run-combinations';
import { type RunCommandOptions, runOptions } from './run-options';
import type { RunOnce } from './watch';

/**
 * The settings for `--target`. The embedded sandbox needs none, so an invalid `.env` does not get in its way.
 *
 * @throws UserError as `readSettings`
 */
export const settingsFor = (target: string | undefined, io: Io): Settings =>
  target === 'embedded' ? {} : readSettings(io.env, io.cwd);

// Loaded only if they are used.
const knownDeviations = () => require('./known-deviations') as typeof import('./known-deviations');
const dryRuns = () => require('./dry-run') as typeof import('./dry-run');
const watches = () => require('./watch') as typeof import('./watch');
const openCollection = () => require('./open-collection') as typeof import('./open-collection');
const collections = () => require('../run/collection/work') as typeof import('../run/collection/work');

/**
 * The shard that `--shard` or the environment names; `undefined` if it is the only one. A shard from the environment is
 * announced by a note.
 *
 * @throws UserError with `--collection`, whose requests may depend on each other
 */
function chooseShard({ shard: option, collection }: RunCommandOptions, io: Io): Shard | undefined {
  if (option && collection !== undefined)
    throw new UserError('--shard cannot be used with --collection', 'remove --shard to run the whole collection');
  if (collection !== undefined) return undefined;
  if (option) return option.count > 1 ? option : undefined;
  const { shard, note } = shardFromEnv(io.env);
  if (note !== undefined) io.stderr.write(`note: ${note}\n`);
  return shard;
}

/** The grouped options of a run. */
function optionsOf(options: RunCommandOptions, environment: Environment, judging: JudgingOptions): RunOptions {
  const { repeat, duration } = options;
  const { engine, concurrency, rate, timeout: timeoutMs, retries, seed } = options;
  const longestMs = Math.max(runDefaults.maxDurationMs, 2000 * (duration ?? 0));
  return {
    sending: sendingOf({ engine, concurrency, rate, timeoutMs, retries, seed }, environment.target, Math.random),
    judging,
    limits: {
      bail: options.bail === true,
      maxDurationMs: options.maxDuration === undefined ? longestMs : options.maxDuration * 1000,
    },
    ...(repeat !== undefined && { sustain: { repeat } }),
    ...(duration !== undefined && { sustain: { untilMs: duration * 1000 } }),
    now: new Date(),
  };
}

/** What nobody asked for explores no longer than this. */
const mostExploringMs = 60_000;

/** What is explored: what the options say; on this machine, a share of all pairs if they select no part of the run. */
function exploreOf(options: RunCommandOptions, { target }: Environment): Explore | undefined {
  const { explore, grep, tag, case: ids, collection, repeat, duration } = options;
  if (explore !== undefined) return explore === true ? { kind: 'pairs' } : explore;
  const partial = [grep, tag, ids, collection, repeat, duration].some((option) => option !== undefined);
  return partial || !isLoopback(target) ? undefined : { kind: 'default', mostMs: mostExploringMs };
}

/** What a whole run of another machine says of exploring. */
function notExplored({ grep, tag, case: ids, shard }: RunCommandOptions, { target }: Environment) {
  if (isLoopback(target) || [grep, tag, ids, shard].some((option) => option !== undefined)) return {};
  const remedy = target.kind === 'production' ? '' : '; --explore 300 sends 300 combinations';
  return { notExplored: `the target is another machine${remedy}` };
}

/** The thresholds that the options set. */
function limitsOf({ maxP50, maxP95, maxP99, maxErrors }: RunCommandOptions): Pick<JudgingOptions, 'thresholds'> {
  const thresholds = defined({ p50: maxP50, p95: maxP95, p99: maxP99, errors: maxErrors });
  return Object.keys(thresholds).length === 0 ? {} : { thresholds };
}

/** Reads the files with known deviations. */
function judgingOf(
  options: RunCommandOptions,
  { knownIds }: Selected,
  io: Io,
  observations: Observations | undefined,
): JudgingOptions {
  const { quarantine, baseline } = options;
  const accepted = baseline === undefined ? undefined : knownDeviations().readBaselineFile(baseline, io.cwd);
  const observed = observations ?? (accepted && new Observations());
  return {
    strict: options.strict === true,
    failOnFlaky: options.failOnFlaky === true,
    ...(quarantine !== undefined && { quarantine: knownDeviations().readQuarantineFile(quarantine, io.cwd, knownIds) }),
    ...limitsOf(options),
    ...(accepted && { baseline: accepted }),
    ...(observed && { observations: observed }),
  };
}

/** Signals and, with DEBUG, the stack of an internal error. */
const processHooks = (io: Io): RunHooks => ({
  onSignal: (stop) => io.onSignal((signal) => stop(signal === 'SIGINT' ? 'interrupted' : 'terminated')),
  onError: (stack) => {
    if (io.env.DEBUG) io.stderr.write(`${defuseCiCommands(visible(stack, '\n'))}\n`);
  },
});

/**
 * Runs the suite, or a collection, in an environment.
 *
 * @param observations collects what the target does in open points
 * @returns the exit code
 */
export async function runIn(
  environment: Environment,
  options: RunCommandOptions,
  io: Io,
  observations?: Observations,
  watching?: ReportingExtras['watching'],
): Promise<number> {
  const shard = chooseShard(options, io);
  if (options.collection !== undefined) openCollection().checkBesideCollection(options, environment);
  else {
    checkWithoutCollection(options);
    if (!options.dryRun) await requireCredentials(environment, options.timeout);
  }
  const { grep, tag: tags, case: ids, repeat, duration } = options;
  const explore = exploreOf(options, environment);
  const selected = select({ grep, tags, ids, shard, explore, repeat, duration }, environment);
  const onNote = (text: string): void => {
    io.stderr.write(`note: ${defuseCiCommands(visible(text, '\n'))}\n`);
  };
  const collectionWork = (file: string): Work =>
    collections().collectionWork(
      openCollection().openUserCollection(file, io.cwd, options, onNote),
      environment,
      onNote,
    );
  const grouped = optionsOf(options, environment, judgingOf(options, selected, io, observations));
  if (options.dryRun) {
    const form = options.json ? 'json' : options.verbose ? 'verbose' : 'short';
    io.stdout.write(dryRuns().planText(selected, environment, grouped, form));
    return exitCodes.ok;
  }
  // Both ends of each connection are in this process: a sandbox that runs short of files would look like a broken target.
  if (environment.target.kind === 'embedded') requireOpenFiles(32 + 2 * grouped.sending.concurrency);
  const work =
    options.collection === undefined
      ? contractWork({ ...selected, ...notExplored(options, environment) }, environment, grouped)
      : collectionWork(options.collection);
  const outDir = () => makeOutDir(options.out, io.cwd, environment.target.name, grouped.now);
  const reporting = await openReporting(options, outDir, io, { watching });
  if (environment.unused.length > 0)
    io.stderr.write('note: your IMBURSE_… credentials are not used: the embedded sandbox issues its own\n');
  const hooks = { ...reporting, ...processHooks(io) };
  const { exitCode } = await runLifecycle(environment, work, grouped, hooks).finally(reporting.release);
  return endReporting(exitCode, reporting.failures, io);
}

async function run(typed: RunCommandOptions, io: Io): Promise<number> {
  checkCombinations(typed);
  const options = withLastFailed(typed, io.cwd);
  const environment = await environmentFor(options, settingsFor(options.target, io), io);
  try {
    if (!options.watch) return await runIn(environment, options, io);
    const once: RunOnce = (reporter, isFirst) => runIn(environment, options, io, undefined, { reporter, isFirst });
    return await watches().watchRuns(once, options.watchFile, io);
  } finally {
    await environment.close();
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  runOptions(command, io).action(async (options: RunCommandOptions) => finish(await run(options, io)));
  example(command, io, (tool) => [
    `${tool} run`,
    `${tool} run --case 'refuse.*,!*.nul' --tag input`,
    `${tool} run --last-failed`,
    `IMBURSE_PUBLIC_KEY=… IMBURSE_PRIVATE_KEY_FILE=key.txt ${tool} run --target sandbox`,
    `${tool} run --target sandbox --collection mine.json --environment mine.environment.json`,
  ]);
}
