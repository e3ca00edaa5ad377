import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { targetOf } from '../fleet/check-partner';
import { makePartnersFolder, remainder, writeFleetReport } from '../fleet/fleet-folder';
import { fleetReport } from '../fleet/fleet-report';
import { localGate } from '../fleet/gate';
import { readPartners } from '../fleet/read-partners';
import { runFleet } from '../fleet/run-fleet';
import type { FleetHeader, FleetMode, FleetReport, Partner } from '../fleet/types';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { packageInfo } from '../lib/package-root';
import { plural } from '../lib/plural';
import { UserError } from '../lib/user-error';
import { makeOutDir } from '../run/out-dir';
import { isLoopback } from '../run/target';
import { clean } from './check-credentials-text';
import { example, type Finish } from './command';
import { defineQueue } from './fleet-queue';
import { FleetProgress, fleetStyle, fleetText } from './fleet-text';
import { positiveNumber, wholeNumber } from './parse';

/** What every way to run a fleet asks for. */
export interface FleetOptions {
  readonly suite?: true;
  readonly allowProduction?: true;
  readonly rate?: number;
}

interface InProcessOptions extends FleetOptions {
  readonly concurrency?: number;
  readonly timeout: number;
  readonly retries: number;
  readonly out?: string;
  readonly resume?: string;
  readonly json?: true;
}

/** The partners of a file, and how politely they are asked. Refused as a whole where one cannot be a target. */
export interface OpenedPartners {
  readonly partners: readonly Partner[];
  /** The folder of the file. */
  readonly folder: string;
  /** Some target is not this machine. */
  readonly polite: boolean;
}

export function openPartners(file: string, allowProduction: boolean, cwd: string): OpenedPartners {
  const path = resolve(cwd, file);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, 'name a partners.yaml');
  }
  const partners = readPartners(text, file);
  let polite = false;
  for (const partner of partners) {
    try {
      polite ||= !isLoopback(targetOf(partner, allowProduction));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const says = error.message.replace('--target', 'its target');
      throw new UserError(`${file}: partner "${partner.name.slice(0, 60)}": ${says}`, error.remedy);
    }
  }
  return { partners, folder: dirname(path), polite };
}

/** Requests a second where nothing else is said: polite beyond this machine. */
export const politeRate = 5;

/** Prints a fleet's end. */
export function printFleet(report: FleetReport, folder: string, json: boolean, io: Io): void {
  io.stdout.write(json ? `${jsonText(report, 2)}\n` : fleetText(report, folder, fleetStyle(io.stdout, io.env)));
}

function tellOfResume(done: number, changed: readonly string[], io: Io): void {
  if (done > 0) io.stderr.write(`note: ${plural(done, 'partner')} done before, and not checked again\n`);
  if (changed.length === 0) return;
  const names = clean(changed.slice(0, 5).join(', '));
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  io.stderr.write(`note: changed in the file since, and checked again: ${names}${more}\n`);
}

async function run(file: string, options: InProcessOptions, io: Io): Promise<number> {
  const { out, resume } = options;
  if (out !== undefined && resume !== undefined && resolve(io.cwd, out) !== resolve(io.cwd, resume))
    throw new UserError('--out and --resume name two folders', 'give one of them');
  const mode: FleetMode = options.suite ? 'suite' : 'credentials';
  const { partners, folder: source, polite } = openPartners(file, options.allowProduction === true, io.cwd);
  const rate = options.rate ?? (polite ? politeRate : undefined);
  const now = new Date();
  // A folder to be resumed is not made, so that a typing error is noticed.
  if (resume !== undefined) remainder(partners, mode, resolve(io.cwd, resume), true);
  const folder = makeOutDir(resume ?? out, io.cwd, 'fleet', now);
  const rest = remainder(partners, mode, folder.path, resume !== undefined);
  tellOfResume(rest.done.length, rest.changed, io);
  makePartnersFolder(folder.path);

  const controller = new AbortController();
  let stopped: 'interrupted' | 'terminated' | undefined;
  const silence = io.onSignal((signal) => {
    stopped ??= signal === 'SIGINT' ? 'interrupted' : 'terminated';
    controller.abort();
  });
  const live = io.stdout.isTTY === true && !options.json && !io.env.CI && io.env.TERM !== 'dumb';
  const progress = live
    ? new FleetProgress(partners.length, rest.done.length, (text) => io.stdout.write(text), io.stdout.columns ?? 80)
    : undefined;
  const header: FleetHeader = {
    schemaVersion: 1,
    tool: packageInfo(),
    mode,
    startedAt: now.toISOString(),
    partners: partners.length,
    ...(rate !== undefined && { rate }),
  };
  const started = performance.now();
  try {
    const results = await runFleet(header, rest, {
      tools: {
        ...{ env: io.env, folder: source, mode, allowProduction: options.allowProduction === true },
        ...{ timeoutMs: options.timeout, retries: options.retries },
        gate: localGate(rate, () => performance.now()),
        random: Math.random,
        now: Date.now,
      },
      concurrency: options.concurrency ?? (polite ? 2 : 8),
      folder: folder.path,
      signal: controller.signal,
      onResult: (result) => progress?.update(result),
    });
    progress?.clear();
    const unfinished = results.length < partners.length ? stopped : undefined;
    const durationMs = Math.round(performance.now() - started);
    const report = fleetReport(header, results, { durationMs, ...(unfinished && { stopped: unfinished }) });
    await writeFleetReport(folder.path, report);
    printFleet(report, folder.shown, options.json === true, io);
    if (!report.complete) {
      const shown = relative(io.cwd, folder.path) || '.';
      io.stderr.write(`To go on: payout-contract fleet ${clean(file)} --resume ${clean(shown)}\n`);
    }
    return report.exitCode;
  } finally {
    silence();
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
    .argument('[file]', 'the partners: a YAML file as in the example')
    .option('--suite', 'run the suite at each partner, in place of the steps of check-credentials')
    .option('--allow-production', 'check partners at production; of the suite, the cases tagged "safe" are sent there')
    .option('--concurrency <n>', 'partners at once (8; 2 where some target is not this machine)', wholeNumber(1, 256))
    .option(
      '--rate <r>',
      'at most this many requests a second over all partners (no limit; 5 where some target is not this machine)',
      positiveNumber,
    )
    .option('--timeout <ms>', 'for each request', wholeNumber(1, 600_000), 10_000)
    .option('--retries <n>', 'at a partner without a verdict', wholeNumber(0, 10), 2)
    .option('--out <dir>', 'where to write (reports/<UTC time>-fleet); a fleet that was broken off there goes on')
    .option('--resume <dir>', 'go on with the fleet of this folder: partners that are done are not checked again')
    .option('--json', 'print the report as JSON instead of text')
    .action(async (file: string | undefined, options: InProcessOptions) => {
      if (file === undefined)
        throw new UserError('no file of partners is named', 'payout-contract fleet partners.yaml');
      finish(await run(file, options, io));
    });
  defineQueue(command, io, finish);
  example(
    command,
    'payout-contract fleet partners.yaml --rate 20',
    'REDIS_URL=redis://127.0.0.1:6379 payout-contract fleet enqueue partners.yaml',
  );
  command.addHelpText('after', `\npartners.yaml:\n${partnersExample.map((line) => `  ${line}`).join('\n')}`);
}
