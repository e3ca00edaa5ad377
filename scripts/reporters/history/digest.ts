import type { CaseVerdict, Finding, RunReport, RunSummary, RunVerdict } from '../../report/types';

/** The times that half, 95 % and 99 % of the answers took at most, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** A case of a run, as far as a history needs it. */
export interface CaseDigest {
  readonly id: string;
  readonly verdict: CaseVerdict;
  readonly flaky: boolean;
  readonly findings: readonly Pick<Finding, 'rule' | 'level' | 'message'>[];
}

/** What a history keeps of a run: no exchanges, so that thousands of runs fit into memory. */
export interface RunDigest {
  /** The file, as the user may read it. */
  readonly name: string;
  readonly target: string;
  /** `2/4`, of a shard. */
  readonly shard?: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seed: number;
  readonly durationMs: number;
  readonly complete: boolean;
  readonly verdict: RunVerdict;
  readonly summary: RunSummary;
  /** None where nothing was answered. */
  readonly times?: Percentiles;
  readonly cases: readonly CaseDigest[];
}

/** What of a report its history needs. The embedded sandbox is one target, whatever its port. */
export function digest(name: string, report: RunReport): RunDigest {
  const { target, shard, startedAt, seed, durationMs, complete, verdict, summary, cases } = report;
  const times = percentiles(
    cases.flatMap(({ exchanges }) => exchanges.flatMap(({ response }) => response?.timings.totalMs ?? [])),
  );
  return {
    name,
    target:
      target.name === 'embedded' || target.name === target.baseUrl ? target.name : `${target.name} (${target.baseUrl})`,
    ...(shard && { shard: `${shard.index}/${shard.count}` }),
    ...{ startedAt, seed, durationMs, complete, verdict, summary },
    ...(times && { times }),
    cases: cases.map(({ id, verdict: own, flaky, findings }) => ({
      id,
      verdict: own,
      flaky: flaky === true,
      findings: findings.map(({ rule, level, message }) => ({ rule, level, message })),
    })),
  };
}

function percentiles(times: readonly number[]): Percentiles | undefined {
  if (times.length === 0) return undefined;
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1]!;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
