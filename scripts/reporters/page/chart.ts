import { type Html, type HtmlValue, html } from './markup';

/** The colours of charts: those of the stylesheet, or without one, a colour that is readable on white and on black. */
export const inks = {
  passed: 'var(--passed,#2a8a4a)',
  failed: 'var(--failed,#d93843)',
  errored: 'var(--errored,#b87503)',
  inconclusive: 'var(--inconclusive,#8d6cc9)',
  skipped: 'var(--skipped,#7d858f)',
  accent: 'var(--accent,#3b7dd8)',
} as const;

/** How the percentiles of response times are drawn: by line as well as by colour. */
export const percentileLines = [
  { name: 'p50', dash: 'none', ink: inks.accent, mark: '━' },
  { name: 'p95', dash: '6 4', ink: inks.inconclusive, mark: '╍' },
  { name: 'p99', dash: '2 3', ink: inks.errored, mark: '┅' },
] as const;

type Ink = (typeof inks)[keyof typeof inks];

/** What every chart has. */
interface Frame {
  readonly title: string;
  /** What the chart shows, in a sentence, for those who do not see it. */
  readonly description: string;
  /** In pixels. */
  readonly height: number;
  /** The name of the horizontal axis. */
  readonly xName?: string;
}

/** Bars, one on top of the other for each label. */
export interface BarChart extends Frame {
  readonly labels: readonly string[];
  readonly series: readonly { readonly ink: Ink; readonly values: readonly number[] }[];
}

/** Lines over labels; a missing value interrupts the line. */
export interface LineChart extends Frame {
  readonly labels: readonly string[];
  readonly format: (value: number) => string;
  readonly lines: readonly {
    readonly ink: Ink;
    readonly dash: string;
    readonly values: readonly (number | undefined)[];
  }[];
}

/** Spans of time in lanes. */
export interface SpanChart extends Frame {
  readonly end: number;
  readonly format: (value: number) => string;
  readonly lanes: number;
  readonly spans: readonly { readonly from: number; readonly to: number; readonly lane: number; readonly ink: Ink }[];
}

/** A chart with its heading and its caption, and what may follow. */
export const figure = (title: string, chart: Html, caption: HtmlValue, more: HtmlValue = undefined): Html =>
  html`<figure><h3>${title}</h3>${chart}<figcaption>${caption}</figcaption>${more}</figure>`;

/** The verdicts in a chart, each in its colour. */
export const legend = (verdicts: readonly string[]): Html =>
  html`<span class="legend">${verdicts.map((verdict) => html`<span class="${verdict}">■ ${verdict}</span> `)}</span>`;

/** What a chart shows, for those who want the numbers. */
export const asTable = (content: Html): Html => html`
<details><summary>As a table</summary>${content}</details>`;

/** The width of a chart in pixels, if no stylesheet makes it as wide as its column. */
const width = 620;
/** The least widths of the plot in a wide and in a narrow window: as many labels are shown as fit them. */
const plotWidth = { wide: 390, narrow: 250 };
const margin = { left: 48, right: 6, top: 12, bottom: 24, name: 20 };
const characterWidth = 6.6;
const labelGap = 12;
const widestBar = 7;
/** The shortest scale, for the case that all values are 0. */
const leastScale = 0.01;

const round = (value: number): number => Math.round(value * 100) / 100;
const percent = (share: number): string => `${round(share * 100)}%`;

