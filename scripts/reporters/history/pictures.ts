import { plural } from '../../lib/plural';
import type { CaseVerdict } from '../../report/types';
import { duration } from '../console/format';
import { axisStyle, drawChart, inks } from '../html/charts';
import { type Html, html } from '../html/markup';
import type { Percentiles, RunDigest } from './digest';

const verdicts: readonly CaseVerdict[] = ['passed', 'failed', 'errored', 'inconclusive', 'skipped'];
const width = 620;
const height = 240;
const grid = { left: 56, right: 16, top: 12, bottom: 34 };

/** How each percentile is drawn: by line as well as by colour. */
const lines = [
  { name: 'p50', type: 'solid', ink: inks.accent, shown: '━ half' },
  { name: 'p95', type: 'dashed', ink: inks.inconclusive, shown: '╍ 95 %' },
  { name: 'p99', type: 'dotted', ink: inks.errored, shown: '┅ 99 %' },
] as const satisfies readonly { readonly name: keyof Percentiles; readonly [more: string]: string }[];

/** `03-01 09:30`, UTC. */
const dayAndTime = (startedAt: string): string => startedAt.slice(5, 16).replace('T', ' ');

const timeAxis = (runs: readonly RunDigest[]) => ({
  ...axisStyle,
  type: 'category' as const,
  data: runs.map(({ startedAt }) => dayAndTime(startedAt)),
  axisLabel: { ...axisStyle.axisLabel, hideOverlap: true },
  splitLine: { show: false },
});

/** What became of the cases of each run. */
export function verdictPicture(runs: readonly RunDigest[]): Html {
  const used = verdicts.filter((verdict) => runs.some(({ summary }) => summary[verdict] > 0));
  const held = runs.filter(({ verdict }) => verdict === 'held').length;
  const text = `${plural(runs.length, 'run')}: ${held} held, ${runs.filter(({ verdict }) => verdict === 'broken').length} broken, the others without a verdict.`;
  const chart = drawChart({
    width,
    height,
    label: `Cases of each run by verdict, over time. ${text}`,
    option: {
      grid,
      xAxis: timeAxis(runs),
      yAxis: { ...axisStyle, type: 'value', minInterval: 1 },
      series: used.map((verdict) => ({
        type: 'bar' as const,
        stack: 'cases',
        data: runs.map(({ summary }) => summary[verdict]),
        itemStyle: { color: inks[verdict] },
        barCategoryGap: '20%',
        barMaxWidth: 40,
        silent: true,
      })),
    },
  });
  return html`<figure><h3>Verdicts</h3>${chart}<figcaption>${text} <span class="legend">${used.map((verdict) => html`<span class="${verdict}">■ ${verdict}</span> `)}</span></figcaption></figure>`;
}

/** How long the answers of each run took; nothing where none was answered. */
export function timesPicture(runs: readonly RunDigest[]): Html | undefined {
  const latest = runs.findLast(({ times }) => times !== undefined)?.times;
  if (latest === undefined) return undefined;
  const text = `In the latest run half of the answers came within ${duration(latest.p50)}, 95 % within ${duration(latest.p95)}, 99 % within ${duration(latest.p99)}.`;
  const chart = drawChart({
    width,
    height,
    label: `Response times of each run, over time. ${text}`,
    option: {
      grid,
      xAxis: timeAxis(runs),
      yAxis: { ...axisStyle, type: 'value', axisLabel: { ...axisStyle.axisLabel, formatter: duration } },
      series: lines.map(({ name, type, ink }) => ({
        type: 'line' as const,
        data: runs.map(({ times }) => times?.[name] ?? null),
        lineStyle: { color: ink, type, width: 2 },
        itemStyle: { color: ink },
        symbolSize: 5,
        silent: true,
      })),
    },
  });
  return html`<figure><h3>Response times</h3>${chart}<figcaption>${text} ${lines.map(({ shown }) => `${shown} `)}</figcaption></figure>`;
}
