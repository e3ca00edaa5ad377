import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../lib/exit-codes';
import { inputProblemText } from '../lib/file-problem';
import type { Io } from '../lib/io';
import { InputProblem, readInput } from '../lib/read-input';
import { UserError } from '../lib/user-error';
import { readSettings } from '../run/environment/settings';
import { nodeHost } from '../run/host';
import { signedAuthorization, signedForSeconds } from '../run/sign';
import { example, type Finish } from './command';

interface SignOptions {
  readonly body?: string;
  readonly json?: true;
}

/** A body that is larger is a mistake in the command line. */
const mostBytes = 16 * 1024 * 1024;
const smaller = 'give the body of the request that you want to send';

async function fromStdin({ stdin }: Io): Promise<Uint8Array> {
  if (!stdin || stdin.isTTY)
    throw new UserError(
      '--body -: standard input is a terminal',
      (tool) => `${tool} sign --body - < body.json, or --body with a file`,
    );
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as string | Uint8Array);
    size += bytes.length;
    if (size > mostBytes) throw new UserError('--body -: standard input is larger than 16 MiB', smaller);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function fromFile(path: string, cwd: string): Uint8Array {
  try {
    return readInput(resolve(cwd, path), mostBytes);
  } catch (error) {
    if (error instanceof InputProblem && error.code === 'too-large')
      throw new UserError(`--body: ${path} is larger than 16 MiB`, smaller);
    throw new UserError(
      `--body: ${path} cannot be read: ${inputProblemText(error)}`,
      'give a file, or - for standard input',
    );
  }
}

/** The key pair of the environment or of `.env`. */
function keyPairOf(io: Io) {
  const { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey } = readSettings(io.env, io.cwd);
  if (!publicKey || !privateKey)
    throw new UserError(
      'sign needs a key pair',
      'set IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY (or IMBURSE_PRIVATE_KEY_FILE) in the environment or in .env',
    );
  return { publicKey: publicKey.value, privateKey: privateKey.value };
}

async function sign({ body: source, json }: SignOptions, io: Io): Promise<void> {
  const keys = keyPairOf(io);
  const body =
    source === undefined ? new Uint8Array() : source === '-' ? await fromStdin(io) : fromFile(source, io.cwd);
  const host = nodeHost(Math.random);
  const authorization = signedAuthorization(keys, body, host);
  if (json) {
    const validUntil = new Date(host.now() + signedForSeconds * 1000).toISOString();
    io.stdout.write(`${JSON.stringify({ authorization, validUntil })}\n`);
  } else io.stdout.write(`Authorization: ${authorization}\n`);
  io.stderr.write(
    `note: anyone who has this header can send the signed request once, within ${signedForSeconds / 60} minutes. Keep it out of logs.\n`,
  );
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .option('--body <file>', 'file with the exact body of the request; - reads standard input (default: no body)')
    .option('--json', 'print JSON')
    .action(async (options: SignOptions) => {
      await sign(options, io);
      finish(exitCodes.ok);
    });
  example(command, io, (tool) => [
    `curl -X POST -H "$(${tool} sign)" https://sandbox-api.imbursepayments.com/v1/identity/hmac`,
    `${tool} sign --body body.json`,
  ]);
  command.addHelpText(
    'after',
    '\nThe signature covers the public key, a new nonce, the time and the body. It does not cover the method or the path.',
  );
}
