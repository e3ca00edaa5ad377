import { cut } from '../../lib/text-layout';
import type { Load, RunReport } from '../../report/types';
import { loadRows, loadTitle, percentiles, slowestCases, timeText } from '../../report/view/load-text';
import { duration } from '../console/format';
import { anchorOf } from './case';
import { axisStyle, drawChart, inks } from './charts';
import { type Html, html } from './markup';

/** More bars than these say nothing; the figures stand beside them. */
const mostBars = 150;

/** How the target stood a sustained run; nothing where there was none. */
export function loadSection(report: RunReport): Html | undefined {
  const { load, cases } = report;
  if (load === undefined) return undefined;
  const slowest = slowestCases(report);
  return html`<section aria-labelledby="load"><h2 id="load">${loadTitle(load)}</h2>
<dl class="facts">${loadRows(load).map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
${failuresByTime(load)}
${
  slowest.length > 0 &&
  html`<table><thead><tr>${['slowest cases', ...percentiles, 'sent', 'failed'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${slowest.map(
    ({ id, load: { sent, failed, responseTimes } }) =>
      html`<tr><td><a href="#${anchorOf(cases.findIndex((each) => each.id === id))}"><code>${cut(id, 300)}</code></a></td>${percentiles.map((name) => html`<td>${timeText(responseTimes[name])}</td>`)}<td>${sent}</td><td>${failed}</td></tr>`,
  )}</tbody></table>`
}</section>`;
}

/** A bar for each slice of time, those without a failure too; nothing where nothing failed. */
function failuresByTime({ failures, failed }: Load): Html | undefined {
  const sliceMs = Math.min(...failures.map(({ fromMs, toMs }) => toMs - fromMs));
  const bars = Math.ceil(Math.max(0, ...failures.map(({ toMs }) => toMs)) / sliceMs);
  if (failures.length === 0 || bars > mostBars) return undefined;
  const counts = Array.from({ length: bars }, () => 0);
  for (const { fromMs, count } of failures) counts[Math.floor(fromMs / sliceMs)]! += count;
  const text = `${failed} failed, most of them from ${worst(failures)}.`;
  const chart = drawChart({
    width: 620,
    height: 170,
    label: `Failed requests by time. ${text}`,
    option: {
      grid: { left: 44, right: 24, top: 12, bottom: 44 },
      xAxis: {
        ...axisStyle,
        type: 'category',
        data: counts.map((_count, index) => duration(index * sliceMs)),
        name: 'since the first pass ended',
        nameLocation: 'middle',
        nameGap: 26,
        splitLine: { show: false },
      },
      yAxis: { ...axisStyle, type: 'value', minInterval: 1 },
      series: [{ type: 'bar', data: counts, barCategoryGap: '12%', itemStyle: { color: inks.failed }, silent: true }],
    },
  });
  return html`<figure><h3>Failed requests by time</h3>${chart}<figcaption>${text}</figcaption></figure>`;
}

function worst(failures: Load['failures']): string {
  const { fromMs, toMs } = failures.reduce((most, each) => (each.count > most.count ? each : most));
  return `${duration(fromMs)} to ${duration(toMs)}`;
}
