import { accessSync, constants } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { type Command, Option } from 'commander';
import { deadlineAfter } from '../credentials/deadline';
import { writeFileAtomic } from '../lib/atomic-write';
import { exitCodes } from '../lib/exit-codes';
import { outputProblemText } from '../lib/file-problem';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { packageInfo } from '../lib/package-root';
import { visible } from '../lib/terminal-text';
import { messageOf, UserError } from '../lib/user-error';
import { Redactor } from '../report/redactor';
import { envProblemText } from '../run/environment/env-file';
import type { Environment } from '../run/environment/environment';
import { settingNames } from '../run/environment/setting-table';
import { type Collected, collect, type Settings } from '../run/environment/settings';
import { nodeHost } from '../run/host';
import { notReachedText, provenanceText, sourcesText, stepText, verdictText } from './check-credentials-text';
import { limitOptions } from './check-options';
import { example, type Finish } from './command';
import { allowLocalHttp, environmentFor, type TargetCommandOptions } from './environment';
import { isTerminal, styleOf } from './terminal';

interface CheckCredentialsCommandOptions extends TargetCommandOptions {
  readonly timeout: number;
  readonly maxDuration: number;
  readonly verbose?: true;
  readonly privateKeyStdin?: true;
  readonly bundle?: string;
  readonly json?: true;
}

const longestKey = 64 * 1024;

const fromFile = (tool: string): string => `${tool} check-credentials --private-key-stdin < key.txt`;

/** Reads the private key from standard input, without the trailing line break, as long as the whole check may take. */
async function readPrivateKey(io: Io, seconds: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const what = `--private-key-stdin: standard input did not end within ${seconds} s (--max-duration)`;
    timer = setTimeout(() => reject(new UserError(what, fromFile)), seconds * 1000);
  });
  return Promise.race([readKey(io), late]).finally(() => clearTimeout(timer));
}

async function readKey(io: Io): Promise<string> {
  if (!io.stdin || io.stdin.isTTY)
    throw new UserError('--private-key-stdin: standard input is a terminal, where the key would be visible', fromFile);
  let text = '';
  for await (const chunk of io.stdin) {
    text += String(chunk);
    if (text.length > longestKey)
      throw new UserError(
        '--private-key-stdin: the input is too long to be a key',
        (tool) => `pass only the key: ${fromFile(tool)}`,
      );
  }
  if (text.trim() === '') throw new UserError('--private-key-stdin: standard input is empty', fromFile);
  return text.replace(/\r?\n$/, '');
}

function withPrivateKey(settings: Settings, value: string): Settings {
  const before = settings.IMBURSE_PRIVATE_KEY;
  const shadows = before ? [before.where, ...before.shadows] : [];
  const where = 'standard input';
  return { ...settings, IMBURSE_PRIVATE_KEY: { value, source: where, where, shadows } };
}

/** The path of the bundle. A path that cannot be written is refused before anything is sent. */
function bundlePath(path: string, io: Io): string {
  const full = isAbsolute(path) ? path : join(io.cwd, path);
  try {
    accessSync(dirname(full), constants.W_OK);
    return full;
  } catch (error) {
    throw new UserError(
      `--bundle: ${path} cannot be written: ${outputProblemText(error)}`,
      'choose a file in a folder that you can write to',
    );
  }
}

/** The proxy and the authorities that apply, with what names them. */
function readOf({ route, target }: Environment, env: Collected['env']): { proxy?: string; ca?: string } {
  const named = ['https_proxy', 'HTTPS_PROXY'].find((name) => env[name]);
  const { NODE_EXTRA_CA_CERTS: ca } = env;
  const exempting = ['no_proxy', 'NO_PROXY'].find((name) => env[name]);
  const secure = target.baseUrl.startsWith('https:');
  const unused = !secure ? 'the target is on this machine' : exempting && `${exempting} exempts the target`;
  return {
    ...(route.proxy && named !== undefined && { proxy: `${route.proxy.host}:${route.proxy.port} from ${named}` }),
    ...(!route.proxy && named !== undefined && { proxy: `none: ${named} is not used, because ${unused}` }),
    ...(ca && { ca }),
  };
}

