import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type Side, sides } from '../judge/case-verdict';
import { requireReplaceable, writeFileAtomic } from '../lib/atomic-write';
import { exitCodes } from '../lib/exit-codes';
import { outputProblemText } from '../lib/file-problem';
import type { Io } from '../lib/io';
import { isLoopbackHost } from '../lib/loopback';
import { UserError } from '../lib/user-error';
import {
  faults,
  findBehaviour,
  type SandboxCredentials,
  startSandbox,
  UnknownBehaviourError,
  variants,
} from '../sandbox';
import { defaultSandboxPort, postmanEnvironment } from '../tools/generate/environments';
import { example, type Finish } from './command';
import { addListenOptions, cannotListen, type ListenOptions } from './listening';
import { wholeNumber } from './parse';
import type { ClientReporting } from './sandbox-clients';

interface SandboxCommandOptions extends ListenOptions {
  readonly fault?: string;
  readonly listFaults?: true;
  readonly status: '200' | '201';
  readonly envelope: 'E2' | 'E3';
  readonly environment?: string;
  readonly report?: string;
  readonly side?: Side;
  readonly maxDuration?: number;
  readonly json?: true;
}

function listFaults(io: Io, json: boolean): void {
  const list = [
    ...faults.map(({ id, title, evidence, level }) => ({ id, level, evidence, title })),
    ...variants.map(({ id, title }) => ({ id, level: 'conforms', evidence: [], title })),
  ];
  const width = Math.max(...list.map(({ id }) => id.length)) + 1;
  const lines = list.map(
    ({ id, level, evidence, title }) =>
      `${id.padEnd(width)}${level.padEnd(11)}${evidence.join(',').padEnd(9)} ${title}`,
  );
  io.stdout.write(json ? `${JSON.stringify(list, null, 2)}\n` : `${lines.join('\n')}\n`);
}

/** Settings for another terminal. They are generated at each start and are valid for this sandbox only. */
function settings(url: string, credentials: SandboxCredentials): Record<string, string> {
  return {
    IMBURSE_BASE_URL: url,
    IMBURSE_PUBLIC_KEY: credentials.publicKey,
    IMBURSE_PRIVATE_KEY: credentials.privateKey,
    IMBURSE_ACCOUNT_ID: credentials.accountId,
    IMBURSE_TENANT_ID: credentials.tenantId,
    IMBURSE_EXPIRED_TOKEN: credentials.expiredToken,
    IMBURSE_NO_ROLE_TOKEN: credentials.noRoleToken,
    IMBURSE_EXPIRED_PAYOUT_TOKEN: credentials.expiredPayoutToken,
  };
}

function checkFault(fault: string | undefined): void {
  if (fault === undefined || findBehaviour(fault)) return;
  throw new UserError(
    `--fault: ${new UnknownBehaviourError(fault).message}`,
    (tool) => `${tool} sandbox --list-faults`,
  );
}

/** Writes credentials into a new file: whoever could read the one in its place cannot read this one. */
async function writeEnvironment(path: string, url: string, credentials: SandboxCredentials): Promise<void> {
  const environment = postmanEnvironment('4c8d2f5e-4b0e-4d43-9e0c-6a5f8b7f1a03', 'Embedded sandbox, running', url, {
    ...credentials,
    managementToken: '',
  });
  try {
    requireReplaceable(path);
    await writeFileAtomic(path, `${JSON.stringify(environment, null, 2)}\n`, 0o600);
  } catch (error) {
    throw new UserError(
      `--environment: ${path} cannot be written: ${outputProblemText(error)}`,
      'choose a file in a folder that you can write to',
    );
  }
}

/** Refuses an option that can do nothing. */
function checkOptions({ report, side }: SandboxCommandOptions): void {
  if (side !== undefined && report === undefined)
    throw new UserError('--side has no effect without --report', 'add --report FOLDER, or remove --side');
}

/** What ends the sandbox: a signal, or its time. */
function endOf({ maxDuration }: SandboxCommandOptions, io: Io): Promise<'SIGINT' | 'SIGTERM' | 'time'> {
  return new Promise((resolveEnd) => {
    const timer = maxDuration === undefined ? undefined : setTimeout(() => end('time'), maxDuration * 1000);
    const release = io.onSignal((signal) => end(signal));
    function end(by: 'SIGINT' | 'SIGTERM' | 'time'): void {
      clearTimeout(timer);
      release();
      resolveEnd(by);
    }
  });
}

