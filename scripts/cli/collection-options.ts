import type { Command } from 'commander';
import { UserError } from '../lib/user-error';
import { repeatable, wholeNumber } from './parse';

/** The options that need `--collection`: Newman's own, by its names, and what scripts may do. */
export const besideCollection = [
  'environment',
  'globals',
  'iterationData',
  'iterationCount',
  'folder',
  'envVar',
  'globalVar',
  'workingDir',
  'delayRequest',
  'timeoutScript',
  'allowOrigin',
  'exposePrivateKey',
] as const;

/** An option as it is typed. */
export const optionName = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Checks that no option about a collection is given without one.
 *
 * @throws UserError for one that could do nothing
 */
export function checkWithoutCollection(
  options: { readonly [name in (typeof besideCollection)[number]]?: unknown },
): void {
  const given = besideCollection.filter((name) => options[name] !== undefined).map(optionName);
  if (given.length > 0)
    throw new UserError(`${given.join(', ')} needs --collection`, 'add --collection PATH, or remove the option');
}

/** Defines the options about a collection of the user's own. */
export function collectionOptions(command: Command): Command {
  return command
    .optionsGroup('Options for your own collection:')
    .option(
      '--collection <path>',
      'run your own Postman collection (format 1, 2.0, 2.1, or a v3 folder) and check what it sends',
    )
    .option('--environment <file>', 'Postman environment')
    .option('--globals <file>', 'Postman globals')
    .option('--iteration-data <file>', 'JSON or CSV file with one entry per iteration')
    .option('--iteration-count <n>', 'number of iterations', wholeNumber(1, 1_000_000))
    .option('--folder <name>', 'run only this folder or request, by name or id (repeatable)', repeatable)
    .option(
      '--env-var <key=value>',
      'set an environment variable of the collection; not for secrets (repeatable)',
      repeatable,
    )
    .option(
      '--global-var <key=value>',
      'set a global variable of the collection; not for secrets (repeatable)',
      repeatable,
    )
    .option('--working-dir <dir>', 'folder for files that requests upload (default: the folder of the collection)')
    .option('--delay-request <ms>', 'pause between requests', wholeNumber(0, 600_000))
    .option(
      '--timeout-script <ms>',
      'time limit for each script, not counting its requests (default: 60000)',
      wholeNumber(1, 3_600_000),
    )
    .option(
      '--allow-origin <origin>',
      'additional origin that the collection may send requests to (repeatable)',
      repeatable,
    )
    .option(
      '--expose-private-key',
      'give scripts your real private key instead of a temporary one; only for scripts that you trust',
    );
}
