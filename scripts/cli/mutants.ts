import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { cases } from '../contract';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { packageRoot } from '../lib/package-root';
import { plural } from '../lib/plural';
import { visible } from '../lib/terminal-text';
import { shorten } from '../lib/text-layout';
import { UserError } from '../lib/user-error';
import type { Explore } from '../run/explore/program';
import { faults, variants } from '../sandbox';
import { estimate } from '../tools/mutants/estimate';
import { leftToExploring } from '../tools/mutants/left-to-exploring';
import { likelyText } from '../tools/mutants/likely';
import { isRight, type Mutant, type MutantResult, replaceableCases } from '../tools/mutants/matrix';
import { runMutants } from '../tools/mutants/pool';
import { writeSymptoms } from '../tools/mutants/symptom-file';
import { example, type Finish } from './command';
import { watchInterruption } from './interruption';
import { exploreOption, wholeNumber } from './parse';
import { isInteractive, styleOf } from './terminal';

interface MutantsOptions {
  readonly grep?: string;
  readonly parity?: true;
  readonly engines?: true;
  /** `false` for the cases alone. */
  readonly explore?: Explore | false;
  readonly threads: number;
  readonly likelyCause?: true;
  readonly writeSymptoms?: true;
  readonly json?: true;
}

/** Without exploring, the faults that only exploring finds are left out: those that need a condition, and some more. */
function chosen({ grep, explore }: MutantsOptions): Mutant[] {
  const all: Mutant[] = [
    ...faults
      .filter(({ id, combined }) => explore !== false || !(combined || leftToExploring.has(id)))
      .map(({ id, title, level }) => ({ id, title, expected: level })),
    ...variants.map(({ id, title }) => ({ id, title })),
  ];
  const wanted =
    grep === undefined
      ? all
      : all.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(grep.toLowerCase()));
  if (wanted.length === 0)
    throw new UserError('--grep matches no fault and no variant', (tool) => `${tool} sandbox --list-faults`);
  return wanted;
}

/** `3 cases, 1 pair`, and what it took to find them. */
const foundByText = ({ foundBy, exploredMore }: MutantResult): string => {
  const found = Object.entries(foundBy)
    .map(([kind, count]) => plural(count, kind))
    .join(', ');
  return exploredMore === undefined || found === '' ? found : `${found} (--explore ${exploredMore})`;
};

function row(result: MutantResult): string {
  const { id, expected, reported, outcome, caughtBy } = result;
  const by =
    caughtBy.length > 2 ? `${caughtBy.slice(0, 2).join(', ')} and ${caughtBy.length - 2} more` : caughtBy.join(', ');
  const start = `${outcome.padEnd(9)} ${id.padEnd(42)} ${(expected ?? 'conforms').padEnd(10)} ${reported.padEnd(20)}`;
  return `${start} ${foundByText(result).padEnd(24)} ${by}`.trimEnd();
}

/** A title, and below it a line for each entry. */
const listOf = (title: string, entries: readonly string[]): string =>
  `${title}: ${entries.length === 0 ? 'none' : entries.map((entry) => `\n  ${entry}`).join('')}`;

const named = ({ id, title }: MutantResult): string => `${id}: ${title}`;

/** What `--parity` and `--engines` found. */
function comparisonLines(results: readonly MutantResult[], { parity, engines }: MutantsOptions): string[] {
  const verdicts = results.flatMap(({ id, disagreements = [] }) =>
    disagreements.map(
      ({ caseId, harness, stock }) => `${id}: ${caseId}: ${harness} in the harness, ${stock} in stock Newman`,
    ),
  );
  const differences = results.flatMap(({ id, engineDifferences = [] }) =>
    engineDifferences.map(
      ({ caseId, about, newman, direct }) =>
        `${id}: ${caseId}: ${about}: ${visible(newman)} with Newman, ${visible(direct)} with the direct engine`,
    ),
  );
  return [
    ...(parity ? [listOf('Disagreements with stock Newman', verdicts)] : []),
    ...(engines ? [listOf('Differences between the engines', differences)] : []),
  ];
}

