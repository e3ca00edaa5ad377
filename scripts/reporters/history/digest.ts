import { defined } from '../../lib/defined';
import { targetKind } from '../../report/target';
import type { CaseVerdict, Explored, Finding, RunReport, RunSummary, RunVerdict } from '../../report/types';
import { targetText } from '../../report/view/text';
import { percentile, timesOf } from '../../report/view/times';

/** The times that half, 95 % and 99 % of the responses took at most, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What of a finding its identity and its line in a history need. */
export type FindingDigest = Pick<Finding, 'rule' | 'level' | 'evidence' | 'kind' | 'message' | 'where'>;

/** A case of a run, as far as a history needs it. */
export interface CaseDigest {
  readonly id: string;
  readonly verdict: CaseVerdict;
  readonly flaky: boolean;
  readonly findings: readonly FindingDigest[];
}

/** What a history keeps of a run: no exchanges, so that thousands of runs fit into memory. */
export interface RunDigest {
  /** The file, as the user may read it. */
  readonly name: string;
  /** Where its `report.html` is, relative to the page; absent if there is none. */
  readonly link?: string;
  /** The same for runs of the same cases. */
  readonly selection: string;
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
  /** Absent if there was no response. */
  readonly times?: Percentiles;
  /** What was sent in addition to the cases. */
  readonly explored?: Explored;
  readonly cases: readonly CaseDigest[];
}

/**
 * The part of a report that its history needs. The embedded sandbox is the same target on any port.
 *
 * @param link where its `report.html` is, relative to the page
 */
export function digest(name: string, report: RunReport, link?: string): RunDigest {
  const { plan, collection, source, target, startedAt, seed, durationMs, complete, verdict, summary, cases } = report;
  const shard = report.shard && `${report.shard.index}/${report.shard.count}`;
  const times = timesOf(cases);
  return {
    name,
    selection: [plan ?? `${summary.cases} cases`, shard, collection, source].join(' '),
    target: targetKind(target) === 'embedded' ? 'embedded' : targetText(target),
    ...defined({ link, shard, explored: report.explored }),
    ...{ startedAt, seed, durationMs, complete, verdict, summary },
    ...(times.length > 0 && {
      times: { p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99) },
    }),
    cases: cases.map(({ id, verdict: own, flaky, findings }) => ({
      id,
      verdict: own,
      flaky: flaky === true,
      findings: findings.map(({ rule, level, evidence, kind, message, where }) => ({
        ...{ rule, level, evidence, message },
        ...defined({ kind, where }),
      })),
    })),
  };
}
