import type { EChartsOption } from 'echarts';
import { type Html, html, trusted } from './markup';

/**
 * The colours of charts: readable on white and on black, since a page may be shown without its stylesheet. The stylesheet
 * replaces each by the variable of the same name (`--passed`), which differs between light and dark.
 */
export const inks = {
  passed: '#2a8a4a',
  failed: '#d93843',
  errored: '#b87503',
  inconclusive: '#8d6cc9',
  skipped: '#7d858f',
  accent: '#3b7dd8',
} as const;

/** Lines and labels in the colour of the text around the chart. To be spread into an axis. */
export const axisStyle = {
  axisLabel: { color: 'currentColor', fontSize: 12 },
  nameTextStyle: { color: 'currentColor', fontSize: 12 },
  axisLine: { lineStyle: { color: 'currentColor', opacity: 0.5 } },
  axisTick: { lineStyle: { color: 'currentColor', opacity: 0.5 } },
  splitLine: { lineStyle: { color: 'currentColor', opacity: 0.15 } },
} as const;

/** A chart as data. */
export interface Chart {
  readonly option: EChartsOption;
  /** In pixels; the page scales it down where it is narrower. */
  readonly width: number;
  readonly height: number;
  /** What the chart shows, in a sentence, for those who do not see it. */
  readonly label: string;
}

/** Draws the chart as SVG with presentation attributes only: no style, no class of its own, nothing that moves. */
export function drawChart({ option, width, height, label }: Chart): Html {
  // Loaded when a chart is drawn, as one file: that takes a tenth of the time that its modules one by one take.
  const echarts = require('echarts/dist/echarts.min') as typeof import('echarts');
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, animation: false, backgroundColor: 'transparent' });
    const drawing = presentationOnly(chart.renderToSVGString());
    return html`<svg class="chart" role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">${trusted(drawing)}</svg>`;
  } finally {
    chart.dispose();
  }
}

/** What stands inside the root element, with styles as attributes and without what is for scripts and the pointer. */
export function presentationOnly(svg: string): string {
  return svg
    .replace(/^\s*<svg\b[^>]*>|<\/svg>\s*$/g, '')
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_all, style: string) => attributesOf(style))
    .replace(/<(\w+)([^<>]*)><\/\1>/g, '<$1$2/>')
    .trim();
}

function attributesOf(style: string): string {
  return style
    .split(';')
    .map((declaration) => /^\s*([\w-]+)\s*:\s*(.*?)(?:px)?\s*$/.exec(declaration))
    .map((match) => (match ? ` ${match[1]}="${match[2]}"` : ''))
    .join('');
}
