import { InvalidArgumentError } from 'commander';
import type { Io } from '../lib/io';
import { plural } from '../lib/plural';
import { UserError } from '../lib/user-error';
import type { RunHeader, Shard } from '../report/types';
import type { Plan } from '../run/plan';
import { parseShard, planName, type ShardPlan, shardPlan } from '../run/shard';
import { shardFromEnv } from '../run/shard-env';

/** What of a plan this run sends, and how the run's report names it. */
export interface Part {
  readonly plan: Plan & Partial<Pick<ShardPlan, 'places'>>;
  readonly header: Pick<RunHeader, 'plan' | 'shard'>;
}

/** Parses `--shard`. */
export function shardOption(text: string): Shard {
  const shard = parseShard(text);
  if (!shard) throw new InvalidArgumentError('Give I/N: the I-th of N parts, counted from 1.');
  return shard;
}

/**
 * The shard that `--shard` or the environment names; none where it is the only one. Of the environment's a note tells.
 *
 * @throws UserError with `--collection`, whose requests may depend on each other in any way
 */
export function chooseShard(option: Shard | undefined, collection: boolean, io: Io): Shard | undefined {
  if (option && collection)
    throw new UserError('--shard cannot divide a collection', 'run the whole collection, without --shard');
  if (collection) return undefined;
  if (option) return option.count > 1 ? option : undefined;
  const { shard, note } = shardFromEnv(io.env);
  if (note !== undefined) io.stderr.write(`note: ${note}\n`);
  return shard;
}

/**
 * The part of a plan that a shard sends, or all of it.
 *
 * @param more what beside the cases makes plans differ
 * @throws UserError where nothing is left for the shard
 */
export function choosePart(
  whole: Plan,
  shard: Shard | undefined,
  fetchesToken: boolean,
  more: Readonly<Record<string, unknown>>,
): Part {
  const ids = whole.cases.map(({ id }) => id);
  const plan = planName(ids, more);
  if (!shard) return { plan: whole, header: { plan } };
  if (ids.length < shard.count) {
    throw new UserError(
      `shard ${shard.index}/${shard.count}: there ${ids.length === 1 ? 'is' : 'are'} only ${plural(ids.length, 'case')} to divide`,
      `select more cases, or use --shard I/${ids.length}`,
    );
  }
  return { plan: shardPlan(whole, shard, fetchesToken), header: { plan, shard } };
}
