import { parentPort } from 'node:worker_threads';
import { messageOf } from '../lib/user-error';
import { judgeMutant, type Mutant, type MutantResult } from './matrix';
import { runMutant } from './run-mutant';

/** What a worker answers: a result, or why there is none. */
export type WorkerAnswer = { readonly result: MutantResult } | { readonly id: string; readonly error: string };

parentPort?.on('message', async (mutant: Mutant) => {
  try {
    parentPort?.postMessage({ result: judgeMutant(mutant, await runMutant(mutant.id)) });
  } catch (error) {
    parentPort?.postMessage({ id: mutant.id, error: messageOf(error) });
  }
});
