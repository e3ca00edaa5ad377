import { cases } from '../../contract';
import type { EngineName } from '../../http';
import { Redactor } from '../../report/redactor';
import type { RunReport } from '../../report/types';
import { contractWork } from '../../run/contract-work';
import { runDefaults } from '../../run/defaults';
import { environmentWith } from '../../run/environment/environment';
import type { Explore } from '../../run/explore/program';
import { runLifecycle } from '../../run/lifecycle';
import type { RunOptions } from '../../run/options';
import { type Plan, planRun } from '../../run/plan';
import type { Selection } from '../../run/selection';
import { type SandboxOptions, startSandbox } from '../../sandbox';
import type { WireRecord } from './wire-record';

/** The same cases, one after the other, as Newman sends a collection. */
const inOrder = ({ cases }: Plan): Plan => ({ cases, stages: cases.map((contractCase) => [contractCase]) });

/** A sandbox of our own has no secrets, and nothing of its exchanges is shown; hiding them would take a fifth of the time. */
class NothingToHide extends Redactor {
  override learn(): void {}
  override redact(text: string): string {
    return text;
  }
}

export interface MutantRunOptions {
  /** One case after the other, for servers whose responses depend on earlier requests. */
  readonly ordered?: boolean;
  /** Records what is received over the wire, and names the engine that sends it, one case after the other. */
  readonly wire?: WireRecord;
  /** The right behaviour from which the fault or variant differs. */
  readonly baseline?: Pick<SandboxOptions, 'envelope' | 'status'>;
  /** Which cases are sent; all if absent. */
  readonly selection?: Selection;
  readonly engine?: EngineName;
  readonly seed?: number;
  /** What is explored after the cases; nothing if absent. */
  readonly explore?: Explore | undefined;
  /** Whether the first failure ends the run. */
  readonly bail?: boolean;
}

/** Runs the whole suite against the sandbox with one fault or variant, or against the correct one. */
export async function runMutant(id: string | undefined, given: MutantRunOptions = {}): Promise<RunReport> {
  const { ordered, wire, baseline, selection = {}, engine = 'direct', seed = 1, explore, bail = false } = given;
  const sandbox = await startSandbox({
    ...baseline,
    ...(id !== undefined && { fault: id }),
    ...(wire && { onRequest: wire.receive }),
  });
  const environment = environmentWith(
    { name: id ?? 'baseline', kind: 'embedded', baseUrl: sandbox.url },
    { ...sandbox.credentials, managementToken: undefined },
    'the sandbox',
  );
  const options: RunOptions = {
    sending: {
      engine: wire?.engine ?? engine,
      ...(wire && { through: (engine) => wire.watch(engine) }),
      concurrency: 4,
      timeoutMs: 5000,
      retries: runDefaults.retries,
      // The same for every server, so that two runs of `mutants` have the same result.
      seed,
    },
    judging: { strict: false },
    limits: { bail, maxDurationMs: runDefaults.maxDurationMs },
    now: new Date(),
  };
  const plan = planRun(cases, selection, true);
  const work = contractWork(
    { plan: ordered || wire ? inOrder(plan) : plan, ...(explore && { explore }) },
    environment,
    options,
  );
  try {
    const report = await runLifecycle(environment, work, options, { redactor: new NothingToHide() });
    if (report.stopped === 'internal-error') throw new Error(report.error);
    return report;
  } finally {
    await sandbox.close();
  }
}
