import { groupBy } from '../../lib/group-by';
import { plural } from '../../lib/plural';
import { UserError } from '../../lib/user-error';
import { isExplored } from '../explored-places';
import type { RunReport, Shard } from '../types';
import { type Attempt, assemble, type CountedResult, type NamedReport } from './assemble';
import { refuseStrangers } from './same-run';

type ShardReport = NamedReport & { readonly report: RunReport & { readonly shard: Shard } };

const namesShown = 8;
const nameOf = ({ index, count }: Shard): string => `${index}/${count}`;
const isShard = (input: NamedReport): input is ShardReport => input.report.shard !== undefined;

/** The reports among these that are shards. */
export const shardsAmong = (inputs: readonly NamedReport[]): ShardReport[] => inputs.filter(isShard);

/** Names the missing shards, as in `2/3`; the first few if there are many. */
function missingShards(present: ReadonlySet<number>, count: number): string | undefined {
  const missing = count - present.size;
  if (missing === 0) return undefined;
  const named: string[] = [];
  for (let index = 1; named.length < Math.min(missing, namesShown); index += 1)
    if (!present.has(index)) named.push(nameOf({ index, count }));
  const more = missing > named.length ? ` and ${missing - named.length} more` : '';
  return `${missing === 1 ? 'shard' : 'shards'} ${named.join(', ')}${more} ${missing === 1 ? 'is' : 'are'} missing`;
}

function refuseDuplicates(shards: readonly ShardReport[]): void {
  const names = new Map<number, string>();
  for (const { name, report } of shards) {
    const { index, count } = report.shard;
    const other = names.get(index);
    const remedy = 'give each shard once';
    if (other !== undefined) throw new UserError(`${other} and ${name} are both shard ${nameOf(report.shard)}`, remedy);
    if (index > count) throw new UserError(`${name} is shard ${nameOf(report.shard)}, which is not possible`, remedy);
    names.set(index, name);
  }
}

/**
 * Merges the shards of one plan. The result of a case comes from the shard that owns it. If another shard sent it as a
 * dependency and it failed there, that counts instead: the target did break the contract.
 *
 * @param allowMissing merges even if shards are missing; the report names them and is incomplete
 * @throws UserError if shards are missing, given twice, or not of the same plan
 */
export function mergeShards(inputs: readonly ShardReport[], allowMissing: boolean): RunReport {
  const shards = [...inputs].sort((a, b) => a.report.shard.index - b.report.shard.index);
  const [first] = shards;
  if (!first) throw new Error('No shards to merge.');
  refuseStrangers(shards, ({ plan, shard }) => ({ plan: plan ?? 'unknown', 'number of shards': `${shard?.count}` }));
  refuseDuplicates(shards);
  const { count } = first.report.shard;
  const missing = missingShards(new Set(shards.map(({ report }) => report.shard.index)), count);
  if (missing !== undefined && !allowMissing) {
    throw new UserError(
      `${missing}: there ${shards.length === 1 ? 'is' : 'are'} ${plural(shards.length, 'report')} of ${count}`,
      'give the reports of all shards, or merge without them with --allow-missing',
    );
  }
  const starts = shards.map(({ report }) => Date.parse(report.startedAt));
  const start = Math.min(...starts);
  const attempts = shards.flatMap(({ report }, at) =>
    report.cases.map((result): Attempt => ({ result, report, offsetMs: starts[at]! - start })),
  );
  const choices = choose(attempts);
  // What exploring found has no place in the plan.
  const planned = choices.filter(({ chosen }) => chosen.result.position !== undefined);
  const owned = groupBy(
    attempts.filter(({ result }) => !result.dependencyOnly),
    ({ result }) => result.id,
  );
  // Each shard explores, and sends its part of it.
  const ownersOf = (id: string): number => (isExplored(id) ? shards.length : 1);
  const isWrong = ({ chosen: { result } }: CountedResult, at: number): boolean =>
    result.position !== at + 1 || owned.get(result.id)?.length !== ownersOf(result.id);
  if (missing === undefined && planned.some(isWrong)) {
    throw new UserError(
      `the shards do not contain all cases of their plan: ${shards.map(({ name }) => name).join(', ')}`,
      'give the reports as the shards wrote them',
    );
  }
  return assemble({
    reports: shards.map(({ report }) => report),
    whole: first.report,
    durationMs: Math.max(...shards.map(({ report }, at) => starts[at]! - start + report.durationMs)),
    order: 'side by side',
    choices,
    ...(missing !== undefined && { missing }),
  });
}

/** For each case, in the order of the plan, the attempt that counts. Others are kept if their verdict differs. */
function choose(attempts: readonly Attempt[]): CountedResult[] {
  const choices = [...groupBy(attempts, ({ result }) => result.id).values()].map((all): CountedResult => {
    const owner = all.find(({ result }) => !result.dependencyOnly);
    const chosen = owner?.result.verdict === 'failed' ? owner : all.find(({ result }) => result.verdict === 'failed');
    const counts = chosen ?? owner ?? all[0]!;
    return { chosen: counts, earlier: all.filter(({ result }) => result.verdict !== counts.result.verdict) };
  });
  const place = ({ chosen }: CountedResult): number => chosen.result.position ?? Number.MAX_SAFE_INTEGER;
  return choices.sort((a, b) => place(a) - place(b));
}
