import type { RunReport } from '../report/types';
import type { Explore } from '../run/explore/options';
import { partNamed } from '../run/explore/program';
import { type Sandbox, startSandbox } from '../sandbox';
import type { Change } from '../sandbox/types';
import { keysOf, runHarness } from './harness';

/** Explores beside one case, and closes the sandbox. */
export async function exploreAt(sandbox: Sandbox, options: Explore, seed = 1, bail = false): Promise<RunReport> {
  try {
    return await runHarness({
      baseUrl: sandbox.url,
      credentials: keysOf(sandbox),
      select: { ids: ['accept.documented'] },
      explore: options,
      sending: { seed },
      limits: { bail },
    });
  } finally {
    await sandbox.close();
  }
}

/** Explores a sandbox that a change makes faulty. */
export async function explore(change: Change, options: Explore = { kind: 'default' }, seed?: number, bail?: boolean) {
  const report = await exploreAt(await startSandbox({ change }), options, seed, bail);
  return { report, ids: report.cases.map(({ id }) => id).filter((id) => id.includes('=')) };
}

/** The parts of what is explored, with their verdicts. */
export const partsOf = ({ cases }: RunReport): [string, string][] =>
  cases.flatMap(({ id, verdict }) => (partNamed(id) ? [[id, verdict]] : []));
