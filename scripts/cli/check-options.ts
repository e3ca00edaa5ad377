import type { Command } from 'commander';
import { checkDefaults } from '../run/defaults';
import { repeatable, wholeNumber } from './parse';

/** The limits of a check of credentials: `each` and `whole` say what is limited. */
export const limitOptions = (command: Command, each: string, whole: string): Command =>
  command
    .option('--timeout <ms>', `time limit for ${each}`, wholeNumber(1, 600_000), checkDefaults.timeoutMs)
    .option('--max-duration <s>', `time limit for ${whole}`, wholeNumber(1, 3600), checkDefaults.maxDurationMs / 1000);

/** Which partners of a file are checked, and how often. */
export const partnerOptions = (command: Command): Command =>
  command
    .option('--retries <n>', 'retries for a partner without a verdict', wholeNumber(0, 10), checkDefaults.retries)
    .option('--only-failed <dir>', 'check only partners that had a problem in the fleet in this folder')
    .option('--partner <name>', 'check only this partner (repeatable)', repeatable);
