import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { deadlineAfter } from '../credentials/deadline';
import { engineNames } from '../http';
import type { Network } from '../http/network';
import { defined } from '../lib/defined';
import { messageOf, UserError } from '../lib/user-error';
import { whenAborted } from '../lib/when-aborted';
import { Redactor } from '../report/redactor';
import { reporters as builtIn } from '../reporters';
import { isolated } from '../reporters/external';
import { createReporting, type ReporterGroup } from '../reporters/reporting';
import type { ReporterEntry } from '../reporters/types';
import { contractWork } from '../run/contract-work';
import { checkDefaults, runDefaults, sendingOf } from '../run/defaults';
import { type Environment, openEnvironment, requireCredentials, settingsFrom } from '../run/environment/environment';
import { checkSettings } from '../run/environment/settings';
import type { Explore } from '../run/explore/program';
import { nodeHost } from '../run/host';
import { runLifecycle } from '../run/lifecycle';
import type { RunOptions as OwnOptions } from '../run/options';
import { select } from '../run/select';
import { EventQueue } from './event-queue';
import type { FileReporter } from './names';
import type {
  CheckCredentialsOptions,
  CredentialCheck,
  Reporter,
  Running,
  RunOptions,
  RunReport,
  TargetOptions,
} from './run-types';

export type { FileReporter } from './names';
export type {
  CheckCredentialsOptions,
  CredentialCheck,
  CredentialStep,
  Diagnosis,
  PlannedCase,
  ReportedCase,
  ReportedExchange,
  ReportedFinding,
  Reporter,
  RunEvent,
  Running,
  RunOptions,
  RunReport,
  TargetOptions,
} from './run-types';
export type { KnownCredentials, Level, Verdict } from './types';

const day = 86_400_000;
const limits = {
  timeoutMs: [1, day],
  maxDurationMs: [1, 7 * day],
  concurrency: [1, 1000],
  rate: [0.001, 100_000],
  retries: [0, 100],
  seed: [0, 2 ** 31 - 1],
} as const;

/** Opens the environment that options name; `isStrict` refuses credentials that cannot be right. */
async function environmentOf(options: TargetOptions, isStrict: boolean): Promise<Environment> {
  const { target = 'embedded', allowProduction = false, credentials = {}, env = {} } = options;
  const settings = settingsFrom(credentials, 'the options');
  if (isStrict) checkSettings(settings);
  return openEnvironment({
    ...{ option: target, allowProduction, settings, env, cwd: '/' },
    startSandbox: () => (require('../sandbox/server') as typeof import('../sandbox/server')).startSandbox(),
  });
}

/** Refuses numbers that mean nothing. */
function checkNumbers(options: object): void {
  const given = new Map<string, unknown>(Object.entries(options));
  for (const [name, [least, most]] of Object.entries(limits)) {
    const value = given.get(name);
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least || value > most)
      throw new TypeError(`${name} must be a number from ${least} to ${most}`);
  }
}

function entryOf(reporter: Reporter | FileReporter, index: number): ReporterEntry {
  if (typeof reporter === 'object')
    return {
      ...{ name: `number ${index + 1}`, ownsStdout: false, isExternal: true },
      create: async () => isolated(reporter),
    };
  const entry = builtIn.find(({ name, file }) => name === reporter && file !== undefined);
  if (entry) return entry;
  const names = builtIn.flatMap(({ name, file }) => (file === undefined ? [] : name));
  throw new UserError(
    `reporters: there is no file reporter "${String(reporter)}"`,
    `choose from ${names.join(', ')}, or give an object with onEvent or onReport`,
  );
}

async function openReporting({ reporters = [], outDir }: RunOptions): Promise<ReporterGroup> {
  const entries = reporters.map(entryOf);
  const files = entries.flatMap(({ file }) => file ?? []);
  if (files.length > 0 && outDir === undefined)
    throw new UserError(`reporters: ${files[0]} has no folder`, 'give one with outDir');
  const folder = resolve(outDir ?? '.');
  if (outDir !== undefined) mkdirSync(folder, { recursive: true });
  return createReporting(entries, {
    ...{ outDir: folder, outDirShown: outDir ?? '.', files, interactive: false, colour: false },
    stdout: { write: () => undefined },
  });
}

