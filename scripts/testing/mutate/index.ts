import { availableParallelism } from 'node:os';
import { posix } from 'node:path';
import { Command } from 'commander';
import { percentage, wholeNumber } from '../../cli/parse';
import { codeFiles, importGraph, reachable, textOf } from '../imports';
import { compiler } from './compiles';
import { mutantsOf, placeOf, type SourceMutant, sampleOf, withMutant } from './mutants';
import { Worker } from './worker-process';

const command = new Command('npm run mutate --')
  .description('change the code in one place at a time, and run the tests that depend on it')
  .argument('[path...]', 'files or folders in scripts/', ['judge', 'report'])
  .option('--threshold <percent>', 'exit with 1 if fewer mutants are killed', percentage, 90)
  .option('--jobs <n>', 'processors to use', wholeNumber(1), availableParallelism())
  .option('--sample <n>', 'try only a random sample of this size', wholeNumber(1))
  .option('--seed <n>', 'seed of the sample', wholeNumber(0), 1)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

interface Options {
  readonly threshold: number;
  readonly jobs: number;
  readonly sample?: number;
  readonly seed: number;
}

/** A mutant may make a loop endless: how long a test file may take, in milliseconds, if it takes `ms` without a mutant. */
const limitOf = (ms: number): number => 10_000 + 20 * ms;
/** CPU time in milliseconds. Tests that take longer find few mistakes that smaller tests miss. */
const slowMs = 2000;

/** Whether a file is mutated: code is; tests, examples, types and schemas are not. */
const isSource = (path: string): boolean => !/\.test\.ts$|example|\/testing\/|types\.ts$|schema\.ts$/.test(path);

interface Mutant extends SourceMutant {
  readonly path: string;
}

/** A test file as it is without a mutant: its CPU time, and the expressions that it runs. */
interface Measured {
  readonly test: string;
  readonly ms: number;
  readonly ran: ReadonlySet<string>;
}

const files = codeFiles();
const graph = importGraph(files, false);
const reach = new Map(files.map((path) => [path, reachable(graph, path)]));
const dependents = (path: string): string[] => files.filter((each) => reach.get(each)!.has(path));
const isBeside = (test: string, path: string): boolean => test === path.replace(/\.ts$/, '.test.ts');

/** Runs the tests that depend on the files, in the folders of these files. The fastest come first. */
async function measure(paths: readonly string[]): Promise<Measured[]> {
  const folders = new Set(paths.map((path) => path.split('/')[0]));
  const reload = [...new Set(paths.flatMap(dependents))];
  const tests = reload.filter((path) => /(?<!\.long)\.test\.ts$/.test(path) && folders.has(path.split('/')[0]));
  const worker = new Worker();
  const measured: Measured[] = [];
  for (const test of tests) {
    const answer = await worker.ask({ test, reload, probed: paths }, limitOf(60_000));
    if (typeof answer === 'string') throw new Error(`${test} without a mutant: ${answer}`);
    if (answer.failed !== undefined) throw new Error(`${test} fails without a mutant: ${answer.failed}`);
    measured.push({ test, ms: answer.took, ran: new Set(answer.ran) });
  }
  worker.end();
  return measured.sort((a, b) => a.ms - b.ms);
}

/** Whether a test fails with the mutant. The test that detected the last one of its file is tried first. */
async function isKilled(mutant: Mutant, worker: Worker, tests: readonly Measured[], last: Map<string, string>) {
  const { path } = mutant;
  const place = placeOf(path, mutant.within);
  const able = tests.filter(({ test, ms, ran }) => ran.has(place) && (ms < slowMs || isBeside(test, path)));
  const first = (each: Measured): number => (each.test === last.get(path) ? 0 : 1);
  for (const { test, ms } of able.sort((a, b) => first(a) - first(b))) {
    const task = { test, reload: dependents(path), mutant };
    let answer = await worker.ask(task, limitOf(ms));
    // Once more in a new process: the first may have ended because of what it ran before.
    if (answer === 'ended') answer = await worker.ask(task, limitOf(ms));
    if (typeof answer !== 'string' && answer.failed === undefined) continue;
    last.set(path, test);
    return true;
  }
  return false;
}

/** One line for each folder: how many of its mutants were detected. */
function table(outcomes: readonly (readonly [mutant: Mutant, killed: boolean])[]): string {
  const folders = [...new Set(outcomes.map(([{ path }]) => posix.dirname(path)))].sort();
  return folders
    .map((folder) => {
      const ofFolder = outcomes.filter(([{ path }]) => posix.dirname(path) === folder);
      const killed = ofFolder.filter(([, each]) => each).length;
      const percent = ((100 * killed) / ofFolder.length).toFixed(1);
      return `${folder.padEnd(24)}${String(killed).padStart(5)} of ${String(ofFolder.length).padStart(4)}${percent.padStart(7)} %`;
    })
    .join('\n');
}

async function main(): Promise<void> {
  const { threshold, jobs, sample, seed } = command.opts<Options>();
  const wanted = (command.processedArgs[0] as string[]).map((path) =>
    path.replace(/^scripts\//, '').replace(/\/$/, ''),
  );
  const paths = files.filter((path) => isSource(path) && wanted.some((each) => `${path}/`.startsWith(`${each}/`)));
  const all = paths.flatMap((path) => mutantsOf(textOf(path)).map((mutant): Mutant => ({ ...mutant, path })));
  if (all.length === 0)
    throw new Error(`There is nothing to mutate in ${wanted.join(', ')}: give files or folders of scripts/`);
  const drawn = sampleOf(all, sample ?? all.length, seed);
  const queue = all.filter((mutant) => drawn.includes(mutant));
  const part = queue.length < all.length ? ` (a sample of ${all.length}, seed ${seed})` : '';
  const tests = await measure(paths);
  const compiles = compiler(paths);
  let refused = 0;
  const outcomes: [mutant: Mutant, killed: boolean][] = [];
  const last = new Map<string, string>();
  const work = async (): Promise<void> => {
    const worker = new Worker();
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const killed = await isKilled(mutant, worker, tests, last);
      // A mistake that the compiler refuses needs no test.
      if (!killed && !compiles(mutant.path, withMutant(textOf(mutant.path), mutant))) {
        refused += 1;
        continue;
      }
      outcomes.push([mutant, killed]);
      if (!killed) console.log(`survived  scripts/${mutant.path}:${mutant.at}  ${mutant.from} → ${mutant.to}`);
    }
    worker.end();
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const killed = outcomes.filter(([, each]) => each).length;
  const percent = (100 * killed) / outcomes.length;
  if (refused > 0) console.log(`\nnot counted, because they do not compile: ${refused}`);
  console.log(`\n${table(outcomes)}\n\n${killed} of ${outcomes.length} mutants killed${part}: ${percent.toFixed(1)} %`);
  if (percent < threshold) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
});
