import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import { cases } from '../contract';
import { type ContractProperty, contractProperties } from '../contract/properties';
import { preflight } from '../http/preflight';
import type { ProxyServer } from '../http/proxy';
import type { Target } from '../http/types';
import type { Io } from '../lib/io';
import { UserError } from '../lib/user-error';
import { chooseReporters, createReporting, jsonToStdout } from '../reporters/reporting';
import { credentialsOf } from '../run/environment/credentials-of';
import { routeOf } from '../run/environment/route';
import { readSettings, type Settings } from '../run/environment/settings';
import { Observations } from '../run/observations';
import { makeOutDir } from '../run/out-dir';
import { type Plan, planRun } from '../run/plan';
import { chooseTarget, isLoopback } from '../run/target';
import { example, type Finish } from './command';
import { checkBesideCollection, openUserCollection } from './open-collection';
import { type RunOptions, runOptions } from './run-options';
import { choosePart, chooseShard } from './run-part';
import { type Credentials, runSession } from './run-session';

/** The plan for what is selected; for production, of the cases that are safe there. */
function selectCases(
  { grep, tag, case: ids }: RunOptions,
  properties: readonly ContractProperty[],
  kind: Target['kind'],
  fetchesToken: boolean,
): Plan {
  const all = [...cases, ...properties.map(({ contractCase }) => contractCase)];
  const unknown = ids?.find((id) => !allIds(properties).includes(id));
  if (unknown !== undefined) throw new UserError(`--case: there is no case "${unknown}"`, 'payout-contract list');
  const allowed = kind === 'production' ? all.filter(({ tags }) => tags.includes('safe')) : all;
  const plan = planRun(allowed, { grep, tags: tag, ids }, fetchesToken);
  if (plan.cases.length === 0)
    throw new UserError('no case is selected', 'payout-contract list shows the ids, titles and tags');
  return plan;
}

const allIds = (drawn: readonly ContractProperty[]): string[] =>
  [...cases, ...drawn.map(({ contractCase }) => contractCase)].map(({ id }) => id);

/** The properties for `--generate`; fast-check is loaded only for them. */
function properties({ generate }: RunOptions): ContractProperty[] {
  return generate === undefined ? [] : contractProperties(require('fast-check') as typeof import('fast-check'));
}

/** Without credentials nothing can be checked; where the target is down too, that is the more useful answer. */
async function requireCredentials(
  { publicKey, managementToken }: Credentials,
  target: Target,
  timeoutMs: number,
  proxy: ProxyServer | undefined,
): Promise<void> {
  if (
    managementToken !== undefined ||
    publicKey !== undefined ||
    (await preflight(target, { timeoutMs, attempts: 1, signal: AbortSignal.timeout(timeoutMs), proxy }))
  )
    return;
  throw new UserError(
    `no credentials for ${target.name}`,
    'set IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY',
  );
}

/**
 * The settings for a target that `--target` names. The embedded sandbox needs none: a broken `.env` does not keep anybody
 * from it.
 *
 * @throws UserError as `readSettings`
 */
export const settingsFor = (target: string | undefined, io: Io): Settings =>
  target === 'embedded' ? {} : readSettings(io.env, io.cwd);

// Loaded when they are used.
const embeddedSandbox = () => (require('../sandbox') as typeof import('../sandbox')).startSandbox();

const knownDeviations = () => require('./known-deviations') as typeof import('./known-deviations');
const userCollection = () => require('./run-collection') as typeof import('./run-collection');

/**
 * Runs the suite.
 *
 * @param observations where it is kept what the target does in open points; made here where only a comparison needs it
 * @returns the exit code
 */