/** Draws a bar chart. */
export function barChart({ labels, series, ...frame }: BarChart): Html {
  const sums = labels.map((_label, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const ticks = scaleTicks(Math.max(...sums), true);
  const y = heights(frame, ticks);
  const band = 100 / labels.length;
  const bar = Math.min(band * 0.85, widestBar);
  const below = labels.map(() => 0);
  const paths = series.map(({ ink, values }) => {
    const bars = values.map((value, index) => {
      const bottom = y(below[index]!);
      below[index]! += value;
      return value === 0
        ? ''
        : rectangle((index + 0.5) * band - bar / 2, y(below[index]!), bar, bottom - y(below[index]!));
    });
    return html`<path d="${bars.join('')}" fill="${ink}"/>`;
  });
  return draw(frame, [gridLines(ticks, y), ...paths], [yLabels(ticks, y, String), xLabels(frame, labels)]);
}

/** Draws a line chart. */
export function lineChart({ labels, format, lines, ...frame }: LineChart): Html {
  const ticks = scaleTicks(Math.max(...lines.flatMap(({ values }) => values.map((value) => value ?? 0))), false);
  const y = heights(frame, ticks);
  const x = (index: number): number => (index + 0.5) / labels.length;
  const paths = lines.map(({ ink, dash, values }) => {
    const moves = values.map((value, index) => {
      const command = values[index - 1] === undefined ? 'M' : 'L';
      return value === undefined ? '' : `${command}${round(x(index) * 100)} ${y(value)}`;
    });
    return html`<path d="${moves.join('')}" fill="none" stroke="${ink}" stroke-width="2" stroke-dasharray="${dash}" vector-effect="non-scaling-stroke"/>`;
  });
  const points = lines.map(({ ink, values }) => {
    const dots = values.map(
      (value, index) => value !== undefined && html`<circle cx="${percent(x(index))}" cy="${y(value)}" r="2"/>`,
    );
    return html`<g fill="${ink}">${dots}</g>`;
  });
  return draw(frame, [gridLines(ticks, y), ...paths], [...points, yLabels(ticks, y, format), xLabels(frame, labels)]);
}

/** Draws spans of time. Each is wide enough to be seen, however long the run was. */
export function spanChart({ end, format, lanes, spans, ...frame }: SpanChart): Html {
  const lane = plotHeight(frame) / lanes;
  const scale = 100 / (end || 1);
  const used = [...new Set(spans.map(({ ink }) => ink))];
  const paths = used.map((ink) => {
    const own = spans.filter((span) => span.ink === ink);
    const bars = own.map((span) =>
      rectangle(span.from * scale, (lanes - 1 - span.lane) * lane, (span.to - span.from) * scale, lane * 0.8),
    );
    return html`<path d="${bars.join('')}" fill="${ink}" stroke="${ink}" stroke-width="1" vector-effect="non-scaling-stroke"/>`;
  });
  const ticks = scaleTicks(end, false, 8).filter((tick) => tick <= end);
  const at = ticks.map((tick, index) => ({ share: (tick * scale) / 100, text: format(tick), wide: index % 2 === 1 }));
  return draw(frame, [line(0, plotHeight(frame), 0.5), ...paths], [placedLabels(frame, at)]);
}

/** The lines and areas are stretched with the chart; the texts keep their size. */
function draw(frame: Frame, stretched: readonly Html[], texts: readonly Html[]): Html {
  const { title, description, height, xName } = frame;
  const plot = plotHeight(frame);
  const name =
    xName !== undefined && html`<text x="50%" y="${plot + margin.bottom + 12}" text-anchor="middle">${xName}</text>`;
  return html`<svg class="chart" role="img" width="${width}" height="${height}" fill="currentColor" font-size="12" font-family="sans-serif"><title>${title}</title><desc>${description}</desc>
<svg x="${margin.left}" y="${margin.top}" width="88%" height="${plot}" overflow="visible"><svg width="100%" height="${plot}" viewBox="0 0 100 ${plot}" preserveAspectRatio="none" overflow="visible">${stretched}</svg>${texts}${name}</svg></svg>`;
}

function plotHeight({ height, xName }: Frame): number {
  return height - margin.top - margin.bottom - (xName === undefined ? 0 : margin.name);
}

/** Round values from 0 to at least `max`, with at most this many steps. */
export function scaleTicks(max: number, whole: boolean, parts = 4): number[] {
  const top = Math.max(max, leastScale);
  const rough = top / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const nice = [1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10;
  const step = whole ? Math.max(1, nice * power) : nice * power;
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_none, index) => Number((index * step).toPrecision(12)));
}

/** The position of a value on the vertical axis. */
function heights(frame: Frame, ticks: readonly number[]): (value: number) => number {
  const plot = plotHeight(frame);
  return (value) => round(plot - (value / ticks.at(-1)!) * plot);
}

const rectangle = (x: number, y: number, wide: number, high: number): string =>
  `M${round(x)} ${round(y)}h${round(wide)}v${round(high)}h${round(-wide)}z`;

const line = (x: number, y: number, opacity: number): Html =>
  html`<path d="M${x} ${y}H100" stroke="currentColor" stroke-opacity="${opacity}" vector-effect="non-scaling-stroke"/>`;

function gridLines(ticks: readonly number[], y: (value: number) => number): Html {
  return html`${ticks.map((tick) => line(0, y(tick), tick === 0 ? 0.5 : 0.15))}`;
}

function yLabels(ticks: readonly number[], y: (value: number) => number, format: (value: number) => string): Html {
  return html`${ticks.map((tick) => html`<text x="-6" y="${y(tick) + 4}" text-anchor="end">${format(tick)}</text>`)}`;
}

/** As many labels as fit, each below the middle of its bar. */
function xLabels(frame: Frame, labels: readonly string[]): Html {
  const room = Math.max(...labels.map(({ length }) => length)) * characterWidth + labelGap;
  const every = Math.max(1, Math.ceil((room * labels.length) / plotWidth.wide));
  const rarely = every * Math.max(1, Math.ceil((room * labels.length) / (plotWidth.narrow * every)));
  const shown = labels.flatMap((text, index) =>
    index % every === 0 ? [{ share: (index + 0.5) / labels.length, text, wide: index % rarely !== 0 }] : [],
  );
  return placedLabels(frame, shown);
}

interface Label {
  readonly share: number;
  readonly text: string;
  /** Shown in a wide chart only. */
  readonly wide: boolean;
}

/** Labels below the plot, without those that would be cut at its end. */
function placedLabels(frame: Frame, labels: readonly Label[]): Html {
  const fits = ({ share, text, wide }: Label): boolean => {
    const room = (1 - share) * (wide ? plotWidth.wide : plotWidth.narrow) + margin.right;
    return (text.length * characterWidth) / 2 <= room;
  };
  return html`${labels
    .filter(fits)
    .map(
      ({ share, text, wide }) =>
        html`<text x="${percent(share)}" y="${plotHeight(frame) + 18}" text-anchor="middle"${wide && html` class="wide"`}>${text}</text>`,
    )}`;
}
