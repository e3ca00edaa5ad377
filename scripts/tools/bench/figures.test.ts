import { type Aim, type Figure, figureTable, isMet, median, medianRatio } from './figures';

describe('a median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 100], 3.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('of ratios is computed pair by pair', () => {
    expect(medianRatio([1, 20, 3], [2, 40, 3])).toBe(0.5);
  });
});

describe('an aim', () => {
  const aim = (value: number, wanted: Aim): Figure => ({
    what: 'start to verdict',
    value,
    unit: '×',
    better: 'less',
    aim: wanted,
    limit: 'Newman',
  });

  it.each([
    [0.6, { atMost: 0.6 }, true],
    [0.61, { atMost: 0.6 }, false],
    [6, { atLeast: 6 }, true],
    [5.9, { atLeast: 6 }, false],
    [Number.NaN, { atMost: 1 }, false],
  ])('of %d against %j is met: %s', (value, wanted, met) => {
    expect(isMet(aim(value, wanted))).toBe(met);
  });

  it('is shown with what limits it', () => {
    const plain: Figure = { what: 'requests', value: 476, unit: '/s', better: 'more', limit: 'the worker' };
    expect(figureTable([aim(0.5, { atMost: 0.6 }), aim(0.7, { atMost: 0.6 }), plain])).toBe(
      [
        'figure            measured  aim            limited by',
        'start to verdict  0.50 ×    ≤ 0.6  met     Newman',
        'start to verdict  0.70 ×    ≤ 0.6  missed  Newman',
        'requests          476 /s                   the worker',
      ].join('\n'),
    );
  });
});
