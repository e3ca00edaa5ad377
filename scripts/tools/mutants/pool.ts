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
  // Some variants keep the suite waiting for 20 seconds: whoever begins with them does not wait for them at the end.
  const isFault = ({ expected }: Mutant): boolean => expected !== undefined;
  const queue = [...mutants.filter((mutant) => !isFault(mutant)), ...mutants.filter(isFault)];
  const work = (): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      const worker = startThread(join(__dirname, 'worker'));
      let running = 0;
      const end = (settle: () => void): void => {
        void worker.terminate();
        settle();
      };
      const next = (): void => {
        const mutant = signal.aborted ? undefined : queue.shift();
        if (mutant === undefined) return;
        running += 1;
        worker.postMessage({ mutant, ...comparison } satisfies WorkerTask);
      };
      worker.on('message', (answer: WorkerAnswer) => {
        if ('error' in answer) return end(() => reject(new Error(`${answer.id}: ${answer.error}`)));
        if (answer.result) {
          running -= 1;
          onResult(answer.result);
        }
        if (answer.takesMore) next();
        if (running === 0) end(resolve);
      });
      worker.on('error', (error) => end(() => reject(error)));
      signal.addEventListener('abort', () => end(resolve), { once: true });
      if (signal.aborted) end(resolve);
      else next();
    });
  await Promise.all(Array.from({ length: Math.min(threads, queue.length) }, work));
}
