import { join } from 'node:path';
import { startThread } from '../../lib/start-thread';
import type { Mutant, MutantResult } from './matrix';
import type { Comparison, WorkerAnswer, WorkerTask } from './worker';

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
      const worker = startThread(join(__dirname, 'worker'));
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
