import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type EngineName, engineNames } from '../http';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { shellQuote } from '../lib/shell';
import { visible } from '../lib/terminal-text';
import { recordOf, recordText } from '../report/drift';
import { runDefaults } from '../run/defaults';
import { Observations } from '../run/observations';
import { writeNewFile } from '../run/write-collection';
import { example, type Finish } from './command';
import { allowLocalHttp, environmentFor, type TargetCommandOptions } from './environment';
import { runIn, settingsFor } from './run';

interface AcceptOptions extends TargetCommandOptions {
  readonly engine: EngineName;
  readonly quarantine?: string;
  readonly record?: string;
}

/** Runs the suite and, if the contract holds, records what the target does where the contract allows several behaviours. */
async function accept({ record, ...options }: AcceptOptions, io: Io): Promise<number> {
  const environment = await environmentFor(options, settingsFor(options.target, io), io);
  try {
    const { name } = environment.target;
    const file = record ?? join('schemas', 'observed', `${name.replaceAll(/[^\w.-]+/g, '-')}.json`);
    const observations = new Observations();
    // All cases, even if a CI server's variables name a part of them.
    const shard = { index: 1, count: 1 };
    const { timeoutMs: timeout, retries } = runDefaults;
    const defaults = { timeout, retries, reporter: 'console,json' };
    const exitCode = await runIn(environment, { ...options, ...defaults, shard }, io, observations);
    if (exitCode !== exitCodes.ok) {
      io.stderr.write('note: nothing was recorded, because the run did not show that the contract holds\n');
      return exitCode;
    }
    const text = recordText(recordOf(name, observations.observed));
    await writeNewFile(resolve(io.cwd, file), text, true, `--record: ${file}`);
    const shown = visible(file);
    io.stdout.write(
      `Recorded  ${shown}\nNext: review it, commit it, and compare with run --baseline ${shellQuote(shown)}\n`,
    );
    return exitCode;
  } finally {
    await environment.close();
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .option('--target <name|url>', 'embedded (default), sandbox, production, or a base URL')
    .option('--allow-production', 'required for --target production; only the cases tagged "safe" are sent')
    .option(...allowLocalHttp)
    .addOption(new Option('--engine <name>', 'engine that sends the requests').choices(engineNames).default('newman'))
    .option('--quarantine <file>', 'quarantine file: known deviations to ignore')
    .option('--record <file>', 'file to write (default: schemas/observed/<target>.json)')
    .action(async (options: AcceptOptions) => finish(await accept(options, io)));
  example(command, io, (tool) => [`${tool} accept --target sandbox`]);
}
