import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import { cases } from '../contract';
import { type ContractProperty, contractProperties } from '../contract/properties';
import { readSettings, type Settings } from '../credentials/settings';
import { UserError } from '../lib/user-error';
import { makeOutDir } from '../run/out-dir';
import { type Plan, planRun } from '../run/plan';
import { preflight } from '../run/preflight';
import { chooseTarget, isLoopback } from '../run/target';
import type { Target } from '../run/types';
import { startSandbox } from '../sandbox';
import { example, type Finish } from './command';
import type { Io } from './io';
import { positiveNumber, repeatable, wholeNumber } from './parse';
import { chooseReporters, createReporting, defaultReporters, jsonToStdout } from './reporting';
import { openUserCollection, runUserCollection } from './run-collection';
import { type Credentials, runSession } from './run-session';

/** The options of `run`, as they are typed. */
export interface RunOptions {
  readonly target?: string;
  readonly allowProduction?: true;
  readonly grep?: string;
  readonly tag?: readonly string[];
  readonly case?: readonly string[];
  readonly engine: 'newman';
  readonly concurrency?: number;
  readonly rate?: number;
  readonly timeout: number;
  readonly maxDuration: number;
  readonly retries: number;
  readonly strict?: true;
  readonly bail?: true;
  readonly seed?: number;
  readonly generate?: number;
  readonly collection?: string;
  readonly reporter: string;
  readonly out?: string;
  readonly json?: true;
}

function credentialsOf(settings: Settings): Credentials {
  return {
    managementToken: settings.IMBURSE_MANAGEMENT_TOKEN?.value,
    publicKey: settings.IMBURSE_PUBLIC_KEY?.value,
    privateKey: settings.IMBURSE_PRIVATE_KEY?.value,
    expiredToken: settings.IMBURSE_EXPIRED_TOKEN?.value,
    accountId: settings.IMBURSE_ACCOUNT_ID?.value,
    tenantId: settings.IMBURSE_TENANT_ID?.value,
  };
}

/** The plan for what is selected; for production, of the cases that are safe there. */
function selectCases(
  { grep, tag, case: ids }: RunOptions,
  properties: readonly ContractProperty[],
  kind: Target['kind'],
  fetchesToken: boolean,
): Plan {
  const all = [...cases, ...properties.map(({ contractCase }) => contractCase)];
  const unknown = ids?.find((id) => !all.some((contractCase) => contractCase.id === id));
  if (unknown !== undefined) throw new UserError(`--case: there is no case "${unknown}"`, 'payout-contract list');
  const allowed = kind === 'production' ? all.filter(({ tags }) => tags.includes('safe')) : all;
  const plan = planRun(allowed, { grep, tags: tag, ids }, fetchesToken);
  if (plan.cases.length === 0)
    throw new UserError('no case is selected', 'payout-contract list shows the ids, titles and tags');
  return plan;
}

/** The properties for `--generate`; fast-check is loaded only for them. */
function properties({ generate }: RunOptions): ContractProperty[] {
  return generate === undefined ? [] : contractProperties(require('fast-check') as typeof import('fast-check'));
}

/** Without credentials nothing can be checked; where the target is down too, that is the more useful answer. */
async function requireCredentials(
  { publicKey, managementToken }: Credentials,
  target: Target,
  timeoutMs: number,
): Promise<void> {
  if (
    managementToken !== undefined ||
    publicKey !== undefined ||
    (await preflight(target, timeoutMs, 1, AbortSignal.timeout(timeoutMs)))
  )
    return;
  throw new UserError(
    `no credentials for ${target.name}`,
    'set IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY',
  );
}

