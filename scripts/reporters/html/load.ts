import type { Load, RunReport } from '../../report/types';
import { loadRows, loadTitle, percentiles, perSecond, slowestCases } from '../../report/view/load-text';
import { duration } from '../../report/view/text';
import { percentile } from '../../report/view/times';
import { asTable, barChart, figure, inks, lineChart, percentileLines } from '../page/chart';
import { type Html, html } from '../page/markup';
import { facts, section, table } from '../page/table';
import { caseLink } from './case';

/** With more bars, a chart is unreadable. The page has the figures too. */
const mostBars = 150;
/** One slice does not show how something changes. */
const fewestSlices = 2;

type Slice = NonNullable<Load['slices']>[number];

const shares = percentileLines.map(({ name }) => name);

/** How the target did under load; nothing if it was not loaded. */
export function loadSection(report: RunReport): Html[] {
  const { load } = report;
  if (load === undefined) return [];
  const slowest = slowestCases(report).map(({ id, load: { sent, failed, responseTimes } }) => [
    caseLink(id, report),
    ...percentiles.map((name) => duration(responseTimes[name])),
    sent,
    failed,
  ]);
  const charts = [throughput(load), timesOverTime(load), failuresByTime(load)];
  const parts = [
    phases(report, load),
    facts(loadRows(load)),
    charts.some((chart) => chart !== undefined) && html`<div class="figures">${charts}</div>`,
    slowest.length > 0 && table(['slowest cases', ...percentiles, 'sent', 'failed'], slowest),
  ];
  return [section('load', loadTitle(load), parts)];
}

/** The first pass and the load, side by side: the first tells how fast the target is if it is left in peace. */
function phases({ cases, repeat }: RunReport, { sent, durationMs, responseTimes }: Load): Html {
  const first = cases.flatMap(({ exchanges }) => exchanges.slice(0, 1));
  const times = first.flatMap(({ response }) => response?.timings.totalMs ?? []).sort((a, b) => a - b);
  const ends = first.map(({ startedMs = 0, response }) => startedMs + (response?.timings.totalMs ?? 0));
  const starts = first.flatMap(({ startedMs }) => startedMs ?? []);
  const took = Math.max(0, ...ends) - (starts.length > 0 ? Math.min(...starts) : 0);
  const at = (share: number): string => (times.length > 0 ? duration(percentile(times, share)) : '');
  return table(
    ['phase', 'requests', 'took', 'per second', ...shares],
    [
      ['first pass: each case once', first.length, duration(took), '', at(0.5), at(0.95), at(0.99)],
      [
        repeat === undefined ? 'under load' : 'under load, the first pass included',
        ...[sent, duration(durationMs), perSecond({ sent, durationMs })],
        ...shares.map((name) => (responseTimes?.[name] === undefined ? '' : duration(responseTimes[name]))),
      ],
    ],
  );
}

const labelsOf = (slices: readonly Slice[]): string[] => slices.map(({ fromMs }) => duration(fromMs));

function throughput({ slices = [] }: Load): Html | undefined {
  if (slices.length < fewestSlices) return undefined;
  const rates = slices.map(({ fromMs, toMs, sent }) => perSecond({ sent, durationMs: toMs - fromMs }));
  const title = 'Throughput over time';
  const description = `From ${Math.min(...rates)} to ${Math.max(...rates)} responses per second.`;
  const chart = barChart({
    ...{ title, description, height: 200, xName: 'since the start of the load' },
    labels: labelsOf(slices),
    series: [{ ink: inks.accent, values: rates }],
  });
  const rows = slices.map((slice, at) => [
    `${duration(slice.fromMs)} to ${duration(slice.toMs)}`,
    ...[slice.sent, rates[at]],
    ...shares.map((name) => (slice[name] === undefined ? '' : duration(slice[name]))),
  ]);
  const head = ['time', 'responses', 'per second', ...shares];
  return figure(title, chart, description, asTable(table(head, rows, 'Responses and response times over time')));
}

function timesOverTime({ slices = [] }: Load): Html | undefined {
  if (slices.length < fewestSlices || slices.every(({ p99 }) => p99 === undefined)) return undefined;
  const title = 'Response times over time';
  const worst = slices.reduce((most, each) => ((each.p99 ?? 0) > (most.p99 ?? 0) ? each : most));
  const description = `Slowest from ${duration(worst.fromMs)} to ${duration(worst.toMs)}: 99 % within ${duration(worst.p99 ?? 0)}.`;
  const chart = lineChart({
    ...{ title, description, height: 200, xName: 'since the start of the load' },
    labels: labelsOf(slices),
    format: duration,
    lines: percentileLines.map(({ name, ...line }) => ({ ...line, values: slices.map((slice) => slice[name]) })),
  });
  const shown = percentileLines.map(({ name, mark }) => `${mark} ${name} `);
  return figure(title, chart, html`${description} ${shown}`);
}

/** A bar for each slice of time, including those without a failure; nothing if no request failed. */
function failuresByTime({ failures, failed }: Load): Html | undefined {
  const sliceMs = Math.min(...failures.map(({ fromMs, toMs }) => toMs - fromMs));
  const bars = Math.ceil(Math.max(0, ...failures.map(({ toMs }) => toMs)) / sliceMs);
  if (failures.length === 0 || bars > mostBars) return undefined;
  const counts = Array.from({ length: bars }, () => 0);
  for (const { fromMs, count } of failures) counts[Math.floor(fromMs / sliceMs)]! += count;
  const worst = failures.reduce((most, each) => (each.count > most.count ? each : most));
  const title = 'Failed requests over time';
  const description = `${failed} failed, most of them from ${duration(worst.fromMs)} to ${duration(worst.toMs)}.`;
  const chart = barChart({
    ...{ title, description, height: 170, xName: 'since the start of the load' },
    labels: counts.map((_count, index) => duration(index * sliceMs)),
    series: [{ ink: inks.failed, values: counts }],
  });
  return figure(title, chart, description);
}
