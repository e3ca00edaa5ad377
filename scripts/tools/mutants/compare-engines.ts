import { isDeepStrictEqual } from 'node:util';
import type { EngineName } from '../../http';
import type { RunReport } from '../../report/types';
import { type EngineDifference, type EngineRun, engineDifferences } from './engine-difference';
import { runMutant } from './run-mutant';
import { WireRecord } from './wire-record';

/** Which requests of a run these servers refuse depends on the clock, so each engine sends others again. */
const byTheClock: readonly (string | undefined)[] = [
  'rate-limited-each-second',
  'rate-limited-each-second-until-a-date',
];

/** The requests without those that repeat the one before. */
const withoutRepeats = ({ sent, ...rest }: EngineRun): EngineRun => ({
  ...rest,
  sent: sent.filter((request, index) => !isDeepStrictEqual(request, sent[index - 1])),
});

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
  const [one, other] = byTheClock.includes(id) ? [newman, direct].map(withoutRepeats) : [newman, direct];
  return { report: direct.report, differences: engineDifferences(one!, other!) };
}
