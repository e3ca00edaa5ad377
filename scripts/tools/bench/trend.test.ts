import type { Figure } from './figures';
import { type BenchRun, slowdowns, slowdownText } from './trend';

const machine = { node: 'v22.1.0', cpu: 'a', cores: 4 };

/** A run a week, in the order of the values; `null` for one that did not measure the figure. */
const runsOf = (values: readonly (number | null)[], better: Figure['better'] = 'less'): BenchRun[] =>
  values.map((value, week) => ({
    at: new Date(Date.UTC(2026, 0, 1 + 7 * week)).toISOString(),
    machine,
    figures: [{ what: 'npm start', value: value as number, unit: 'ms', better, limit: '' }],
  }));

describe('a figure of the benchmark', () => {
  it.each<[string, (number | null)[], Figure['better'], boolean]>([
    ['is worse in three runs', [100, 101, 99, 116, 120, 117], 'less', true],
    ['is worse by exactly 15 %', [100, 115, 115, 115], 'less', true],
    ['is worse by 14 %', [100, 114, 114, 114], 'less', false],
    ['is worse in two runs', [100, 100, 100, 130, 130], 'less', false],
    ['was worse in three runs and is not any more', [100, 100, 130, 130, 130, 100], 'less', false],
    ['is worse but for one run in between', [100, 100, 130, 100, 130], 'less', false],
    ['creeps by 6 % a week', [100, 100, 100, 106, 112, 119, 126, 134], 'less', true],
    ['is better', [100, 100, 50, 50, 50], 'less', false],
    ['was slow once, long before', [100, 300, 100, 100, 101, 102, 103], 'less', false],
    ['has no run before the last three', [100, 130, 130], 'less', false],
    ['was not measured in between', [100, null, 130, null, 131, 132], 'less', true],
    ['was not measured before', [null, null, 130, 131, 132], 'less', false],
    ['falls, and more is better', [100, 100, 80, 81, 79], 'more', true],
    ['grows, and more is better', [100, 100, 130, 130, 130], 'more', false],
  ])('that %s', (_what, values, better, found) => {
    expect(slowdowns(runsOf(values, better))).toHaveLength(found ? 1 : 0);
  });

  it('is compared whatever the order of the files is', () => {
    const runs = runsOf([100, 100, 130, 131, 132]);
    expect(slowdowns([...runs].reverse())).toEqual([
      { what: 'npm start', unit: 'ms', before: 100, now: [130, 131, 132] },
    ]);
  });

  it('is compared with those of a machine alike', () => {
    const others = [{ cpu: 'b' }, { cores: 2 }, { node: 'v24.0.0' }];
    const [first, ...rest] = runsOf([100, 130, 131, 132]);
    expect(slowdowns([{ ...first!, machine: { ...machine, node: 'v22.9.0' } }, ...rest])).toHaveLength(1);
    for (const other of others)
      expect(slowdowns([{ ...first!, machine: { ...machine, ...other } }, ...rest])).toEqual([]);
  });

  it('is not found in no runs', () => {
    expect(slowdowns([])).toEqual([]);
  });

  it('is said in one line', () => {
    const [slowdown] = slowdowns(runsOf([1000, 1234.5, 1300, 1400]));
    expect(slowdownText(slowdown!)).toBe('npm start: 1230, 1300, 1400 ms in the last 3 runs, 1000 ms before');
  });
});
