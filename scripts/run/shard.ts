import { createHash } from 'node:crypto';
import type { PlannedCase, Shard } from '../report/types';
import { type Plan, planRun } from './plan';

/** What a shard's plan says of a case beside the case itself. */
export type CasePlace = Pick<PlannedCase, 'position' | 'dependencyOnly'>;

/** The part of a plan that one shard sends. */
export interface ShardPlan extends Plan {
  /** By case id. */
  readonly places: ReadonlyMap<string, CasePlace>;
}

const most = 10_000;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads `I/N`, the I-th of N, counted from 1; `undefined` for anything else. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []).map(Number);
  return index && count && index <= count && count <= most ? { index, count } : undefined;
}

/** Names a plan, so that its shards know each other: `sha256:` and 16 hex digits over all that its cases depend on. */
export function planName(caseIds: readonly string[], more: Readonly<Record<string, unknown>> = {}): string {
  return `sha256:${sha256(JSON.stringify([caseIds, more])).slice(0, 16)}`;
}

/** Deals cases to shards in the order of their ids' hashes: which shard has a case does not depend on the cases' order. */
function owners(ids: readonly string[], count: number): Map<string, number> {
  const hashed = ids.map((id) => ({ id, hash: sha256(id) })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return new Map(hashed.map(({ id }, rank) => [id, (rank % count) + 1]));
}

/**
 * The part of a plan that a shard sends: its own cases, and those of other shards that they depend on. Each case is one
 * shard's own, and the shards' sizes differ by one at most; where there are more shards than cases, some own nothing.
 */
export function shardPlan(whole: Plan, { index, count }: Shard, fetchesToken: boolean): ShardPlan {
  const owner = owners(
    whole.cases.map(({ id }) => id),
    count,
  );
  const own = [...owner].filter(([, shard]) => shard === index).map(([id]) => id);
  const part = own.length > 0 ? planRun(whole.cases, { ids: own }, fetchesToken) : { cases: [], stages: [] };
  const sent = new Set(part.cases.map(({ id }) => id));
  const places = whole.cases.map(({ id }, place): [string, CasePlace] => [
    id,
    { position: place + 1, ...(owner.get(id) !== index && { dependencyOnly: true }) },
  ]);
  return { ...part, places: new Map(places.filter(([id]) => sent.has(id))) };
}