const exploreOf = (explore: RunOptions['explore']): Explore | undefined =>
  typeof explore === 'number' ? { kind: 'some', programs: explore } : explore ? { kind: 'pairs' } : undefined;

function groupedOptions(options: RunOptions, { target }: Environment): OwnOptions {
  const { engine = 'direct', maxDurationMs = runDefaults.maxDurationMs } = options;
  return {
    sending: sendingOf({ ...options, engine }, target, Math.random),
    judging: { strict: options.strict === true, failOnFlaky: options.failOnFlaky === true },
    limits: { bail: options.bail === true, maxDurationMs },
    now: new Date(),
  };
}

async function perform(options: RunOptions, queue: EventQueue, failures: string[]): Promise<RunReport> {
  checkNumbers(options);
  if (options.engine !== undefined && !engineNames.includes(options.engine))
    throw new TypeError(`there is no engine "${String(options.engine)}": choose from ${engineNames.join(', ')}`);
  const environment = await environmentOf(options, true);
  try {
    const grouped = groupedOptions(options, environment);
    await requireCredentials(environment, grouped.sending.timeoutMs);
    const { grep, tags, cases: ids } = options;
    const selected = select({ grep, tags, ids, explore: exploreOf(options.explore) }, environment);
    const reporting = await openReporting(options);
    const report = await runLifecycle(environment, contractWork(selected, environment, grouped), grouped, {
      onEvent: (event) => {
        reporting.onEvent(event);
        queue.push(event);
      },
      onReport: (finished) => reporting.onReport(finished),
      onSignal: (stop) => whenAborted(options.signal, () => stop('interrupted')),
    });
    failures.push(...reporting.failures);
    return report;
  } finally {
    await environment.close();
  }
}

/**
 * Sends the cases of the contract, and judges the responses. The promise rejects only for options that cannot be used.
 * Nothing is printed, and no variable of the process is read.
 */
export function run(options: RunOptions = {}): Running {
  const queue = new EventQueue();
  const failures: string[] = [];
  const report = Promise.resolve().then(() => perform(options, queue, failures));
  report.then(
    () => queue.end(),
    (error: unknown) => queue.end(error),
  );
  const running: Pick<Running, 'events' | 'failures'> = {
    get events() {
      // Whoever reads the events learns of the error there.
      report.catch(() => undefined);
      return queue.read();
    },
    failures,
  };
  return Object.defineProperties(report, Object.getOwnPropertyDescriptors(running)) as Running;
}

/**
 * Finds out whether credentials work, and if not, why.
 *
 * @throws UserError for a target that cannot be used
 */
export async function checkCredentials(options: CheckCredentialsOptions = {}): Promise<CredentialCheck> {
  checkNumbers(options);
  const { timeoutMs, maxDurationMs, signal: given } = { ...checkDefaults, ...defined(options) };
  const { nodeNetwork } = require('../http/network') as typeof import('../http/network');
  const { checkCredentials: check } = require('../credentials/check') as typeof import('../credentials/check');
  const environment = await environmentOf(options, false);
  const interruption = new AbortController();
  const stopListening = whenAborted(given, () => interruption.abort());
  const { signal, isLate, release } = deadlineAfter(maxDurationMs, interruption.signal);
  const secrets = new Redactor();
  let network: Network | undefined;
  try {
    const { target, targetFrom, settings, route } = environment;
    const host = nodeHost(Math.random);
    network = nodeNetwork(target.baseUrl, route, { timeoutMs, signal }, host.now);
    return await check({
      ...{ target, targetFrom, settings, network, host, secrets, signal, isLate, maxDurationMs },
      onStep: () => undefined,
      interruptedBy: () => (interruption.signal.aborted ? 130 : undefined),
    });
  } catch (error) {
    throw new Error(secrets.redact(messageOf(error)));
  } finally {
    release();
    stopListening();
    await network?.close();
    await environment.close();
  }
}
