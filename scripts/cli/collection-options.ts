import type { Command } from 'commander';
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

/** Defines the options about a collection of the user's own. */
export function collectionOptions(command: Command): Command {
  return command
    .option(
      '--collection <path>',
      'run your own Postman collection (1, 2.0, 2.1, or a v3 folder) and judge what it sends; the next options are about it',
    )
    .option('--environment <file>', 'an environment exported from Postman')
    .option('--globals <file>', 'globals exported from Postman')
    .option('--iteration-data <file>', 'JSON or CSV: one iteration for each entry')
    .option('--iteration-count <n>', 'how often the collection is run', wholeNumber(1, 1_000_000))
    .option('--folder <name>', 'only this folder or request, by name or id (repeatable)', repeatable)
    .option('--env-var <key=value>', 'a variable of the environment, not for secrets (repeatable)', repeatable)
    .option('--global-var <key=value>', 'a global variable, not for secrets (repeatable)', repeatable)
    .option('--working-dir <dir>', 'where files of requests are (the folder of the collection)')
    .option('--delay-request <ms>', 'how long to wait between requests', wholeNumber(0, 600_000))
    .option(
      '--timeout-script <ms>',
      'how long a script may take, without its requests (60000)',
      wholeNumber(1, 3_600_000),
    )
    .option(
      '--allow-origin <origin>',
      'another origin that the collection may send requests to (repeatable)',
      repeatable,
    )
    .option('--expose-private-key', 'give scripts the private key itself, not a key in its place');
}
