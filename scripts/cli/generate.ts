import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { packageRoot } from '../lib/package-root';
import { UserError } from '../lib/user-error';
import { example, type Finish } from './command';

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .option('--check', 'do not write; exit with 1 if a generated file is not up to date')
    .option('--json', 'print JSON')
    .action(async ({ check, json }: { check?: true; json?: true }) => {
      if (!existsSync(join(packageRoot, 'scripts'))) {
        throw new UserError(
          'generate works only in a checkout of the project',
          'use the schemas/ and collections/ of the package',
        );
      }
      const { artefacts, compareArtefacts, regenerate } =
        require('../generate/artefacts') as typeof import('../generate/artefacts');
      if (!check) {
        const written = await regenerate(packageRoot);
        const lines = written.length > 0 ? written.map((path) => `written: ${path}`) : ['everything is up to date'];
        io.stdout.write(json ? `${JSON.stringify({ written })}\n` : `${lines.join('\n')}\n`);
        return;
      }
      const stale = await compareArtefacts(packageRoot, await artefacts());
      const remedy = (problem: string, path: string) => (problem === 'unexpected' ? `rm ${path}` : 'npm run generate');
      const lines = stale.map(({ path, problem }) => `${problem}: ${path}  (${remedy(problem, path)})`);
      io.stdout.write(
        json
          ? `${JSON.stringify({ stale })}\n`
          : `${[...lines, stale.length > 0 ? `${stale.length} not up to date` : 'everything is up to date'].join('\n')}\n`,
      );
      if (stale.length > 0) finish(exitCodes.broken);
    });
  example(command, 'npm run generate -- --check');
}
