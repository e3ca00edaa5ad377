import { UserError } from '../lib/user-error';
import type { RunCommandOptions } from './run-options';

interface Useless {
  readonly when: (options: RunCommandOptions) => boolean;
  readonly message: string;
  readonly next: string;
}

const hasConsole = ({ reporter, json, dryRun }: RunCommandOptions): boolean =>
  json !== true && (dryRun === true || reporter.split(',').some((name) => name.trim() === 'console'));

/** Options that have no effect together with others. */
const useless: readonly Useless[] = [
  {
    when: (options) => options.verbose === true && !hasConsole(options),
    message: '--verbose needs the console reporter, which this run does not use',
    next: 'remove --verbose, or add console to --reporter and remove --json',
  },
  {
    when: (options) => options.quiet === true && !hasConsole(options),
    message: '--quiet needs the console reporter, which this run does not use',
    next: 'remove --quiet, or add console to --reporter and remove --json',
  },
  {
    when: ({ watch, watchFile }) => watchFile !== undefined && watch !== true,
    message: '--watch-file has no effect without --watch',
    next: 'add --watch',
  },
  {
    when: ({ failOnFlaky, retries }) => failOnFlaky === true && retries === 0,
    message: '--fail-on-flaky finds nothing with --retries 0: a case is flaky if it passes on a retry',
    next: 'remove --fail-on-flaky, or allow retries',
  },
  {
    when: ({ duration, maxDuration }) => duration !== undefined && maxDuration !== undefined && maxDuration <= duration,
    message: '--max-duration ends the run before --duration is over',
    next: 'give a longer --max-duration, or remove it',
  },
  {
    when: ({ seed, collection }) => seed !== undefined && collection !== undefined,
    message: '--seed applies to the generated values of the cases, and a collection has its own',
    next: 'remove --seed',
  },
];

/**
 * Refuses options that could not do what they say.
 *
 * @throws UserError for the first of them
 */
export function checkCombinations(options: RunCommandOptions): void {
  const found = useless.find(({ when }) => when(options));
  if (found) throw new UserError(found.message, found.next);
}
