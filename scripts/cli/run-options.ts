import { type Command, InvalidArgumentError, Option } from 'commander';
import { type EngineName, engineNames } from '../http';
import type { Io } from '../lib/io';
import type { Shard } from '../report/types';
import { runDefaults } from '../run/defaults';
import type { Explore } from '../run/explore/program';
import { parseShard } from '../run/shard';
import { collectionOptions } from './collection-options';
import { selectionOptions } from './command';
import { allowLocalHttp, type TargetCommandOptions } from './environment';
import { exploreOption, percentage, positiveNumber, wholeNumber } from './parse';
import { reportOptions } from './report-options';

/** The options of `run`, as they are typed. */
export interface RunCommandOptions extends TargetCommandOptions {
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

function shardOption(text: string): Shard {
  const shard = parseShard(text);
  if (!shard) throw new InvalidArgumentError('Give I/N, such as 2/4 for the second of four shards.');
  return shard;
}

/** Defines the options of `run`. */
export function runOptions(command: Command, io: Io): Command {
  const selected = selectionOptions(
    command
      .option(
        '--target <name|url>',
        'embedded (default), sandbox, production, or a base URL; can also be set with IMBURSE_BASE_URL',
      )
      .option('--allow-production', 'required for --target production; only the cases tagged "safe" are sent')
      .option(...allowLocalHttp),
  )
    .addOption(
      new Option(
        '--last-failed [dir]',
        'only the cases that did not pass in an earlier run, with the seed of that run (default: reports/latest)',
      ).conflicts(['case', 'explore', 'collection']),
    )
    .option('--shard <i/n>', 'run shard i of n, such as 2/4; merge the reports with the command `report`', shardOption)
    .addOption(
      new Option('--engine <name>', 'engine that sends the requests; direct is faster')
        .choices(engineNames)
        .default('newman'),
    )
    .option(
      '--repeat <n>',
      'send every case n times, to see whether the contract holds under load',
      wholeNumber(2, 1_000_000),
    )
    .addOption(
      new Option('--duration <s>', 'send the cases repeatedly for this many seconds')
        .argParser(wholeNumber(1, 86_400))
        .conflicts('repeat'),
    )
    .option(
      '--concurrency <n>',
      'maximum concurrent requests (default: 8, or 2 if the target is another machine)',
      wholeNumber(1, 64),
    )
    .option(
      '--rate <r>',
      'maximum requests per second (default: no limit, or 5 if the target is another machine)',
      positiveNumber,
    )
    .option('--timeout <ms>', 'time limit for each request', wholeNumber(1, 600_000), runDefaults.timeoutMs)
    .option(
      '--max-duration <s>',
      'time limit for the whole run (default: 600, or twice --duration if that is more)',
      wholeNumber(1, 86_400),
    )
    .option(
      '--retries <n>',
      'retries after a connection error, a timeout, or a gateway status (408 with Connection: close, 425, 502 to 504, 520 to 530); twice as many after 429',
      wholeNumber(0, 10),
      runDefaults.retries,
    )
    .option('--max-p50 <ms>', 'fail the run if the median response time is longer', positiveNumber)
    .option('--max-p95 <ms>', 'fail the run if the 95th percentile is longer', positiveNumber)
    .option('--max-p99 <ms>', 'fail the run if the 99th percentile is longer', positiveNumber)
    .option(
      '--max-errors <percent>',
      'fail the run if more than this share of requests gets no response, or a response that breaks the contract',
      percentage,
    )
    .option('--strict', 'also fail the run on deviations and warnings')
    .option('--fail-on-flaky', 'also fail the run if a case passes only on a retry')
    .option(
      '--quarantine <file>',
      'quarantine file: known deviations, each with a date before which it does not fail the run',
    )
    .option(
      '--baseline <file>',
      'accepted record, which `accept` writes; fail the run if the target behaves differently',
    )
    .option('--bail', 'stop at the first failed case')
    .option('--seed <n>', 'seed for generated test data (default: random)', wholeNumber(0, 2 ** 32 - 1))
    .option(
      '--explore [n|pairs|triples]',
      'also send combinations of conditions: n of them, all pairs, or all triples (default: a sample of the pairs if the target is this machine and no cases are selected); always uses the direct engine',
      exploreOption,
    );
  const whole = reportOptions(selected, io)
    .addOption(
      new Option('--dry-run', 'print what would be sent, without sending anything').conflicts([
        'collection',
        'out',
        'quiet',
      ]),
    )
    .addOption(
      new Option('--watch', 'rerun when you press Enter, and print only what changed').conflicts(['json', 'dryRun']),
    )
    .option('--watch-file <file>', 'with --watch: also rerun when this file changes')
    .option('--verbose', 'print every case, deviation and observation')
    .addOption(new Option('--quiet', 'print only the summary').conflicts('verbose'));
  return collectionOptions(whole);
}
