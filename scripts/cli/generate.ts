import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { packageRoot } from '../lib/package-root';
import { UserError } from '../lib/user-error';
import { writeCollectionFolder } from '../run/write-collection';
import type { StaleArtefact } from '../tools/generate/artefacts';
import { example, type Finish } from './command';

interface Options {
  readonly check?: true;
  readonly json?: true;
  readonly collectionFormat?: 'v3';
  readonly out?: string;
  readonly force?: true;
}

/** @throws UserError for options that can do nothing together */
function checkOptions({ check, collectionFormat, out, force }: Options): void {
  if (out !== undefined && !collectionFormat) {
    throw new UserError('--out is only for --collection-format', 'add --collection-format v3, or remove --out');
  }
  if (collectionFormat && out === undefined) {
    throw new UserError(
      '--collection-format needs --out: this format is not committed',
      'add --out FOLDER, as in --out "postman/collections/Payout identity contract"',
    );
  }
  if (collectionFormat && check) {
    throw new UserError('--check cannot be used with --collection-format', 'remove one of them');
  }
  if (force && !collectionFormat) throw new UserError('--force is only for --collection-format', 'remove --force');
}

/** What to type about a file that is not up to date. */
function remedyFor({ path, problem }: StaleArtefact): string {
  if (problem === 'unexpected') return `rm ${path}`;
  return problem === 'lost in v3' ? 'see what scripts/lib/postman changes' : 'npm run generate';
}

/** What `--check` prints. */
export function checkText(stale: readonly StaleArtefact[], json: boolean): string {
  if (json) return `${JSON.stringify({ stale })}\n`;
  if (stale.length === 0) return 'everything is up to date\n';
  const lines = stale.map((each) => `${each.problem}: ${each.path}  (${remedyFor(each)})`);
  return `${[...lines, `${stale.length} not up to date`].join('\n')}\n`;
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .option('--check', 'write nothing; exit with 1 if a generated file is out of date')
    .option('--json', 'print JSON')
    .addOption(new Option('--collection-format <format>', 'write only the collection, in this format').choices(['v3']))
    .option('--out <dir>', 'output folder for --collection-format')
    .option('--force', 'replace the collection in --out')
    .action(async (options: Options) => {
      const { check, json, out, force } = options;
      checkOptions(options);
      if (!existsSync(join(packageRoot, 'scripts'))) {
        throw new UserError(
          'generate works only in a checkout of the project',
          'use the schemas/ and collections/ of the package',
        );
      }
      const { artefacts, compareArtefacts, regenerate } =
        require('../tools/generate/artefacts') as typeof import('../tools/generate/artefacts');
      if (out !== undefined) {
        const { collectionV3 } =
          require('../tools/generate/collection-v3') as typeof import('../tools/generate/collection-v3');
        const files = await collectionV3();
        writeCollectionFolder(resolve(io.cwd, out), files, force === true, out);
        io.stdout.write(
          json ? `${JSON.stringify({ out, files: files.size })}\n` : `written: ${out} (${files.size} files)\n`,
        );
        return;
      }
      if (!check) {
        const written = await regenerate(packageRoot);
        const lines = written.length > 0 ? written.map((path) => `written: ${path}`) : ['everything is up to date'];
        io.stdout.write(json ? `${JSON.stringify({ written })}\n` : `${lines.join('\n')}\n`);
        return;
      }
      const stale = await compareArtefacts(packageRoot, await artefacts());
      io.stdout.write(checkText(stale, json === true));
      if (stale.length > 0) finish(exitCodes.broken);
    });
  example(command, io, () => [
    'npm run generate -- --check',
    'npm run generate -- --collection-format v3 --out "postman/collections/Payout identity contract"',
  ]);
}
