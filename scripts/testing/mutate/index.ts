import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { codeFiles, importGraph, reachable, textOf } from '../imports';
import { mutantsOf, type SourceMutant, sampleOf } from './mutants';
import type { Task, TaskResult } from './worker';

// Mutates sources and runs their tests:
// npm run mutate -- [--threshold <percent>] [--jobs <count>] [--sample <count>] [--seed <number>] [path…]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    threshold: { type: 'string', default: '90' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

/** Far longer than any test takes: a mutant may make a loop endless. */
const endlessMs = 180_000;
/** CPU time. Tests that take longer, such as those of whole runs, find few mistakes that smaller tests miss. */
const slowMs = 15_000;

/** Whether a file is mutated: code is; tests, examples, types and schemas are not. */
const isSource = (path: string): boolean => !/\.test\.ts$|example|\/testing\/|types\.ts$|schema\.ts$/.test(path);

interface MutantOutcome {
  readonly path: string;
  readonly mutant: SourceMutant;
  readonly killed: boolean;
}

/** A process that runs tests, one task at a time. It is replaced if a task does not end. */
class Worker {
  #child: ChildProcess | undefined;
  #tell: (answer: TaskResult | undefined) => void = () => undefined;

  /** The answer, or `undefined` if the task does not end. */
  async ask(task: Task): Promise<TaskResult | undefined> {
    const child = this.#child ?? (await this.#start());
    const timer = setTimeout(() => child.kill('SIGKILL'), endlessMs);
    const answer = await new Promise<TaskResult | undefined>((resolve) => {
      this.#tell = resolve;
      child.send(task);
    });
    clearTimeout(timer);
    return answer;
  }

  end(): void {
    this.#child?.kill();
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(join(__dirname, 'worker.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await once(child, 'message');
    child.on('message', (answer: TaskResult) => this.#tell(answer));
    child.on('exit', () => {
      this.#child = undefined;
      this.#tell(undefined);
    });
    this.#child = child;
    return child;
  }
}

/** Finds the tests, in the folders that are mutated, that depend on a file; the fastest first. */
async function testsOf(paths: readonly string[]): Promise<(path: string) => string[]> {
  const folders = new Set(paths.map((path) => path.split('/')[0]));
  const all = codeFiles().filter((path) => /(?<!\.long)\.test\.ts$/.test(path) && folders.has(path.split('/')[0]));
  const worker = new Worker();
  const quick: (readonly [test: string, ms: number])[] = [];
  for (const test of all) {
    const answer = await worker.ask({ path: test, tests: [test] });
    if (!answer || answer.failed) throw new Error(`${test} fails without a mutant: ${answer?.failed}`);
    const [ms = 0] = answer.took;
    if (ms < slowMs) quick.push([test, ms]);
    else console.log(`left out, because it takes ${Math.round(ms)} ms: ${test}`);
  }
  worker.end();
  const graph = importGraph(codeFiles(), false);
  const tests = quick.sort((a, b) => a[1] - b[1]).map(([test]) => [test, reachable(graph, test)] as const);
  return (path) => tests.flatMap(([test, reached]) => (reached.has(path) ? [test] : []));
}

async function main(): Promise<void> {
  const wanted = (positionals.length > 0 ? positionals : ['judge', 'report']).map((path) =>
    path.replace(/^scripts\//, ''),
  );
  const paths = codeFiles().filter(
    (path) => isSource(path) && wanted.some((each) => `${path}/`.startsWith(`${each}/`)),
  );
  const all = paths.flatMap((path) => mutantsOf(textOf(path)).map((mutant) => ({ path, mutant })));
  if (all.length === 0) throw new Error(`nothing to mutate in ${wanted.join(', ')}`);
  const queue = sampleOf(all, values.sample ? Number(values.sample) : all.length, Number(values.seed));
  const part = queue.length < all.length ? ` (a sample of ${all.length}, seed ${values.seed})` : '';
  const tests = await testsOf(paths);
  const outcomes: MutantOutcome[] = [];
  const work = async (): Promise<void> => {
    const worker = new Worker();
    for (let next = queue.shift(); next; next = queue.shift()) {
      const answer = await worker.ask({ ...next, tests: tests(next.path) });
      const killed = !answer || answer.failed !== undefined;
      outcomes.push({ ...next, killed });
      if (!killed)
        console.log(`survived  scripts/${next.path}:${next.mutant.line}  ${next.mutant.from} → ${next.mutant.to}`);
    }
    worker.end();
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  const killed = outcomes.filter((outcome) => outcome.killed).length;
  const percent = (100 * killed) / outcomes.length;
  console.log(`${killed} of ${outcomes.length} mutants killed${part}: ${percent.toFixed(1)} %`);
  if (percent < Number(values.threshold)) process.exitCode = 1;
}

void main();
