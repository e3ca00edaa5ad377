import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../lib/user-error';
import { symptomsOf } from '../../report/symptoms';
import type { Explore } from '../../run/explore/options';
import { compareEngines } from './compare-engines';
import { judgeMutant, type Mutant, type MutantResult } from './matrix';
import { disagreements } from './parity';
import { runExploring, runMutant } from './run-mutant';
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
  /** What is explored where the cases catch no fault, and, within bounds, in each conforming variant. */
  readonly explore?: Explore | undefined;
}

/** One mutant to run. */
export interface WorkerTask extends Comparison {
  readonly mutant: Mutant;
}

async function work({ mutant, parity, engines, symptoms, explore }: WorkerTask): Promise<MutantResult> {
  const { id } = mutant;
  const compared = engines ? await compareEngines(id) : undefined;
  const report = compared?.report ?? (await runMutant(id, { ordered: parity === true }));
  const byCases = judgeMutant(mutant, report);
  const byBoth = explore && !isDecided(byCases) ? judgeMutant(mutant, await runExploring(mutant, explore)) : byCases;
  return {
    ...byBoth,
    ...(symptoms && { symptoms: symptomsOf(report.cases) }),
    ...(parity && { disagreements: disagreements(report, await stockVerdicts(id)) }),
    ...(compared && { engineDifferences: compared.differences }),
  };
}

/** Whether exploring cannot change the outcome. */
const isDecided = ({ outcome }: MutantResult): boolean => outcome === 'caught' || outcome === 'accused';

parentPort?.on('message', async (task: WorkerTask) => {
  try {
    parentPort?.postMessage({ result: await work(task) });
  } catch (error) {
    parentPort?.postMessage({ id: task.mutant.id, error: messageOf(error) });
  }
});