async function check(
  environment: Environment,
  collected: Collected,
  options: CheckCredentialsCommandOptions,
  io: Io,
  started: number,
): Promise<number> {
  const { target, targetFrom, settings, route } = environment;
  const bundle = options.bundle === undefined ? undefined : bundlePath(options.bundle, io);
  const secrets = new Redactor();
  const controller = new AbortController();
  let interruptedBy: 130 | 143 | undefined;
  const stopListening = io.onSignal((signal) => {
    interruptedBy ??= signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
    controller.abort();
  });
  const maxDurationMs = options.maxDuration * 1000;
  const deadline = deadlineAfter(maxDurationMs - (performance.now() - started), controller.signal);
  const { signal, isLate } = deadline;
  const host = nodeHost(Math.random);
  const style = styleOf(io);
  const live = isTerminal(io) && !options.json;
  if (live) io.stdout.write(`${packageInfo().name} check-credentials · ${target.baseUrl}\n`);
  // Loaded after the first line of output, because loading takes a moment.
  const { nodeNetwork } = require('../http/network') as typeof import('../http/network');
  const { checkCredentials, learnSettings } = require('../credentials/check') as typeof import('../credentials/check');
  learnSettings(settings, secrets);
  const limits = { timeoutMs: options.timeout, signal };
  const network = nodeNetwork(target.baseUrl, route, limits, host.now);
  try {
    const result = await checkCredentials({
      ...{ target, targetFrom, settings, network, host, secrets, signal, isLate, maxDurationMs },
      ...(target.kind !== 'embedded' && { envFile: collected.envFile, hints: collected.hints }),
      read: readOf(environment, collected.env),
      onStep: (step) => live && io.stdout.write(stepText(step, style)),
      interruptedBy: () => interruptedBy,
    });
    const steps = result.steps.map((step) => stepText(step, style)).join('');
    const verdict = verdictText(result, style);
    const provenance = provenanceText(result, style);
    const read = options.verbose ? sourcesText(result, style) : '';
    const unreached = notReachedText(result.steps, style);
    if (options.json) io.stdout.write(`${jsonText(result, 2)}\n`);
    else
      io.stdout.write(
        live
          ? `${unreached}\n${verdict}\n${read}${provenance}`
          : `${verdict}\n${read}${steps}${unreached}\n${provenance}`,
      );
    if (bundle !== undefined) {
      await writeFileAtomic(bundle, `${jsonText(result, 2)}\n`);
      io.stderr.write(`Wrote the bundle for a support ticket (contains no secrets): ${visible(options.bundle!)}\n`);
    }
    return result.exitCode;
  } catch (error) {
    throw new Error(secrets.redact(messageOf(error)));
  } finally {
    deadline.release();
    stopListening();
    await network.close();
  }
}

/**
 * Refuses to check the embedded sandbox for someone who has credentials, or tried to set them: its answer would be taken
 * for the answer about theirs.
 *
 * @throws UserError that names the targets
 */
function requireTarget({ settings, envFile, hints }: Collected, stdin: boolean): void {
  const set = settingNames.filter((name) => settings[name]);
  const problems = (envFile?.problems ?? []).map(envProblemText);
  const because = [...problems, ...hints].slice(0, 5);
  if (set.length === 0 && because.length === 0 && !stdin) return;
  const what = set.length > 0 || stdin ? 'credentials are set, but no target is given' : 'no target is given';
  throw new UserError(
    [what, ...because].join('; '),
    'add --target sandbox, --target production, or --target with a base URL (or set IMBURSE_BASE_URL); --target embedded is a demonstration',
  );
}

async function run(options: CheckCredentialsCommandOptions, io: Io): Promise<number> {
  const started = performance.now();
  if (options.privateKeyStdin && options.target === 'embedded')
    throw new UserError(
      '--private-key-stdin has no effect with --target embedded, which issues its own credentials',
      'remove --private-key-stdin, or choose another target',
    );
  const collected = options.target === 'embedded' ? { settings: {}, hints: [], env: io.env } : collect(io.env, io.cwd);
  if (options.target === undefined && !collected.settings.IMBURSE_BASE_URL)
    requireTarget(collected, options.privateKeyStdin === true);
  const { settings } = collected;
  const own = options.privateKeyStdin
    ? withPrivateKey(settings, await readPrivateKey(io, options.maxDuration))
    : settings;
  const environment = await environmentFor(options, own, io);
  try {
    return await check(environment, collected, options, io, started);
  } finally {
    await environment.close();
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .option(
      '--target <name|url>',
      'sandbox, production, or a base URL; can also be set with IMBURSE_BASE_URL. Without a target and credentials, the embedded sandbox is checked as a demonstration',
    )
    .option('--allow-production', 'required for --target production')
    .option(...allowLocalHttp);
  limitOptions(command, 'each connection and request', 'the whole check')
    .addOption(
      new Option('--verbose', 'also show the .env file, proxy and CA certificates that are used').conflicts('json'),
    )
    .option('--private-key-stdin', 'read the private key from standard input')
    .option('--bundle <file>', 'write a file for a support ticket: steps, timings, correlation ids, no secrets')
    .option('--json', 'print the result as JSON instead of text')
    .action(async (options: CheckCredentialsCommandOptions) => finish(await run(options, io)));
  example(command, io, (tool) => [
    `${tool} check-credentials`,
    `IMBURSE_PUBLIC_KEY=… IMBURSE_PRIVATE_KEY_FILE=key.txt ${tool} check-credentials --target sandbox`,
    `${tool} check-credentials --target sandbox --private-key-stdin --bundle ticket.json < key.txt`,
  ]);
}
