import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Mutant, MutantResult } from './matrix';
import type { Comparison, WorkerAnswer, WorkerTask } from './worker';

/** From a checkout the worker is TypeScript, and has to be told how to read it. */
function startWorker(): Worker {
  const source = join(__dirname, 'worker.ts');
  return existsSync(source)
    ? new Worker(source, { execArgv: ['-r', require.resolve('ts-node/register')] })
    : new Worker(join(__dirname, 'worker.js'));
}

/**
 * Runs the suite against every mutant, on several threads.
 *
 * @param comparison what to run each of them with besides
 * @param onResult called as each result comes, in any order
 * @throws where a run fails for a reason of our own
 */
export async function runMutants(
  mutants: readonly Mutant[],
  comparison: Comparison,
  threads: number,
  signal: AbortSignal,
  onResult: (result: MutantResult) => void,
): Promise<void> {
  const queue = [...mutants];
  const work = (): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      const worker = startWorker();
      const end = (settle: () => void): void => {
        void worker.terminate();
        settle();
      };
      const next = (): void => {
        const mutant = queue.shift();
        if (mutant && !signal.aborted) worker.postMessage({ mutant, ...comparison } satisfies WorkerTask);
        else end(resolve);
      };
      worker.on('message', (answer: WorkerAnswer) => {
        if ('error' in answer) return end(() => reject(new Error(`${answer.id}: ${answer.error}`)));
        onResult(answer.result);
        next();
      });
      worker.on('error', (error) => end(() => reject(error)));
      signal.addEventListener('abort', () => end(resolve), { once: true });
      next();
    });
  await Promise.all(Array.from({ length: Math.min(threads, queue.length) }, work));
}