function summary(results: readonly MutantResult[], options: MutantsOptions): string[] {
  const those = (outcome: MutantResult['outcome']) => results.filter((result) => result.outcome === outcome);
  const [caught, survived, cleared, accused] = [those('caught'), those('survived'), those('cleared'), those('accused')];
  const byMore = caught.filter(({ exploredMore }) => exploredMore !== undefined);
  const more = byMore.length === 0 ? '' : `, ${byMore.length} of them by --explore ${byMore[0]!.exploredMore} alone`;
  return [
    listOf('Survivors', survived.map(named)),
    listOf('False accusations', accused.map(named)),
    ...(results.length > 0 ? comparisonLines(results, options) : []),
    `${plural(caught.length + survived.length, 'fault')}: ${caught.length} caught${more}. ${plural(cleared.length + accused.length, 'conforming variant')}: ${cleared.length} cleared.`,
  ];
}

/** The table is a source file, and without exploring it would say that the faults that only exploring finds show nothing. */
function checkWriting({ explore, writeSymptoms: writing }: MutantsOptions): void {
  if (!writing) return;
  if (explore === false)
    throw new UserError(
      '--write-symptoms cannot be used with --no-explore: it also records what exploring shows',
      'remove --no-explore',
    );
  if (!existsSync(join(packageRoot, 'scripts')))
    throw new UserError(
      '--write-symptoms works only in a checkout of the project',
      'run it in a checkout, or remove --write-symptoms',
    );
}

async function mutants(options: MutantsOptions, io: Io): Promise<number> {
  const { grep, parity, engines, threads, json, explore = { kind: 'default' } } = options;
  const { likelyCause: likely, writeSymptoms: writing } = options;
  checkWriting(options);
  const wanted = chosen(options);
  const ids = new Set(wanted.map(({ id }) => id));
  const combined = faults.filter((fault) => fault.combined && ids.has(fault.id)).length;
  const cores = Math.min(threads, availableParallelism());
  io.stderr.write(`${estimate({ mutants: wanted, combined, explore: explore !== false, cores })}\n`);
  const { signal, exitCode, release } = watchInterruption(io);
  const moving = isInteractive(io) && !json;
  const results: MutantResult[] = [];
  try {
    const what = { parity, engines, symptoms: writing, likely, explore: explore || undefined };
    await runMutants(wanted, what, threads, signal, (result) => {
      results.push(result);
      const line = `${results.length}/${wanted.length} ${result.id}`;
      if (moving) io.stdout.write(`\r\u001b[2K${shorten(line, styleOf(io).width - 1)}`);
    });
  } finally {
    release();
    if (moving) io.stdout.write('\r\u001b[2K');
  }
  const order = new Map(wanted.map(({ id }, index) => [id, index]));
  results.sort((one, other) => order.get(one.id)! - order.get(other.id)!);
  if (writing) io.stderr.write(`written: ${await writeSymptoms(results)}\n`);
  const replaceable = replaceableCases(
    results,
    cases.map(({ id }) => id),
  );
  if (json)
    io.stdout.write(
      `${JSON.stringify({ results: results.map(({ symptoms, ...result }) => result), replaceableCases: replaceable }, null, 2)}\n`,
    );
  else {
    const review = `${replaceable.length} of ${cases.length} cases catch no fault alone; --json lists them.`;
    io.stdout.write(
      `${[...results.map(row), '', ...summary(results, options), ...(likely ? [likelyText(results)] : []), ...(grep === undefined ? [review] : [])].join('\n')}\n`,
    );
  }
  return exitCode() ?? (results.every(isRight) ? exitCodes.ok : exitCodes.broken);
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .option('--grep <text>', 'run only faults and variants whose id or title contains this text')
    .option('--parity', 'also run stock Newman, and compare the verdict of every case (slow)')
    .option('--engines', 'run both engines, and compare verdicts, findings and the bytes of the requests (slow)')
    .option(
      '--explore <n|pairs|triples>',
      'what to explore for faults that the cases miss (default: as in run)',
      exploreOption,
    )
    .option('--no-explore', 'send only the cases, and skip faults that only exploring finds')
    .option('--threads <n>', 'threads that test servers', wholeNumber(1, 64), availableParallelism())
    .option(
      '--likely-cause',
      'run each fault again with another seed, and print how often the likely cause is right (slow)',
    )
    .option(
      '--write-symptoms',
      'write the symptoms of each fault to schemas/compiled/symptoms.json (in a checkout; takes longer)',
    )
    .option('--json', 'print JSON, including the cases that could be removed with every fault still caught')
    .action(async (options: MutantsOptions) => finish(await mutants(options, io)));
  example(command, io, (tool) => [`${tool} mutants --grep expires`]);
}
