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

function program(args: readonly string[], io: Io, finish: (exitCode: number) => void): Command {
  const wanted = args[0] === 'help' ? args[1] : args[0];
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
    refuseContradictions(command);
    command
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({
        writeOut: (text) => io.stdout.write(text),
        writeErr: (text) => io.stderr.write(visible(withoutValues(text, args), '\n')),
      });
  }
  return root;
}

/**
 * Refuses what commander takes without a word: an option that is given again with another value or with its opposite, of
 * which the last would count, and an option before the name of a subcommand, which would have no effect. Only before the
 * command begins: its help is printed in any case.
 */
function refuseContradictions(command: Command): void {
  const given = new Map<string, { readonly long: string; readonly value: unknown }>();
  let contradiction: UserError | undefined;
  for (const option of command.options) {
    const name = option.attributeName();
    const long = option.long ?? option.flags;
    command.on(`option:${option.name()}`, (text: string | null | undefined) => {
      const before = given.get(name);
      const parsed: unknown = command.getOptionValue(name);
      const value = typeof parsed === 'string' || typeof parsed === 'number' ? parsed : text;
      given.set(name, { long, value });
      if (!before || Array.isArray(parsed) || (before.long === long && before.value === value)) return;
      contradiction ??=
        before.long === long
          ? new UserError(`${long} is given twice, with different values`, `give ${long} once`)
          : new UserError(`${before.long} cannot be used with ${long}`, 'remove one of them');
    });
  }
  command.hook('preAction', (_command, acting) => {
    if (contradiction) throw contradiction;
    const [early] = given.values();
    if (!early || acting === command) return;
    const name = acting.name();
    const isKnown = acting.options.some(({ long }) => long === early.long);
    throw new UserError(
      `${early.long} before "${name}" has no effect`,
      isKnown ? `write it after "${name}"` : 'remove it',
    );
  });
}

/** What commander says of arguments, without what may be a secret in the wrong place. */
function withoutValues(text: string, args: readonly string[]): string {
  // Loaded only when it is used: it needs the contract.
  const { Redactor } = require('../report/redactor') as typeof import('../report/redactor');
  const given = args.filter((arg) => /^-[^=]*=./s.test(arg)).sort((one, other) => other.length - one.length);
  const named = given.reduce((said, arg) => said.replaceAll(arg, `${arg.slice(0, arg.indexOf('='))}=…`), text);
  return new Redactor().redact(named, { ids: false });
}

/** The same stream, but no CI server finds a command in what is written to it. */
const defusedStream = <T extends Io['stderr']>(stream: T): T =>
  Object.create(stream, { write: { value: (text: string) => stream.write(defuseCiCommands(text)) } });

/** The same streams, each without commands for CI servers; those of our own have a stream of their own. */
const defused = (io: Io): Io =>
  Object.create(io, {
    stdout: { value: defusedStream(io.stdout) },
    stderr: { value: defusedStream(io.stderr) },
    commands: { value: io.stdout },
  });

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

/** Commander begins its messages like that, and has printed them itself. */
const printed = 'error: ';

/** The names of the command and the subcommand that the arguments begin with, as far as they exist. */
function commandNames(parent: Command | undefined, [named, ...rest]: readonly string[]): string[] {
  const command = parent?.commands.find((each) => each.name() === named);
  return command ? [command.name(), ...commandNames(command, rest)] : [];
}

/** What to do about an argument too many: a name may have been split at a space, or an option forgotten. */
function excessRemedy(root: Command | undefined, args: readonly string[]): string {
  const command = root?.commands.find((each) => each.name() === args[0]);
  return command?.registeredArguments.length
    ? 'put quotes around a name that contains spaces'
    : 'give each value with the name of its option';
}

/** How a command line failed: what to exit with, what to say as JSON, and what is still to be printed as text. */
function failureOf(error: unknown, args: readonly string[], io: Io, root: Command | undefined) {
  const tool = calledAs(io.env);
  const said = (exitCode: number, what: string, message: string, next?: string) => ({
    ...{ exitCode, message, next },
    text: `${what}${message}\n${next === undefined ? '' : `  next: ${next}\n`}`,
  });
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { exitCode: exitCodes.ok, message: '', next: undefined, text: '' };
    const message = withoutValues(error.message, args);
    const help = [tool, ...commandNames(root, args), '--help'].join(' ');
    const next = error.code === 'commander.excessArguments' ? `${excessRemedy(root, args)}: ${help}` : help;
    const own = message.startsWith(printed) ? message.slice(printed.length) : message;
    // Without a command, the help has been printed.
    const text = error.code === 'commander.help' ? '' : `  next: ${next}\n`;
    return { exitCode: exitCodes.usage, message: own, next, text };
  }
  if (error instanceof UserError)
    return said(exitCodes.usage, 'error: ', error.message, error.next && wordedFor(tool, error.next));
  const { code, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const refusal = syscall === undefined ? undefined : refusals[code ?? ''];
  if (refusal) return said(exitCodes.noVerdict, 'error: ', `${refusal[0]} (${code})`, refusal[1]);
  return said(
    exitCodes.noVerdict,
    'internal error: ',
    messageOf(error),
    'run the command again with DEBUG=1, and report the bug with the stack trace',
  );
}

/** Whether a command, or one of its subcommands, prints JSON if it is asked to. */
function takesJson(root: Command, [named]: readonly string[]): boolean {
  const command = root.commands.find((each) => each.name() === named);
  const all = command ? [command, ...command.commands] : [];
  return all.some(({ options }) => options.some(({ long }) => long === '--json'));
}

/**
 * Runs one command line and returns the exit code. Never throws, and never ends the process.
 *
 * @param args the arguments after the program name
 */
export async function main(args: readonly string[], given: Io): Promise<number> {
  const io = defused(given);
  let exitCode: number = exitCodes.ok;
  let root: Command | undefined;
  try {
    root = program(args, io, (code) => {
      exitCode = code;
    });
    refuseSecrets(args);
    await root.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (io.env.DEBUG && error instanceof Error && !(error instanceof CommanderError))
      io.stderr.write(`${visible(error.stack ?? '', '\n')}\n`);
    const { exitCode: code, message, next, text } = failureOf(error, args, io, root);
    io.stderr.write(visible(text, '\n'));
    // Whoever asked for JSON gets JSON for an error too.
    if (code !== exitCodes.ok && root && args.includes('--json') && takesJson(root, args)) {
      const shown = { message: visible(message), ...(next !== undefined && { next: visible(next) }) };
      io.stdout.write(`${jsonText({ schemaVersion: 1, exitCode: code, error: shown }, 2)}\n`);
    }
    return code;
  }
}
