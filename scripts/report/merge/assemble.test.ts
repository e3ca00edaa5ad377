import { type CaseFixture, reportOf, unanswered } from '../../testing/run-fixtures';
import { coverageMap } from '../coverage-map';
import type { Explored, RunReport, Traffic } from '../types';
import { assemble } from './assemble';

const cases: CaseFixture[] = [{ id: 'a', exchanges: [unanswered('reset')] }];

/** The merged report of runs that each sent the same case. */
function merged(...changes: readonly Partial<RunReport>[]): RunReport {
  const reports = changes.map((change): RunReport => ({ ...reportOf({ cases }), ...change }));
  const choices = reports.map((report) => ({
    chosen: { report, result: report.cases[0]!, offsetMs: 0 },
    earlier: [],
  }));
  return assemble({
    reports,
    whole: reports[0]!,
    durationMs: 1,
    order: 'side by side',
    choices,
  });
}

const explored = (more: Partial<Explored> = {}): Explored => ({
  ...{ seed: 1, strength: 'pairs', programs: 2, requests: 5 },
  levels: { covered: 1, of: 9 },
  pairs: { covered: 1, of: 9 },
  ...more,
});
const sent = (level: number): Partial<Explored> => {
  const levels = Uint8Array.from({ length: 9 }, (_, each) => (each === level ? 1 : 0));
  return { coverage: coverageMap('v1', { levels, pairs: levels, programs: levels }) };
};

describe('what several runs explored', () => {
  it('is added up, and what is the same is counted once', () => {
    const one = { ...sent(1), named: ['x', 'y'], notExplored: 'no key' };
    const other = { ...sent(3), named: ['y', 'z'], notExplored: 'no key' };
    const { explored: together } = merged(
      { explored: explored(one) },
      {},
      { explored: explored({ ...other, programs: 3, requests: 7 }) },
    );
    expect(together).toMatchObject({
      programs: 5,
      requests: 12,
      levels: { covered: 2, of: 9 },
      named: ['x', 'y', 'z'],
      notExplored: 'no key',
    });
  });

  it('has neither names nor what was left out, if no run has', () => {
    const { explored: together } = merged({ explored: explored(sent(1)) }, { explored: explored(sent(1)) });
    expect(together).toMatchObject({ programs: 4, levels: { covered: 1, of: 9 } });
    expect(together).not.toHaveProperty('named');
    expect(together).not.toHaveProperty('notExplored');
  });

  it('is that of the only run that explored', () => {
    const only = explored({ ...sent(1), levels: { covered: 7, of: 9 } });
    expect(merged({}, { explored: only }).explored).toEqual(only);
    expect(merged({}, {}).explored).toBeUndefined();
  });
});

describe('a target that no run reached', () => {
  const unreached = (message: string) => ({ unreached: { kind: 'refused', message } }) as unknown as Partial<RunReport>;

  it('is told as by the last run', () => {
    expect(merged(unreached('1'), unreached('2'), unreached('3')).unreached).toMatchObject({ message: '3' });
    expect(merged(unreached('1'), {}).unreached).toBeUndefined();
  });
});

describe('recorded traffic', () => {
  const traffic = (judged: number, ...hosts: Traffic['hosts'][number][]) => ({
    traffic: { exchanges: judged + 1, judged, hosts },
  });

  it('is added up, for each host too', () => {
    const [one, other] = ['https://one.example', 'https://other.example'] as const;
    const first = traffic(3, { baseUrl: one, judged: 3, failed: 1 });
    const second = traffic(5, { baseUrl: other, judged: 1, failed: 0 }, { baseUrl: one, judged: 4, failed: 2 });
    expect(merged(first, {}, second).traffic).toEqual({
      ...{ exchanges: 10, judged: 8 },
      hosts: [
        { baseUrl: one, judged: 7, failed: 3 },
        { baseUrl: other, judged: 1, failed: 0 },
      ],
    });
    expect(merged({}).traffic).toBeUndefined();
  });
});

describe('requests that were not judged', () => {
  it('are counted by their kind', () => {
    const kind = { reason: 'other-call', host: 'api.example.com', method: 'GET', path: '/x' } as const;
    const { notJudged } = merged(
      { notJudged: [{ ...kind, count: 2 }] },
      {
        notJudged: [
          { reason: 'malformed', count: 9 },
          { ...kind, count: 3 },
        ],
      },
    );
    expect(notJudged).toEqual([
      { reason: 'malformed', count: 9 },
      { ...kind, count: 5 },
    ]);
  });
});
