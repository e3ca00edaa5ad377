import type { EngineName } from '../../http';
import type { RunReport } from '../../report/types';
import { type EngineDifference, type EngineRun, engineDifferences } from './engine-difference';
import { runMutant } from './run-mutant';
import { WireRecord } from './wire-record';

async function runEngine(id: string | undefined, engine: EngineName): Promise<EngineRun> {
  const wire = new WireRecord(engine);
  const report = await runMutant(id, { wire });
  return { report, sent: wire.requests };
}

/** Runs the suite with both engines against the same fault or variant. `report` is that of the direct engine. */
export async function compareEngines(
  id: string | undefined,
): Promise<{ readonly report: RunReport; readonly differences: readonly EngineDifference[] }> {
  const direct = await runEngine(id, 'direct');
  const newman = await runEngine(id, 'newman');
  return { report: direct.report, differences: engineDifferences(newman, direct) };
}
