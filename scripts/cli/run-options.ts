import { type Command, Option } from 'commander';
import { type EngineName, engineNames } from '../http';
import type { Io } from '../lib/io';
import type { Shard } from '../report/types';
import { defaultReportersIn, reporterHelp } from '../reporters/reporting';
import type { Explore } from '../run/explore/options';
import { collectionOptions } from './collection-options';
import { allowLocalHttp, type TargetOptions } from './environment';
import { exploreOption, percentage, positiveNumber, repeatable, wholeNumber } from './parse';
import { shardOption } from './run-part';

/** The options of `run`, as they are typed. */
export interface RunCommandOptions extends TargetOptions {
  readonly grep?: string;
  readonly tag?: readonly string[];
  readonly case?: readonly string[];
  /** `true` if nothing follows the option. */
  readonly lastFailed?: string | true;
  readonly shard?: Shard;
  readonly engine: EngineName;
  readonly repeat?: number;
  readonly duration?: number;
  readonly concurrency?: number;
  readonly rate?: number;
  readonly timeout: number;
  readonly maxDuration?: number;
  readonly retries: number;
  readonly maxP50?: number;
  readonly maxP95?: number;
  readonly maxP99?: number;
  readonly maxErrors?: number;
  readonly strict?: true;
  readonly failOnFlaky?: true;
  readonly quarantine?: string;
  readonly baseline?: string;
  readonly bail?: true;
  readonly dryRun?: true;
  readonly watch?: true;
  readonly watchFile?: string;
  readonly verbose?: true;
  readonly quiet?: true;
  readonly seed?: number;
  /** `true` where nothing follows the option. */
  readonly explore?: Explore | true;
  readonly collection?: string;
  readonly environment?: string;
  readonly globals?: string;
  readonly iterationData?: string;
  readonly iterationCount?: number;
  readonly folder?: readonly string[];
  readonly envVar?: readonly string[];
  readonly globalVar?: readonly string[];
  readonly workingDir?: string;
  readonly delayRequest?: number;
  readonly timeoutScript?: number;
  readonly allowOrigin?: readonly string[];
  readonly exposePrivateKey?: true;
  readonly reporter: string;
  readonly out?: string;
  readonly json?: true;
}

/** Defines the options of `run`. */
export function runOptions(command: Command, io: Io): Command {
  const whole = command
    .option(
      '--target <name|url>',
      'embedded (default), sandbox, production, or a base URL; IMBURSE_BASE_URL does the same',
    )
    .option('--allow-production', 'send the cases tagged "safe" to production')
    .option(...allowLocalHttp)
    .option('--grep <text>', 'the cases with this text in their id or title; `*` stands for any text, `!text` excludes')
    .option('--tag <tag>', 'the cases with this tag (repeatable; also a,b and a* and !a)', repeatable)
    .option('--case <id>', 'the case with this id (repeatable; also a,b and a* and !a)', repeatable)
    .addOption(
      new Option(
        '--last-failed [folder]',
        'the cases that did not pass in that run (reports/latest), with its seed',
      ).conflicts(['case', 'explore', 'collection']),
    )
    .option('--shard <i/n>', 'run part i of n, divided by case id; `report` merges the reports', shardOption)
    .addOption(
      new Option('--engine <name>', 'what sends the requests: newman, or direct for speed')
        .choices(engineNames)
        .default('newman'),
    )
    .option(
      '--repeat <n>',
      'send every case n times, to see whether the contract holds under load',
      wholeNumber(2, 1_000_000),
    )
    .addOption(
      new Option('--duration <s>', 'send the cases again and again for this many seconds')
        .argParser(wholeNumber(1, 86_400))
        .conflicts('repeat'),
    )
    .option(
      '--concurrency <n>',
      'requests at the same time (8; 2 if the target is another machine)',
      wholeNumber(1, 64),
    )
    .option('--rate <r>', 'requests a second at most (no limit; 5 if the target is another machine)', positiveNumber)
    .option('--timeout <ms>', 'time limit for each request', wholeNumber(1, 600_000), 10_000)
    .option(
      '--max-duration <s>',
      'time limit for the whole run (600, or twice --duration if that is more)',
      wholeNumber(1, 86_400),
    )
    .option(
      '--retries <n>',
      'retries after a connection failure, a timeout, 502 to 504 or a status of a gateway (408, 425, 520 to 530); twice as many after 429',
      wholeNumber(0, 10),
      2,
    )
    .option('--max-p50 <ms>', 'a longer median of the response times fails the run', positiveNumber)
    .option('--max-p95 <ms>', 'a longer 95th percentile fails the run', positiveNumber)
    .option('--max-p99 <ms>', 'a longer 99th percentile fails the run', positiveNumber)
    .option('--max-errors <percent>', 'a larger share of failed requests fails the run', percentage)
    .option('--strict', 'deviations and warnings also fail the run')
    .option('--fail-on-flaky', 'a case that passes only on a retry also fails the run')
    .option('--quarantine <file>', 'known deviations, which do not fail the run before they expire')
    .option('--baseline <file>', 'an accepted record; differences from it fail the run')
    .option('--bail', 'stop at the first failed case')
    .option('--seed <n>', 'for generated data', wholeNumber(0, 2 ** 32 - 1))
    .option(
      '--explore [n|pairs|triples]',
      'also send n combinations and sequences of requests, or all pairs or triples (on this machine: a share of all pairs, unless cases are selected); always with the direct engine, because Newman changes paths and bytes',
      exploreOption,
    )
    .option('--reporter <list>', reporterHelp, defaultReportersIn(io.env))
    .option('--out <dir>', 'where to write (reports/<UTC time>-<target>)')
    .addOption(
      new Option('--dry-run', 'print what would be sent; nothing is sent').conflicts(['collection', 'out', 'quiet']),
    )
    .addOption(new Option('--watch', 'run again at Enter, and print only what changed').conflicts(['json', 'dryRun']))
    .option('--watch-file <file>', 'with --watch: run again when this file changes, too')
    .option('--verbose', 'print every case, deviation and observation')
    .addOption(new Option('--quiet', 'print the ending only').conflicts('verbose'))
    .option('--json', 'print the report as JSON instead of text');
  return collectionOptions(whole);
}
