import { createHash } from 'node:crypto';
import type { PlannedCase, Shard } from '../report/types';
import { type Plan, planRun } from './plan';

/** The position of a case in the whole plan, and whether another shard owns it. */
export type CasePlace = Pick<PlannedCase, 'position' | 'dependencyOnly'>;

/** The part of a plan that one shard sends. */
export interface ShardPlan extends Plan {
  /** By case id. */
  readonly places: ReadonlyMap<string, CasePlace>;
  /** How many cases the whole plan has. */
  readonly size: number;
}

const mostShards = 10_000;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads `I/N`, the I-th of N, counted from 1; `undefined` for anything else. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []).map(Number);
  return index && count && index <= count && count <= mostShards ? { index, count } : undefined;
}

/** The name of a plan, by which its shards are recognised: `sha256:` and 16 hex digits over its cases and options. */
export function planName(caseIds: readonly string[], more: Readonly<Record<string, unknown>> = {}): string {
  return `sha256:${sha256(JSON.stringify([caseIds, more])).slice(0, 16)}`;
}

/** Assigns cases to shards by the hashes of their ids, so that the order of the cases does not matter. */
function owners(ids: readonly string[], count: number): Map<string, number> {
  const hashed = ids.map((id) => ({ id, hash: sha256(id) })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return new Map(hashed.map(({ id }, rank) => [id, (rank % count) + 1]));
}

/**
 * The part of a plan that a shard sends: its own cases, and the cases of other shards that they depend on. Every case is
 * owned by one shard, and the sizes of shards differ by at most one; with more shards than cases, some own nothing.
 *
 * @param everywhere cases that each shard sends, because more depends on them than cases
 */
export function shardPlan(
  whole: Plan,
  { index, count }: Shard,
  fetchesToken: boolean,
  everywhere: readonly string[] = [],
): ShardPlan {
  const owner = owners(
    whole.cases.map(({ id }) => id),
    count,
  );
  const own = [...owner].filter(([, shard]) => shard === index).map(([id]) => id);
  const ids = [...own, ...everywhere];
  const part = ids.length > 0 ? planRun(whole.cases, { ids }, fetchesToken) : { cases: [], stages: [] };
  const sent = new Set(part.cases.map(({ id }) => id));
  const places = whole.cases.map(({ id }, place): [string, CasePlace] => [
    id,
    { position: place + 1, ...(owner.get(id) !== index && { dependencyOnly: true }) },
  ]);
  return { ...part, size: whole.cases.length, places: new Map(places.filter(([id]) => sent.has(id))) };
}
