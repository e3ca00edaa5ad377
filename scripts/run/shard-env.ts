import type { Env } from '../lib/io';
import { UserError } from '../lib/user-error';
import type { Shard } from '../report/types';
import { parseShard } from './shard';

/** The variables by which a CI system numbers parallel jobs. */
interface Source {
  readonly index: string;
  readonly count: string;
  /** The index of its first job. */
  readonly first: 0 | 1;
}

/** Kubernetes does not tell a pod how many there are, so the job's manifest sets JOB_COMPLETIONS. */
const sources: readonly Source[] = [
  { index: 'JOB_COMPLETION_INDEX', count: 'JOB_COMPLETIONS', first: 0 },
  { index: 'CI_NODE_INDEX', count: 'CI_NODE_TOTAL', first: 1 },
  { index: 'CIRCLE_NODE_INDEX', count: 'CIRCLE_NODE_TOTAL', first: 0 },
];

/** The shard that the environment names, and a note for the user if it names one. */
export interface ShardSetting {
  readonly shard?: Shard;
  readonly note?: string;
}

/** GitLab also numbers the jobs of a matrix, which differ in more than the number; only their names show it. */
const isMatrixJob = ({ CI_JOB_NAME }: Env): boolean => CI_JOB_NAME?.endsWith(']') === true;

/**
 * The shard that a Kubernetes Indexed Job, GitLab's `parallel` or CircleCI's `parallelism` makes of this process.
 *
 * @throws UserError if a pair of variables is not a valid shard
 */
export function shardFromEnv(env: Env): ShardSetting {
  for (const { index, count, first } of sources) {
    if (!env[index] || env[count] === '1') continue;
    if (!env[count]) return { note: `${index} is set but ${count} is not, so all cases are sent` };
    const names = `${index} and ${count}`;
    if (index === 'CI_NODE_INDEX' && isMatrixJob(env)) {
      return { note: `${names} number the jobs of a matrix, so all cases are sent (use --shard I/N to send a part)` };
    }
    const shard = parseShard(`${/^\d+$/.test(env[index]) ? Number(env[index]) + 1 - first : '?'}/${env[count]}`);
    if (!shard) {
      throw new UserError(
        `${names} are "${env[index].slice(0, 20)}" and "${env[count].slice(0, 20)}", which is not a valid shard`,
        'use --shard I/N; --shard 1/1 sends all cases',
      );
    }
    return { shard, note: `shard ${shard.index}/${shard.count}, from ${names} (--shard 1/1 sends all cases)` };
  }
  return {};
}