async function run(options: RunOptions, io: Io): Promise<number> {
  const settings = readSettings(io.env, io.cwd);
  const chosen = chooseTarget(options.target, settings.IMBURSE_BASE_URL?.value, options.allowProduction === true);
  const entries = chooseReporters(options.reporter);
  const reporters = options.json ? [...entries.filter(({ ownsStdout }) => !ownsStdout), jsonToStdout(io)] : entries;
  const own = credentialsOf(settings);
  const fetchesToken = chosen === 'embedded' || (own.managementToken === undefined && own.publicKey !== undefined);
  const drawn = properties(options);
  if (chosen !== 'embedded') await requireCredentials(own, chosen, options.timeout);
  const plan = selectCases(options, drawn, chosen === 'embedded' ? 'embedded' : chosen.kind, fetchesToken);
  const collection =
    options.collection === undefined
      ? undefined
      : openUserCollection(
          options.collection,
          io.cwd,
          (name) => chosen === 'embedded' || own[name] !== undefined || (name === 'managementToken' && fetchesToken),
        );
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
  });

  const sandbox = chosen === 'embedded' ? await startSandbox() : undefined;
  try {
    const target: Target = sandbox ? { name: 'embedded', kind: 'embedded', baseUrl: sandbox.url } : (chosen as Target);
    const credentials = sandbox ? { ...sandbox.credentials, managementToken: undefined } : own;
    if (sandbox && Object.values(own).some((value) => value !== undefined)) {
      io.stderr.write('note: your IMBURSE_… credentials are not used: the embedded sandbox makes its own\n');
    }
    const polite = !isLoopback(target);
    const request = {
      target,
      credentials,
      fetchesToken,
      strict: options.strict === true,
      bail: options.bail === true,
      retries: options.retries,
      timeoutMs: options.timeout,
      maxDurationMs: options.maxDuration * 1000,
      seed: options.seed ?? randomInt(2 ** 31),
      concurrency: options.concurrency ?? (polite ? 2 : 8),
      rate: options.rate ?? (polite ? 5 : undefined),
      now,
    };
    return collection === undefined
      ? await runSession(plan, { properties: drawn, runs: options.generate ?? 0 }, request, reporting, io)
      : await runUserCollection(collection, request, reporting, io);
  } finally {
    await sandbox?.close();
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .option(
      '--target <name|url>',
      'embedded (default), sandbox, production, or a base URL; IMBURSE_BASE_URL does the same',
    )
    .option('--allow-production', 'send the cases tagged "safe" to production')
    .option('--grep <text>', 'the cases with this text in their id or title')
    .option('--tag <tag>', 'the cases with this tag (repeatable)', repeatable)
    .option('--case <id>', 'the case with this id (repeatable)', repeatable)
    .addOption(new Option('--engine <name>', 'what sends the requests').choices(['newman']).default('newman'))
    .option('--concurrency <n>', 'how many at once (8; 2 where the target is not this machine)', wholeNumber(1, 64))
    .option(
      '--rate <r>',
      'at most this many requests a second (no limit; 5 where the target is not this machine)',
      positiveNumber,
    )
    .option('--timeout <ms>', 'for each request', wholeNumber(1, 600_000), 10_000)
    .option('--max-duration <s>', 'for the whole run', wholeNumber(1, 86_400), 600)
    .option('--retries <n>', 'after a connection failure, a timeout, 429, 502, 503 or 504', wholeNumber(0, 10), 2)
    .option('--strict', 'deviations and warnings fail the run too')
    .option('--bail', 'stop at the first failed case')
    .option('--seed <n>', 'for generated data', wholeNumber(0, 2 ** 32 - 1))
    .option(
      '--generate <n>',
      'beside the cases, about n requests drawn from the request schema',
      wholeNumber(1, 1_000_000),
    )
    .option('--collection <file>', 'run your own Postman collection and hold its identity responses to the contract')
    .option('--reporter <list>', 'what to write, separated by commas', defaultReporters)
    .option('--out <dir>', 'where to write (reports/<UTC time>-<target>)')
    .option('--json', 'print the report as JSON instead of text')
    .action(async (options: RunOptions) => finish(await run(options, io)));
  example(
    command,
    'payout-contract run',
    'IMBURSE_PUBLIC_KEY=… IMBURSE_PRIVATE_KEY_FILE=key.txt payout-contract run --target sandbox',
  );
}
