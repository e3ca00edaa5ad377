import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { calledAs } from '../lib/called-as';
import { exitCodes } from '../lib/exit-codes';
import { outputProblemText } from '../lib/file-problem';
import type { Io } from '../lib/io';
import { UserError } from '../lib/user-error';
import { settingNames, settingTable } from '../run/environment/setting-table';
import { example, type Finish } from './command';

const envText = (): string =>
  [
    '# Settings of payout-contract: one NAME=value in each line, without quotes. Keep this file out of version control.',
    '# A secret can also be in a file of its own: NAME_FILE=path.',
    ...settingNames.flatMap((name) => ['', `# ${settingTable[name].help}`, `#${name}=`]),
    '',
  ].join('\n');

const partnersText = [
  '# The partners of a fleet. Secrets are referred to, never written here.',
  'target: sandbox',
  'partners:',
  '  - name: Acme',
  '    publicKey: {env: ACME_PUBLIC_KEY}',
  '    privateKey: {env: ACME_PRIVATE_KEY}',
  '  - name: Globex',
  '    publicKey: {file: secrets/globex.pub}',
  '    privateKey: {file: secrets/globex.key}',
  '',
].join('\n');

const exists = (name: string): UserError =>
  new UserError(`${name} exists, and init overwrites nothing`, `move ${name} away, or edit it`);

/** Writes a file that does not exist yet, for its owner only. */
function writeNew(name: string, text: string, cwd: string): void {
  try {
    writeFileSync(join(cwd, name), text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST'
      ? exists(name)
      : new UserError(
          `${name} cannot be written: ${outputProblemText(error)}`,
          'run init in a folder that you can write to',
        );
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  command.action(() => {
    // Looked for first, so that nothing is written if one of them exists.
    for (const name of ['.env', 'partners.yaml']) if (existsSync(join(io.cwd, name))) throw exists(name);
    writeNew('.env', envText(), io.cwd);
    io.stdout.write('Wrote .env (only you can read it): fill in the key pair of a Tenant API key.\n');
    writeNew('partners.yaml', partnersText, io.cwd);
    io.stdout.write('Wrote partners.yaml, for a fleet of partners.\n');
    io.stdout.write(`  next: ${calledAs(io.env)} check-credentials --target sandbox\n`);
    finish(exitCodes.ok);
  });
  example(command, io, (tool) => [`${tool} init`]);
}
