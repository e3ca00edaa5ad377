import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../../lib/package-root';
import type { Mutant, MutantResult } from './matrix';
import type { Comparison, WorkerAnswer, WorkerTask } from './worker';

/** In a checkout the worker is TypeScript, which needs ts-node. */
function startWorker(): Worker {
  return __filename.endsWith('.ts')
    ? new Worker(join(__dirname, 'worker.ts'), { execArgv: ['-r', require.resolve('ts-node/register')] })
    : new Worker(join(packageRoot, 'dist/tools/mutants/worker.js'));
}

/**
 * Runs the suite against every mutant on several threads.
 *
 * @param comparison what to compare each run with
 * @param onResult called with each result, in any order
 * @throws Error if a run fails because of an internal error
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
