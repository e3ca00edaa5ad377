import fc from 'fast-check';
import { barChart, inks, lineChart, scaleTicks, spanChart } from './chart';
import { stylesheet } from './styles';

const frame = { title: 'A <b> & "c"', description: 'Two bars.', height: 120 };
const bars = (labels: readonly string[], values: readonly number[] = labels.map((_label, index) => index)) =>
  barChart({ ...frame, labels, series: [{ ink: inks.passed, values }] }).toString();
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
/** The rectangles of the path of this colour: x, y, width, height. */
const rectangles = (svg: string, ink: string) => {
  const path = svg.match(/<path [^>]*>/g)?.find((each) => each.includes(`fill="${ink}"`)) ?? '';
  return [...path.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)/g)].map((match) => match.slice(1).map(Number));
};

describe('a chart', () => {
  it('has a text alternative, which is escaped', () => {
    expect(bars(['<a>', '"b"'])).toMatch(
      /^<svg class="chart" role="img" width="620" height="120"[^>]*><title>A &lt;b&gt; &amp; &quot;c&quot;<\/title><desc>Two bars\.<\/desc>/,
    );
    expect(textsOf(bars(['<a>', '"b"']))).toEqual(expect.arrayContaining(['&lt;a&gt;', '&quot;b&quot;']));
  });

  it('needs no stylesheet, but uses its colours', () => {
    const paints = new Set([...bars(['a', 'b']).matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map((match) => match[1]));
    expect([...paints].sort()).toEqual(['currentColor', inks.passed]);
    expect(bars(['a'])).not.toContain(' style=');
    for (const name of Object.keys(inks)) expect(stylesheet).toContain(`--${name}:`);
  });

  it('is as high in texts as in pixels: only what is drawn is stretched', () => {
    const [, stretched = ''] = /preserveAspectRatio="none"[^>]*>([\s\S]*?)<\/svg>/.exec(bars(['a', 'b'])) ?? [];
    expect(stretched).toContain('<path');
    expect(stretched).not.toContain('<text');
  });
});

describe('a bar chart', () => {
  it('has bars as high as their values, on the scale of its labels', () => {
    const svg = bars(['a', 'b', 'c'], [0, 2, 4]);
    expect(textsOf(svg).slice(0, 5)).toEqual(['0', '1', '2', '3', '4']);
    expect(rectangles(svg, inks.passed).map(([, y, , height]) => [y, height])).toEqual([
      [42, 42],
      [0, 84],
    ]);
  });

  it('puts one series on top of the other', () => {
    const series = [
      { ink: inks.passed, values: [3] },
      { ink: inks.failed, values: [1] },
    ];
    const svg = barChart({ ...frame, labels: ['a'], series }).toString();
    const [[, top] = []] = rectangles(svg, inks.passed);
    const [[, y, , height] = []] = rectangles(svg, inks.failed);
    expect(y! + height!).toBe(top);
    expect(y).toBe(0);
  });

  it.each([
    [5, 'short', 5, 0],
    [200, '03-01 09:30', 4, 2],
  ])('of %i labels like "%s" shows %i, of which %i in a wide chart only', (count, label, shown, wide) => {
    const svg = bars(Array.from({ length: count }, () => label));
    expect(textsOf(svg).filter((text) => text === label).length).toBe(shown);
    expect(svg.match(/class="wide"/g)?.length ?? 0).toBe(wide);
  });
});

describe('a line chart', () => {
  it('is interrupted by a missing value, and marks every value', () => {
    const lines = [{ ink: inks.accent, dash: '2 3', values: [1, 2, undefined, 4] }];
    const svg = lineChart({ ...frame, labels: ['a', 'b', 'c', 'd'], format: String, lines }).toString();
    expect(svg).toContain('<path d="M12.5 63L37.5 42M87.5 0" fill="none"');
    expect(svg).toContain('stroke-dasharray="2 3"');
    expect([...svg.matchAll(/<circle cx="([\d.]+)%"/g)].map(([, x]) => x)).toEqual(['12.5', '37.5', '87.5']);
  });
});

describe('a chart of spans', () => {
  it('puts each span at its time, into its lane, in its colour', () => {
    const spans = [
      { from: 0, to: 50, lane: 0, ink: inks.passed },
      { from: 25, to: 100, lane: 1, ink: inks.failed },
    ];
    const svg = spanChart({ ...frame, end: 100, format: (value) => `${value} ms`, lanes: 2, spans }).toString();
    expect(rectangles(svg, inks.passed)).toEqual([[0, 42, 50, 33.6]]);
    expect(rectangles(svg, inks.failed)).toEqual([[25, 0, 75, 33.6]]);
    expect(textsOf(svg)).toEqual(['0 ms', '20 ms', '40 ms', '60 ms', '80 ms']);
  });
});

describe('the ticks of a scale', () => {
  it.each([
    [0, true, [0, 1]],
    [1, true, [0, 1]],
    [3, true, [0, 1, 2, 3]],
    [276, true, [0, 100, 200, 300]],
    [0.9, false, [0, 0.5, 1]],
    [130, false, [0, 50, 100, 150]],
  ])('up to %d, whole: %s, are %j', (max, whole, want) => {
    expect(scaleTicks(max, whole)).toEqual(want);
  });

  it('reach any value, and are few', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.boolean(), (max, whole) => {
        const ticks = scaleTicks(max, whole);
        expect(ticks.at(-1)!).toBeGreaterThanOrEqual(max * 0.999999);
        expect(ticks.length).toBeLessThanOrEqual(6);
        if (whole) expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});