const endCodes = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated, time: exitCodes.ok } as const;

/** Serves until it is stopped. With `--report` the exit code is that of the verdict, else that of the signal. */
async function run(options: SandboxCommandOptions, io: Io): Promise<number> {
  const { port, host, fault, envelope } = options;
  let clients: ClientReporting | undefined;
  const sandbox = await startSandbox({
    port,
    host,
    envelope,
    status: Number(options.status) as 200 | 201,
    ...(fault && { fault }),
    onExchange: (exchange) => clients?.add(exchange),
  }).catch((error) => {
    throw cannotListen('the sandbox', options, error);
  });
  const { url, credentials } = sandbox;
  try {
    const { report: folder, side = 'both', json = false } = options;
    if (folder !== undefined) clients = await loadReport().reportClients(sandbox, { folder, side, fault, json }, io);
    if (options.environment) await writeEnvironment(resolve(io.cwd, options.environment), url, credentials);
    if (!isLoopbackHost(host))
      io.stderr.write('warning: other machines can reach the sandbox, and what they send to it is not encrypted\n');
    const ended = endOf(options, io);
    const exports = Object.entries(settings(url, credentials)).map(([name, value]) => `export ${name}=${value}`);
    io.stdout.write(
      options.json
        ? `${JSON.stringify({ url, ...settings(url, credentials) })}\n`
        : `The sandbox is listening on ${url}${fault ? ` with ${fault}` : ''}. Press Ctrl+C to stop it.\n\nSettings for another terminal; the credentials are valid for this sandbox only:\n${exports.join('\n')}\n${folder === undefined ? '' : '\nEvery client that calls it is judged; its mistakes are shown here as they occur:\n'}`,
    );
    const by = await ended;
    await sandbox.close();
    return clients === undefined ? endCodes[by] : await clients.finish();
  } finally {
    await sandbox.close();
  }
}

// Judging takes much to load, and is only loaded if it is used.
const loadReport = () => require('./sandbox-clients') as typeof import('./sandbox-clients');

export function define(command: Command, io: Io, finish: Finish): void {
  addListenOptions(command, defaultSandboxPort)
    .option('--fault <name>', 'start with a fault or a conforming variant')
    .addOption(
      new Option('--list-faults', 'list the faults and variants').conflicts([
        ...['port', 'host', 'fault', 'status', 'envelope', 'environment', 'report', 'side', 'maxDuration'],
      ]),
    )
    .addOption(
      new Option('--status <code>', 'status code of successful responses').choices(['200', '201']).default('201'),
    )
    .addOption(
      new Option('--envelope <format>', 'format of error bodies: E2 (2019-08) or E3 (since 2019-09)')
        .choices(['E2', 'E3'])
        .default('E3'),
    )
    .option('--environment <file>', 'write a Postman environment with the credentials')
    .option('--report <dir>', 'check every client that uses the sandbox, and write the reports to this folder')
    .addOption(
      new Option(
        '--side <side>',
        'with --report: side whose mistakes determine the exit code; both by default',
      ).choices(sides),
    )
    .option('--max-duration <s>', 'stop after this many seconds', wholeNumber(1, 604_800))
    .option('--json', 'print JSON')
    .action(async (options: SandboxCommandOptions) => {
      checkOptions(options);
      if (options.listFaults) return listFaults(io, options.json === true);
      checkFault(options.fault);
      finish(await run(options, io));
    });
  example(command, io, (tool) => [
    `${tool} sandbox --port 0`,
    `${tool} sandbox --fault expires-seconds`,
    `${tool} sandbox --report reports/my-app --max-duration 600`,
    `${tool} sandbox --host 0.0.0.0 --port 4010   # in a container, for other containers`,
  ]);
  command.addHelpText(
    'after',
    '\nExit codes with --report: 0 no mistakes, 1 the client (or the sandbox, with --fault) broke the contract,\n3 nothing could be judged. Ctrl+C, SIGTERM and --max-duration stop the sandbox.\n\nWith --host 0.0.0.0, other containers can reach the sandbox by the name of its container:\nrun --target http://NAME:4010 --allow-local-http.',
  );
}
