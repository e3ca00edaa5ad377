import { cases } from '../../contract';
import { Redactor } from '../../report/redactor';
import type { RunReport } from '../../report/types';
import { contractWork } from '../../run/contract-work';
import { environmentWith } from '../../run/environment/environment';
import { runLifecycle } from '../../run/lifecycle';
import type { RunOptions } from '../../run/options';
import { planRun } from '../../run/plan';
import { startSandbox } from '../../sandbox';
import type { WireRecord } from './wire-record';

const sideBySide = planRun(cases, {}, true);

/** One case after the other, as Newman sends a collection. */
const inOrder = { cases: sideBySide.cases, stages: sideBySide.cases.map((contractCase) => [contractCase]) };

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
}

/** Runs the whole suite against the sandbox with one fault or variant, or against the correct one. */
export async function runMutant(id: string | undefined, { ordered, wire }: MutantRunOptions = {}): Promise<RunReport> {
  const sandbox = await startSandbox({
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
      engine: wire?.engine ?? 'direct',
      ...(wire && { through: (engine) => wire.watch(engine) }),
      concurrency: 4,
      timeoutMs: 5000,
      retries: 2,
      // The same for every server, so that two runs of `mutants` have the same result.
      seed: 1,
    },
    judging: { strict: false },
    limits: { bail: false },
    now: new Date(),
  };
  const work = contractWork({ plan: ordered || wire ? inOrder : sideBySide }, environment, options);
  try {
    const report = await runLifecycle(environment, work, options, { redactor: new NothingToHide() });
    if (report.stopped === 'internal-error') throw new Error(report.error);
    return report;
  } finally {
    await sandbox.close();
  }
}
