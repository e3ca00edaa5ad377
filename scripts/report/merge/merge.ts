import type { RunReport } from '../types';
import type { NamedReport } from './assemble';
import { mergeReruns } from './merge-reruns';
import { mergeShards, shardsAmong } from './merge-shards';

/**
 * Merges reports into one: shards of a plan are combined, then the results of reruns replace earlier ones. A single
 * report of a whole run stays as it is.
 *
 * @param allowMissing merges even if shards are missing
 * @throws UserError if they do not belong together, with the names of those that do not
 */
export function mergeReports(inputs: readonly NamedReport[], allowMissing = false): RunReport {
  const shards = shardsAmong(inputs);
  const runs = inputs.filter(({ report }) => report.shard === undefined);
  if (shards.length === 0 && runs.length === 1) return runs[0]!.report;
  if (shards.length === 0) return mergeReruns(runs);
  const report = mergeShards(shards, allowMissing);
  return runs.length === 0 ? report : mergeReruns([{ name: 'the merged shards', report }, ...runs]);
}
