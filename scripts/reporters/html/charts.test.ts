import { axisStyle, drawChart, inks, presentationOnly } from './charts';
import { stylesheet } from './styles';

const chart = (label = 'Two bars.') =>
  drawChart({
    width: 300,
    height: 100,
    label,
    option: {
      xAxis: { ...axisStyle, type: 'category', data: ['<a>', '"b" & c'] },
      yAxis: { ...axisStyle, type: 'value' },
      series: [{ type: 'bar', data: [3, 5], itemStyle: { color: inks.passed } }],
    },
  }).toString();

describe('a chart', () => {
  it('needs no stylesheet: it has no style, no class but its own, nothing for scripts or the pointer', () => {
    expect(chart().replace('class="chart"', '')).not.toMatch(/style|class=|ecmeta|pointer|hover|CDATA/);
    expect(chart()).toContain('font-size="12" font-family="sans-serif"');
  });

  it('has its size, its words for those who do not see it, and text that is escaped', () => {
    expect(chart('A <b> & "c".')).toMatch(
      /^<svg class="chart" role="img" aria-label="A &lt;b&gt; &amp; &quot;c&quot;\." width="300" height="100" viewBox="0 0 300 100"/,
    );
    expect(chart()).toContain('>&lt;a&gt;</text>');
    expect(chart()).toContain('>&quot;b&quot; &amp; c</text>');
  });

  it('is drawn in inks, which the stylesheet knows, and in the colour of the text around it', () => {
    const paints = new Set([...chart().matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map((match) => match[1]));
    expect([...paints].sort()).toEqual([inks.passed, 'currentColor', 'none']);
    for (const [name, ink] of Object.entries(inks))
      expect(stylesheet).toContain(`[fill="${ink}"]{fill:var(--${name})}`);
  });

  it('is the same each time', () => {
    expect(chart()).toBe(chart());
  });
});

describe('presentationOnly', () => {
  it.each([
    ['<svg width="1"><g/></svg>', '<g/>'],
    [
      '<svg><text style="font-size:12px;font-weight: bold">a</text></svg>',
      '<text font-size="12" font-weight="bold">a</text>',
    ],
    [
      '<svg><path class="zr0-cls-0" ecmeta_series_index="0" pointer-events="visible" d="M0"></path></svg>',
      '<path d="M0"/>',
    ],
    ['<svg><style ><![CDATA[\n.a:hover {}\n]]></style>\n</svg>', ''],
  ])('makes of %j %j', (given, want) => {
    expect(presentationOnly(given)).toBe(want);
  });
});