export async function run(options: RunOptions, io: Io, observations?: Observations): Promise<number> {
  const settings = settingsFor(options.target, io);
  const chosen = chooseTarget(options.target, settings.IMBURSE_BASE_URL?.value, options.allowProduction === true);
  const route = chosen === 'embedded' ? {} : routeOf(chosen.baseUrl, settings, io.env, io.cwd);
  const entries = chooseReporters(options.reporter);
  const reporters = options.json ? [...entries.filter(({ ownsStdout }) => !ownsStdout), jsonToStdout(io)] : entries;
  const own = credentialsOf(settings);
  const fetchesToken = chosen === 'embedded' || (own.managementToken === undefined && own.publicKey !== undefined);
  const drawn = properties(options);
  const shard = chooseShard(options.shard, options.collection !== undefined, io);
  const kind = chosen === 'embedded' ? 'embedded' : chosen.kind;
  if (options.collection !== undefined) checkBesideCollection(options, kind);
  else if (chosen !== 'embedded') await requireCredentials(own, chosen, options.timeout, route.proxy);
  const whole = selectCases(options, drawn, kind, fetchesToken);
  const drawnHere = drawn.filter(({ contractCase }) => whole.cases.includes(contractCase));
  const part = choosePart(whole, shard, fetchesToken, {
    generate: options.generate,
    repeat: options.repeat,
    duration: options.duration,
  });
  const collection =
    options.collection === undefined
      ? undefined
      : openUserCollection(
          options.collection,
          io.cwd,
          (name) => chosen === 'embedded' || own[name] !== undefined || (name === 'managementToken' && fetchesToken),
        );
  const quarantine =
    options.quarantine === undefined
      ? undefined
      : knownDeviations().readQuarantineFile(options.quarantine, io.cwd, allIds(drawn));
  const baseline =
    options.baseline === undefined ? undefined : knownDeviations().readBaselineFile(options.baseline, io.cwd);
  const now = new Date();
  const outDir = makeOutDir(options.out, io.cwd, chosen === 'embedded' ? 'embedded' : chosen.name, now);
  const interactive = io.stdout.isTTY === true && !io.env.CI && io.env.TERM !== 'dumb';
  const reporting = await createReporting(reporters, {
    outDir: outDir.path,
    outDirShown: outDir.shown,
    files: reporters.flatMap(({ file }) => file ?? []),
    stdout: io.stdout,
    interactive,
    colour: io.stdout.isTTY === true && !io.env.NO_COLOR && io.env.TERM !== 'dumb',
    env: io.env,
  });

  const sandbox = chosen === 'embedded' ? await embeddedSandbox() : undefined;
  try {
    const target: Target = sandbox ? { name: 'embedded', kind: 'embedded', baseUrl: sandbox.url } : (chosen as Target);
    const credentials = sandbox ? { ...sandbox.credentials, managementToken: undefined } : own;
    if (sandbox && Object.values(own).some((value) => value !== undefined)) {
      io.stderr.write('note: your IMBURSE_… credentials are not used: the embedded sandbox makes its own\n');
    }
    const polite = !isLoopback(target);
    const request = {
      target,
      engine: options.engine,
      credentials,
      fetchesToken,
      strict: options.strict === true,
      bail: options.bail === true,
      retries: options.retries,
      timeoutMs: options.timeout,
      maxDurationMs: (options.maxDuration ?? Math.max(600, 2 * (options.duration ?? 0))) * 1000,
      seed: options.seed ?? randomInt(2 ** 31),
      concurrency: options.concurrency ?? (polite ? 2 : 8),
      rate: options.rate ?? (polite ? 5 : undefined),
      route,
      now,
      failOnFlaky: options.failOnFlaky === true,
      ...(quarantine && { quarantine }),
      ...(baseline && { baseline, observations: new Observations() }),
      ...(observations && { observations }),
      ...(options.repeat !== undefined && { sustain: { repeat: options.repeat } }),
      ...(options.duration !== undefined && { sustain: { untilMs: options.duration * 1000 } }),
    };
    return collection === undefined
      ? await runSession(
          part.plan,
          { properties: drawnHere, runs: Math.ceil((options.generate ?? 0) / Math.max(1, drawnHere.length)) },
          { ...request, part: part.header },
          reporting,
          io,
        )
      : await userCollection().runUserCollection(collection, request, reporting, io);
  } finally {
    await sandbox?.close();
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  runOptions(command, io).action(async (options: RunOptions) => finish(await run(options, io)));
  example(
    command,
    'payout-contract run',
    'IMBURSE_PUBLIC_KEY=… IMBURSE_PRIVATE_KEY_FILE=key.txt payout-contract run --target sandbox',
  );
}
