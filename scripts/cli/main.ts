import { Command, CommanderError } from 'commander';
import { calledAs, wordedFor } from '../lib/called-as';
import { defuseCiCommands } from '../lib/ci-commands';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { packageInfo } from '../lib/package-root';
import { secretShape } from '../lib/secret-shape';
import { visible } from '../lib/terminal-text';
import { messageOf, UserError } from '../lib/user-error';
import { commands } from './index';

function program(io: Io, wanted: string | undefined, finish: (exitCode: number) => void): Command {
  const tool = calledAs(io.env);
  const root = new Command(tool)
    .description('Contract tests for POST /v1/identity/payout.')
    // An option after the name of a subcommand belongs to the subcommand, even if its parent has one of that name.
    .enablePositionalOptions()
    .version(packageInfo().version)
    .addHelpText('after', `\nExamples:\n  $ ${tool} run\n  $ ${tool} run --target sandbox --tag smoke`)
    .addHelpText(
      'after',
      '\nExit codes: 0 the contract holds, or the credentials work; 1 the contract is broken; 2 wrong usage;\n3 no verdict; 4 credentials refused; 130, 143 interrupted.',
    );
  for (const { name, summary, load } of commands) {
    const command = root.command(name).description(summary);
    // The others only appear in the help, and are not loaded.
    if (name === wanted) load().define(command, io, finish);
  }
  for (const command of [root, ...root.commands, ...root.commands.flatMap((each) => each.commands)]) {
    command
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({
        writeOut: (text) => io.stdout.write(text),
        writeErr: (text) => io.stderr.write(visible(withoutValues(text), '\n')),
      });
  }
  return root;
}

/** What commander says of arguments, without what may be a secret in the wrong place. */
function withoutValues(text: string): string {
  // Loaded only when it is used: it needs the contract.
  const { Redactor } = require('../report/redactor') as typeof import('../report/redactor');
  return new Redactor().redact(text.replace(/'(--?[^'=\s]+)=[^']*'/g, "'$1=…'"), { ids: false });
}

/** The same streams, but no CI server finds a command in what is written to standard error. */
const defused = (io: Io): Io =>
  Object.create(io, { stderr: { value: { write: (text: string) => io.stderr.write(defuseCiCommands(text)) } } });

/** Refuses secrets as arguments: other users and logs can see them. */
function refuseSecrets(args: readonly string[]): void {
  for (const shape of args.map(secretShape)) {
    if (shape === 'token')
      throw new UserError(
        'an argument looks like a token: other users and logs can see it',
        'set IMBURSE_MANAGEMENT_TOKEN in the environment or in .env',
      );
    if (shape === 'key')
      throw new UserError(
        'an argument looks like a private key: other users and logs can see it',
        'set IMBURSE_PRIVATE_KEY in the environment or in .env, or the path of a file in IMBURSE_PRIVATE_KEY_FILE',
      );
  }
}

const fullDisk = 'free some space, or choose another folder with --out';
const fewFiles = 'raise the limit of open files (ulimit -n), or lower --concurrency';

/** What the system can refuse at any time, by its error code: what it means, and what to do next. */
const refusals: Readonly<Record<string, readonly [what: string, next: string]>> = {
  ENOSPC: ['there is no space left', fullDisk],
  EDQUOT: ['the disk quota is used up', fullDisk],
  EFBIG: ['a file would be larger than the system allows', fullDisk],
  EROFS: ['the file system is read-only', fullDisk],
  EIO: ['the disk reports an error', 'check the disk, or choose another folder with --out'],
  EMFILE: ['too many files are open', fewFiles],
  ENFILE: ['too many files are open on this machine', fewFiles],
};

function report(error: unknown, io: Io, named: string | undefined): number {
  const tool = calledAs(io.env);
  const say = (text: string) => io.stderr.write(visible(text, '\n'));
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok;
    const command = commands.some(({ name }) => name === named) ? `${named} ` : '';
    // Without a command, the help has been printed.
    if (error.code !== 'commander.help') say(`  next: ${tool} ${command}--help\n`);
    return exitCodes.usage;
  }
  if (error instanceof UserError) {
    say(`error: ${error.message}\n${error.next ? `  next: ${wordedFor(tool, error.next)}\n` : ''}`);
    return exitCodes.usage;
  }
  const { code, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const refusal = syscall === undefined ? undefined : refusals[code ?? ''];
  if (refusal) {
    say(`error: ${refusal[0]} (${code})\n  next: ${refusal[1]}\n`);
    return exitCodes.noVerdict;
  }
  say(
    `internal error: ${messageOf(error)}\n  next: run the command again with DEBUG=1, and report the bug with the stack trace\n`,
  );
  return exitCodes.noVerdict;
}

/**
 * Runs one command line and returns the exit code. Never throws, and never ends the process.
 *
 * @param args the arguments after the program name
 */
export async function main(args: readonly string[], given: Io): Promise<number> {
  const io = defused(given);
  let exitCode: number = exitCodes.ok;
  try {
    refuseSecrets(args);
    const root = program(io, args[0] === 'help' ? args[1] : args[0], (code) => {
      exitCode = code;
    });
    await root.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (io.env.DEBUG && error instanceof Error && !(error instanceof CommanderError))
      io.stderr.write(`${visible(error.stack ?? '', '\n')}\n`);
    const code = report(error, io, args[0]);
    // Whoever asked for JSON gets JSON for an error too.
    if (code !== exitCodes.ok && args[0] === 'check-credentials' && args.includes('--json')) {
      const next = error instanceof UserError ? error.remedy : 'payout-contract check-credentials --help';
      // Commander begins its own messages like that.
      const message = visible(messageOf(error)).replace(/^error: /, '');
      const shown = { schemaVersion: 1, exitCode: code, error: { message, ...(next !== undefined && { next }) } };
      io.stdout.write(`${jsonText(shown, 2)}\n`);
    }
    return code;
  }
}
