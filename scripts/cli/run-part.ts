import { InvalidArgumentError } from 'commander';
import type { Io } from '../lib/io';
import { UserError } from '../lib/user-error';
import type { Shard } from '../report/types';
import { parseShard } from '../run/shard';
import { shardFromEnv } from '../run/shard-env';

/** Parses `--shard`. */
export function shardOption(text: string): Shard {
  const shard = parseShard(text);
  if (!shard) throw new InvalidArgumentError('Give I/N, such as 2/4 for the second of four shards.');
  return shard;
}

/**
 * The shard that `--shard` or the environment names; `undefined` if it is the only one. A shard from the environment is
 * announced by a note.
 *
 * @throws UserError with `--collection`, whose requests may depend on each other
 */
export function chooseShard(option: Shard | undefined, collection: boolean, io: Io): Shard | undefined {
  if (option && collection)
    throw new UserError('--shard cannot be used with --collection', 'remove --shard to run the whole collection');
  if (collection) return undefined;
  if (option) return option.count > 1 ? option : undefined;
  const { shard, note } = shardFromEnv(io.env);
  if (note !== undefined) io.stderr.write(`note: ${note}\n`);
  return shard;
}
