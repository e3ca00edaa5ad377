import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../lib/user-error';
import { symptomsOf } from '../../report/symptoms';
import { compareEngines } from './compare-engines';
import { judgeMutant, type Mutant, type MutantResult } from './matrix';
import { disagreements } from './parity';
import { runMutant } from './run-mutant';
import { stockVerdicts } from './stock-newman';

/** The answer of a worker: a result, or an error. */
export type WorkerAnswer = { readonly result: MutantResult } | { readonly id: string; readonly error: string };

/** What to compare the direct engine with, and what else to tell. */
export interface Comparison {
  /** Stock Newman. */
  readonly parity?: boolean | undefined;
  /** The Newman engine, including the requests. */
  readonly engines?: boolean | undefined;
  /** Tells everything that each run shows. */
  readonly symptoms?: boolean | undefined;
}

/** One mutant to run. */
export interface WorkerTask extends Comparison {
  readonly mutant: Mutant;
}

async function work({ mutant, parity, engines, symptoms }: WorkerTask): Promise<MutantResult> {
  const { id } = mutant;
  const compared = engines ? await compareEngines(id) : undefined;
  const report = compared?.report ?? (await runMutant(id, { ordered: parity === true }));
  return {
    ...judgeMutant(mutant, report),
    ...(symptoms && { symptoms: symptomsOf(report.cases) }),
    ...(parity && { disagreements: disagreements(report, await stockVerdicts(id)) }),
    ...(compared && { engineDifferences: compared.differences }),
  };
}

parentPort?.on('message', async (task: WorkerTask) => {
  try {
    parentPort?.postMessage({ result: await work(task) });
  } catch (error) {
    parentPort?.postMessage({ id: task.mutant.id, error: messageOf(error) });
  }
});
