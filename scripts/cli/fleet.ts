import { relative } from 'node:path';
import { type Command, Option } from 'commander';
import type { Remainder } from '../fleet/fleet-folder';
import { type FleetOptions, planFleet } from '../fleet/plan';
import { runFleet } from '../fleet/run-fleet';
import { failedFleet, selectPartners } from '../fleet/select-partners';
import { calledAs } from '../lib/called-as';
import type { Io } from '../lib/io';
import { plural } from '../lib/plural';
import { shellQuote } from '../lib/shell';
import { UserError } from '../lib/user-error';
import { readFleetVariables } from '../run/environment/settings';
import { clean } from './check-credentials-text';
import { limitOptions, partnerOptions } from './check-options';
import { example, type Finish } from './command';
import { defineQueue } from './fleet-queue';
import { FleetProgress, printFleet } from './fleet-text';
import { watchInterruption } from './interruption';
import { positiveNumber, wholeNumber } from './parse';
import { isInteractive, styleOf } from './terminal';

interface InProcessOptions extends FleetOptions {
  readonly concurrency?: number;
  readonly timeout: number;
  readonly maxDuration: number;
  readonly retries: number;
  readonly out?: string;
  readonly resume?: string;
  readonly onlyFailed?: string;
  readonly partner?: readonly string[];
  readonly json?: true;
}

function printResumed({ done, changed }: Remainder, io: Io): void {
  if (done.length > 0) io.stderr.write(`note: skipping ${plural(done.length, 'partner')} finished before\n`);
  if (changed.length === 0) return;
  const names = clean(changed.slice(0, 5).join(', '));
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  io.stderr.write(`note: checking again, because the entry has changed: ${names}${more}\n`);
}

async function run(file: string, options: InProcessOptions, io: Io): Promise<number> {
  const { partner: names, onlyFailed } = options;
  const plan = selectPartners(planFleet(file, options, io.cwd), { names, onlyFailed }, io.cwd);
  const since = onlyFailed === undefined ? undefined : failedFleet(onlyFailed, io.cwd);
  const env = readFleetVariables(io);
  const { signal, stoppedBy, release } = watchInterruption(io);
  const json = options.json === true;
  const progress =
    isInteractive(io) && !json ? new FleetProgress((text) => io.stdout.write(text), styleOf(io).width) : undefined;
  try {
    const { report, folder } = await runFleet(plan, {
      ...{ env, since, cwd: io.cwd, random: Math.random, now: Date.now, signal, stoppedBy },
      ...{
        timeoutMs: options.timeout,
        maxDurationMs: options.maxDuration * 1000,
        retries: options.retries,
        concurrency: options.concurrency,
      },
      ...{ out: options.out, resume: options.resume },
      onStart: (remainder) => {
        printResumed(remainder, io);
        progress?.start(plan.partners.length, remainder.done.length);
      },
      onResult: (result) => progress?.update(result),
    }).finally(() => progress?.clear());
    printFleet(report, folder.shown, json, io);
    const resume = shellQuote(clean(relative(io.cwd, folder.path) || '.'));
    if (!report.complete)
      io.stderr.write(`To continue: ${calledAs(io.env)} fleet ${shellQuote(clean(file))} --resume ${resume}\n`);
    return report.exitCode;
  } finally {
    release();
  }
}

const partnersExample = [
  'target: sandbox',
  'partners:',
  '  - name: Acme',
  '    publicKey: 5f0c9d4e-0b7a-4c35-9a55-0d6b1c1f7a10',
  '    privateKey: {env: ACME_PRIVATE_KEY}',
  '  - name: Globex',
  '    publicKey: 8e2b6a1c-6a0f-4f0e-8d0b-5f9f3f1c2b11',
  '    privateKey: {file: secrets/globex.key}',
];

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .argument('[file]', 'YAML file that lists the partners; see the example below')
    .addOption(
      new Option('--suite', 'run the test suite against each partner instead of checking its credentials').conflicts(
        'maxDuration',
      ),
    )
    .option(
      '--allow-production',
      'allow partners whose target is production; with --suite, only cases tagged "safe" are sent there',
    )
    .option(
      '--concurrency <n>',
      'partners to check at the same time (default: 8, or 2 if a target is not on this machine)',
      wholeNumber(1, 256),
    )
    .option(
      '--rate <r>',
      'maximum requests per second across all partners (default: no limit, or 5 if a target is not on this machine)',
      positiveNumber,
    );
  limitOptions(command, 'each request', 'checking one partner');
  partnerOptions(command)
    .option(
      '--out <dir>',
      'folder for the reports (default: reports/<UTC time>-fleet); resumes the fleet in this folder if it was interrupted',
    )
    .option('--resume <dir>', 'resume the fleet in this folder; finished partners are not checked again')
    .option('--json', 'print the report as JSON')
    .action(async (file: string | undefined, options: InProcessOptions) => {
      if (file === undefined) throw new UserError('no partners file given', (tool) => `${tool} fleet partners.yaml`);
      finish(await run(file, options, io));
    });
  defineQueue(command, io, finish);
  example(command, io, (tool) => [
    `${tool} fleet partners.yaml --rate 20`,
    `REDIS_URL=redis://127.0.0.1:6379 FLEET_KEY_FILE=fleet.key ${tool} fleet enqueue partners.yaml`,
  ]);
  command.addHelpText('after', `\npartners.yaml:\n${partnersExample.map((line) => `  ${line}`).join('\n')}`);
}
