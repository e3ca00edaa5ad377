import { type Command, Option } from 'commander';
import { sides } from '../judge/case-verdict';
import type { Io } from '../lib/io';
import { defaultReportersIn, reporterHelp } from '../reporters/reporting';

/** Where the reports of a run go; `folder` ends the name of the folder that is made by default. */
export const reportOptions = (command: Command, io: Io, folder = '<target>'): Command =>
  command
    .option('--reporter <list>', reporterHelp, defaultReportersIn(io.env))
    .option('--out <dir>', `folder for the reports (default: reports/<UTC time>-${folder})`)
    .option('--json', 'print the report as JSON instead of text');

/** Whose mistakes count. */
export const sideOption = (): Option =>
  new Option('--side <side>', 'side whose mistakes determine the exit code').choices(sides).default('server');
