import { type MessagePort, parentPort } from 'node:worker_threads';
import { hash32 } from '../../lib/seeded-random';
import { messageOf } from '../../lib/user-error';
import { isExplored } from '../../report/explored-places';
import { symptomsOf } from '../../report/symptoms';
import type { Explore } from '../../run/explore/program';
import type { Selection } from '../../run/selection';
import { compareEngines } from './compare-engines';
import { whenIdle } from './idle';
import { likelyOf } from './likely';
import { disagreements, judgeMutant, type Mutant, type MutantResult } from './matrix';
import { type MutantRunOptions, runMutant } from './run-mutant';
import { stockVerdicts } from './stock-newman';

/** What a worker says: a result, an error, or only whether it takes one more mutant. */
export type WorkerAnswer =
  | { readonly result?: MutantResult; readonly takesMore: boolean }
  | { readonly id: string; readonly error: string };

/** What to compare the direct engine with, and what else to tell. */
export interface Comparison {
  /** Stock Newman. */
  readonly parity?: boolean | undefined;
  /** The Newman engine, including the requests. */
  readonly engines?: boolean | undefined;
  /** Tells everything that each run shows. */
  readonly symptoms?: boolean | undefined;
  /** Where the fault comes among the likely causes of another run. */
  readonly likely?: boolean | undefined;
  /** What is explored if the cases catch no fault; conforming variants are then explored too, but less. */
  readonly explore?: Explore | undefined;
}

/** One mutant to run. */
export interface WorkerTask extends Comparison {
  readonly mutant: Mutant;
}

/** How many combinations are sent to a server in which the default run, with a share of all pairs, finds nothing. */
const exploredMore = 2000;

/** The cases that exploring starts from. */
const startingPoints: Selection = { ids: ['accept.documented', 'hmac.documented'] };

/** What is explored in each conforming variant: with its own seed, so that all of them together see much. */
const exploringVariant = (id: string): MutantRunOptions => ({
  explore: { kind: 'some', programs: 150 },
  seed: hash32(id),
});

async function work({ mutant, parity, engines, symptoms, likely, explore }: WorkerTask): Promise<MutantResult> {
  const { id, expected } = mutant;
  const compared = engines ? await compareEngines(id) : undefined;
  const beside = explore && expected === undefined && !parity ? exploringVariant(id) : {};
  const report = compared?.report ?? (await runMutant(id, { ordered: parity === true, ...beside }));
  const byCases = judgeMutant(mutant, report);
  const look = async (what: Explore) => {
    // Its first failure, reduced, says what it is; the others would nearly always come to the same.
    const found = await runMutant(id, { selection: startingPoints, explore: what, bail: true });
    const entries = found.cases.filter((each) => isExplored(each.id));
    return { result: judgeMutant(mutant, found), entries };
  };
  let { result, entries }: Awaited<ReturnType<typeof look>> = { result: byCases, entries: [] };
  // The engines are compared one case after the other; some faults show only if requests come at once.
  if (compared && result.outcome === 'survived') result = judgeMutant(mutant, await runMutant(id));
  if (explore && result.outcome === 'survived') ({ result, entries } = await look(explore));
  if (explore?.kind === 'default' && result.outcome === 'survived') {
    ({ result, entries } = await look({ kind: 'some', programs: exploredMore }));
    result = { ...result, exploredMore };
  }
  const cause = likely && expected !== undefined ? await likelyOf(id, explore) : undefined;
  return {
    ...result,
    ...(cause && { likely: cause }),
    ...(symptoms && { symptoms: symptomsOf([...report.cases, ...entries]) }),
    ...(parity && { disagreements: disagreements(report, await stockVerdicts(id)) }),
    ...(compared && { engineDifferences: compared.differences }),
  };
}

/** So that a catalogue in which most servers keep the suite waiting does not open hundreds of them. */
const mostAtOnce = 16;

/**
 * Some servers keep the suite waiting for up to 20 seconds, because they are slow or limit the rate. A thread that only
 * waits tests one more. When those that it waited for end, nothing follows: others have taken their places.
 */
function serve(port: MessagePort): void {
  const running = new Set<WorkerTask>();
  const waitedFor = new WeakSet<WorkerTask>();
  const say = (answer: WorkerAnswer): void => port.postMessage(answer);
  port.on('message', async (task: WorkerTask) => {
    running.add(task);
    try {
      const result = await work(task);
      running.delete(task);
      say({ result, takesMore: !waitedFor.has(task) || running.size === 0 });
    } catch (error) {
      say({ id: task.mutant.id, error: messageOf(error) });
    }
  });
  whenIdle(() => {
    // While engines, or stock Newman, are compared, nothing else runs in their thread.
    const alone = [...running].some(({ parity, engines }) => parity || engines);
    if (alone || running.size === 0 || running.size >= mostAtOnce) return;
    for (const task of running) waitedFor.add(task);
    say({ takesMore: true });
  });
}

if (parentPort) serve(parentPort);
