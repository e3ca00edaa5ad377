import { type RunFixture, reportOf } from '../../testing/run-fixtures';
import type { CaseLoad, Load, RunHeader } from '../types';
import type { NamedReport } from './assemble';
import { mergeReports } from './merge';

const responseTimes = { p50: 1, p90: 2, p99: 50, max: 250 };
const caseLoad = (sent: number): CaseLoad => ({ sent, failed: 1, errored: 0, responseTimes });
const load = (durationMs: number, fromMs: number): Load => ({
  ...{ durationMs, sent: 10, failed: 1, errored: 2, throttled: 3, responseTimes },
  failures: [{ fromMs, toMs: fromMs + 1000, count: 1 }],
});
const named = (name: string, header: Partial<RunHeader>, fixture: RunFixture): NamedReport => ({
  name,
  report: reportOf({ ...fixture, header }),
});
const at = (minute: number): Partial<RunHeader> => ({ startedAt: `2026-03-01T10:0${minute}:00Z` });
const loadsOf = (inputs: NamedReport[]) => mergeReports(inputs).cases.map((each) => each.load?.sent);

describe('sustained runs, merged', () => {
  const part = (index: number, id: string, own: Load): NamedReport => ({
    ...named(
      `${index}.json`,
      { plan: 'sha256:0123456789abcdef', shard: { index, count: 2 } },
      {
        cases: [{ id, position: index, load: caseLoad(10 * index) }],
        load: own,
      },
    ),
  });

  it('as shards add up what was sent at one time; percentiles stay with each case', () => {
    const shards = [part(1, 'a', load(4000, 0)), part(2, 'b', load(5000, 0))];
    expect(mergeReports(shards).load).toEqual({
      ...{ durationMs: 5000, sent: 20, failed: 2, errored: 4, throttled: 6 },
      failures: [{ fromMs: 0, toMs: 1000, count: 2 }],
    });
    expect(loadsOf(shards)).toEqual([10, 20]);
  });

  it('as shards have their failures in the order of time', () => {
    const merged = mergeReports([part(1, 'a', load(4000, 2000)), part(2, 'b', load(4000, 1000))]);
    expect(merged.load!.failures.map(({ fromMs }) => fromMs)).toEqual([1000, 2000]);
  });

  it('of reruns follows their times, in any order of the files', () => {
    const whole = named('whole', at(0), {
      cases: [
        { id: 'a', load: caseLoad(1) },
        { id: 'b', load: caseLoad(2) },
      ],
      load: load(4000, 1000),
    });
    const again = named('again', at(5), { cases: [{ id: 'a', load: caseLoad(3) }], load: load(500, 0) });
    for (const inputs of [
      [whole, again],
      [again, whole],
    ]) {
      expect(mergeReports(inputs).load).toEqual({
        ...{ durationMs: 4500, sent: 20, failed: 2, errored: 4, throttled: 6 },
        failures: [
          { fromMs: 1000, toMs: 2000, count: 1 },
          { fromMs: 4000, toMs: 5000, count: 1 },
        ],
      });
      expect(loadsOf(inputs)).toEqual([3, 2]);
    }
  });

  it('with runs that were not sustained are what the one of them shows', () => {
    const sustained = named('sustained', at(0), { cases: [{ id: 'a' }, { id: 'b' }], load: load(4000, 0) });
    const again = named('again', at(5), { cases: [{ id: 'a' }] });
    expect(mergeReports([sustained, again]).load).toEqual(load(4000, 0));
    const replaced = named('replaced', at(5), { cases: [{ id: 'a' }, { id: 'b' }] });
    expect(mergeReports([sustained, replaced]).load).toBeUndefined();
  });
});
