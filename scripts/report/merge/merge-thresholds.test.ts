import { answered, type CaseFixture, recorded, reportOf } from '../../testing/run-fixtures';
import type { Threshold } from '../thresholds';
import type { Load, RecordedExchange, RunReport } from '../types';
import { mergeReports } from './merge';

const limit = (change: Partial<Threshold>): Threshold => ({
  ...{ measure: 'p95', limit: 100, actual: 12, exceeded: false },
  ...change,
});
const exceeded = limit({ actual: 700, exceeded: true });

/** An exchange that took this long. */
function taking(totalMs: number): RecordedExchange {
  const { response, ...rest } = answered(201);
  return recorded<RecordedExchange>({ ...rest, response: { ...response!, timings: { totalMs } } });
}

const slow: CaseFixture = { id: 'a', exchanges: [taking(700)] };
const fast: CaseFixture = { id: 'a', exchanges: [taking(12)] };
const load: Load = { durationMs: 1000, sent: 100, failed: 0, errored: 0, throttled: 0, failures: [] };

interface Run {
  readonly cases: readonly CaseFixture[];
  readonly thresholds?: readonly Threshold[];
  readonly load?: Load;
}

/** Of runs one after the other. */
const merged = (...runs: readonly Run[]): RunReport =>
  mergeReports(
    runs.map((run, at) => ({
      name: `run ${at}`,
      report: reportOf({
        ...{ cases: run.cases, header: { startedAt: `2026-03-01T10:0${at}:00Z` } },
        ...(run.thresholds && { thresholds: [...run.thresholds] }),
        ...(run.load && { load: run.load }),
      }),
    })),
  );

const b: CaseFixture = { id: 'b', exchanges: [taking(12)] };

describe('the thresholds of merged runs', () => {
  it.each<[what: string, runs: Run[], thresholds: Threshold[] | undefined, verdict: string]>([
    ['no run has any', [{ cases: [fast] }, { cases: [fast] }], undefined, 'held'],
    [
      'the slow case still counts',
      [{ cases: [slow, b], thresholds: [exceeded] }, { cases: [b] }],
      [exceeded],
      'broken',
    ],
    [
      'the slow case was sent again, and was fast',
      [{ cases: [slow, b], thresholds: [exceeded] }, { cases: [fast] }],
      [limit({})],
      'held',
    ],
    [
      'two runs have different limits',
      [
        { cases: [fast, b], thresholds: [limit({ limit: 50 })] },
        { cases: [fast], thresholds: [limit({ limit: 10, actual: 12, exceeded: true })] },
      ],
      [limit({ limit: 10, exceeded: true })],
      'broken',
    ],
    [
      'the times of several loads cannot be merged',
      [
        { cases: [fast, b], load, thresholds: [exceeded, limit({ measure: 'errors', limit: 1, actual: 0 })] },
        { cases: [fast], load, thresholds: [limit({}), limit({ measure: 'errors', limit: 1, actual: 0 })] },
      ],
      [exceeded, limit({ measure: 'errors', limit: 1, actual: 0 })],
      'broken',
    ],
  ])('if %s', (_what, runs, thresholds, verdict) => {
    const report = merged(...runs);
    expect([report.thresholds, report.verdict]).toEqual([thresholds, verdict]);
  });
});
