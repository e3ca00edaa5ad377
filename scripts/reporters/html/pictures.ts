import type { CustomSeriesOption } from 'echarts';
import { plural } from '../../lib/plural';
import type { CaseVerdict, RunReport } from '../../report/types';
import { duration } from '../console/format';
import { axisStyle, drawChart, inks } from './charts';
import { type Html, html } from './markup';
import { lanesOf, slotsOf, spansOf, timesOf } from './times';

const verdicts: readonly CaseVerdict[] = ['passed', 'failed', 'errored', 'inconclusive', 'skipped'];
const width = 620;

/** Fewer answers than this make no picture, and are shown sooner without one. */
const fewest = 10;

/** When the exchanges took place, and how long the answers took; nothing where hardly anything was answered. */
export function pictures(report: RunReport): Html | undefined {
  if (timesOf(report.cases).length < fewest) return undefined;
  const drawn = [timeline(report), distribution(report)].filter((picture) => picture !== undefined);
  if (drawn.length === 0) return undefined;
  return html`<section aria-labelledby="times"><h2 id="times">Times</h2><div class="figures">${drawn}</div></section>`;
}

function timeline(report: RunReport): Html | undefined {
  const spans = spansOf(report.cases);
  if (spans.length === 0) return undefined;
  const { lanes, count } = lanesOf(spans);
  const end = Math.max(...spans.map(({ to }) => to));
  const used = verdicts.filter((verdict) => spans.some((span) => span.verdict === verdict));
  const text = `${plural(spans.length, 'exchange')} in ${duration(end)}, up to ${count} at once.`;
  const height = Math.min(260, Math.max(90, 60 + count * 18));
  const chart = drawChart({
    width,
    height,
    label: `Timeline of the run: ${text} ${used.map((verdict) => `${spans.filter((span) => span.verdict === verdict).length} of cases that ${words[verdict]}`).join(', ')}.`,
    option: {
      grid: { left: 12, right: 24, top: 8, bottom: 44 },
      xAxis: {
        ...axisStyle,
        type: 'value',
        min: 0,
        max: end,
        name: 'since the start of the run',
        nameLocation: 'middle',
        nameGap: 26,
        axisLabel: { ...axisStyle.axisLabel, formatter: duration, showMaxLabel: false, hideOverlap: true },
      },
      yAxis: { type: 'value', min: 0, max: count, show: false },
      series: used.map(
        (verdict): CustomSeriesOption => ({
          type: 'custom',
          data: spans.flatMap((span, index) => (span.verdict === verdict ? [[span.from, span.to, lanes[index]!]] : [])),
          renderItem: bar,
          itemStyle: { color: inks[verdict] },
          silent: true,
        }),
      ),
    },
  });
  return html`<figure><h3>Timeline</h3>${chart}<figcaption>${text} <span class="legend">${used.map((verdict) => html`<span class="${verdict}">■ ${verdict}</span> `)}</span></figcaption></figure>`;
}

const words: Readonly<Record<CaseVerdict, string>> = {
  passed: 'passed',
  failed: 'failed',
  errored: 'errored',
  inconclusive: 'were inconclusive',
  skipped: 'were skipped',
};

/** Draws an item of `[from, to, lane]`. */
const bar: NonNullable<CustomSeriesOption['renderItem']> = (_params, plot) => {
  const [from, to, lane] = [0, 1, 2].map((dimension) => Number(plot.value(dimension))) as [number, number, number];
  const [left = 0, bottom = 0] = plot.coord([from, lane]);
  const [right = 0, top = 0] = plot.coord([to, lane + 1]);
  return {
    type: 'rect',
    // Wide enough to be seen, however long the run was.
    shape: {
      x: tenths(left),
      y: top,
      width: Math.max(2, tenths(right - left)),
      height: Math.max(1, (bottom - top) * 0.8),
    },
    style: { fill: String(plot.visual('color')) },
  };
};

const tenths = (value: number): number => Math.round(value * 10) / 10;

function distribution(report: RunReport): Html | undefined {
  const times = timesOf(report.cases);
  if (times.length === 0) return undefined;
  const slots = slotsOf(times);
  const at = (share: number): number => times[Math.max(0, Math.ceil(times.length * share) - 1)]!;
  const text = `Half of ${plural(times.length, 'answer')} came within ${duration(at(0.5))}, 95 % within ${duration(at(0.95))}, the last after ${duration(at(1))}.`;
  const chart = drawChart({
    width,
    height: 230,
    label: `Distribution of response times. ${text}`,
    option: {
      grid: { left: 44, right: 12, top: 12, bottom: 48 },
      xAxis: {
        ...axisStyle,
        type: 'category',
        data: slots.map(({ label }) => label),
        name: 'response time',
        nameLocation: 'middle',
        nameGap: 30,
        splitLine: { show: false },
      },
      yAxis: { ...axisStyle, type: 'value', minInterval: 1 },
      series: [
        {
          type: 'bar',
          data: slots.map(({ count }) => count),
          barCategoryGap: '12%',
          itemStyle: { color: inks.accent },
          emphasis: { disabled: true },
          silent: true,
        },
      ],
    },
  });
  return html`<figure><h3>Response times</h3>${chart}<figcaption>${text}</figcaption>
<details><summary>As a table</summary><table><caption>Answers by response time</caption><thead><tr><th scope="col">up to</th><th scope="col">answers</th></tr></thead>
<tbody>${slots.map(({ upTo, count }) => html`<tr><td>${duration(upTo)}</td><td>${count}</td></tr>`)}</tbody></table></details></figure>`;
}
