import { parentPort } from 'node:worker_threads';
import { messageOf } from '../lib/user-error';
import { judgeMutant, type Mutant, type MutantResult } from './matrix';
import { disagreements } from './parity';
import { runMutant } from './run-mutant';
import { stockVerdicts } from './stock-newman';

/** What a worker answers: a result, or why there is none. */
export type WorkerAnswer = { readonly result: MutantResult } | { readonly id: string; readonly error: string };

/** One mutant to run; under `parity` with stock Newman as well. */
export interface WorkerTask {
  readonly mutant: Mutant;
  readonly parity: boolean;
}

async function work({ mutant, parity }: WorkerTask): Promise<MutantResult> {
  const report = await runMutant(mutant.id, parity);
  const result = judgeMutant(mutant, report);
  return parity
    ? { ...result, disagreements: disagreements(mutant.id, report, await stockVerdicts(mutant.id)) }
    : result;
}

parentPort?.on('message', async (task: WorkerTask) => {
  try {
    parentPort?.postMessage({ result: await work(task) });
  } catch (error) {
    parentPort?.postMessage({ id: task.mutant.id, error: messageOf(error) });
  }
});
