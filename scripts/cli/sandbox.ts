import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { defaultSandboxPort, postmanEnvironment } from '../generate/environments';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { messageOf, UserError } from '../lib/user-error';
import {
  faults,
  findBehaviour,
  type SandboxCredentials,
  startSandbox,
  UnknownBehaviourError,
  variants,
} from '../sandbox';
import { example, type Finish } from './command';
import { wholeNumber } from './parse';

interface SandboxCommandOptions {
  readonly port: number;
  readonly fault?: string;
  readonly listFaults?: true;
  readonly status: '200' | '201';
  readonly envelope: 'E2' | 'E3';
  readonly environment?: string;
  readonly json?: true;
}

function listFaults(io: Io, json: boolean): void {
  const list = [
    ...faults.map(({ id, title, evidence, level }) => ({
      id,
      level: level as string,
      evidence: evidence as readonly string[],
      title,
    })),
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
  };
}

function checkFault(fault: string | undefined): void {
  if (fault === undefined || findBehaviour(fault)) return;
  throw new UserError(`--fault: ${new UnknownBehaviourError(fault).message}`, 'payout-contract sandbox --list-faults');
}

function writeEnvironment(path: string, url: string, credentials: SandboxCredentials): void {
  const environment = postmanEnvironment('4c8d2f5e-4b0e-4d43-9e0c-6a5f8b7f1a03', 'Embedded sandbox, running', url, {
    ...credentials,
    managementToken: '',
  });
  try {
    writeFileSync(path, `${JSON.stringify(environment, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new UserError(`--environment: ${messageOf(error)}`, 'give a file in a folder that you can write to');
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .option('--port <n>', 'port to listen on; 0 chooses a free one', wholeNumber(0, 65535), defaultSandboxPort)
    .option('--fault <name>', 'start with a fault or a conforming variant')
    .option('--list-faults', 'list the faults and variants')
    .addOption(
      new Option('--status <code>', 'status code of successful responses').choices(['200', '201']).default('201'),
    )
    .addOption(
      new Option('--envelope <row>', 'form of error bodies: of 2019-08 (E2) or since 2019-09 (E3)')
        .choices(['E2', 'E3'])
        .default('E3'),
    )
    .option('--environment <file>', 'write a Postman environment with the credentials')
    .option('--json', 'print JSON')
    .action(async (options: SandboxCommandOptions) => {
      if (options.listFaults) return listFaults(io, options.json === true);
      checkFault(options.fault);
      const { port, fault, envelope } = options;
      const sandbox = await startSandbox({
        port,
        envelope,
        status: Number(options.status) as 200 | 201,
        ...(fault && { fault }),
      }).catch((error) => {
        throw new UserError(
          `the sandbox cannot listen on port ${port}: ${messageOf(error)}`,
          'use another one with --port; --port 0 chooses a free one',
        );
      });
      const ended = new Promise<'SIGINT' | 'SIGTERM'>((resolveEnd) => io.onSignal(resolveEnd));
      const { url, credentials } = sandbox;
      try {
        if (options.environment) writeEnvironment(resolve(io.cwd, options.environment), url, credentials);
        const exports = Object.entries(settings(url, credentials)).map(([name, value]) => `export ${name}=${value}`);
        io.stdout.write(
          options.json
            ? `${JSON.stringify({ url, ...settings(url, credentials) })}\n`
            : `The sandbox is listening on ${url}${fault ? ` with ${fault}` : ''}. Press Ctrl-C to stop it.\n\nSettings for another terminal; the credentials are valid for this sandbox only:\n${exports.join('\n')}\n`,
        );
        finish((await ended) === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated);
      } finally {
        await sandbox.close();
      }
    });
  example(command, 'payout-contract sandbox --port 0', 'payout-contract sandbox --fault expires-seconds');
}
