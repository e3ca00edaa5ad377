import { plural } from '../../lib/plural';
import type { RunReport } from '../../report/types';
import { caseVerdicts, duration } from '../../report/view/text';
import { lanesOf, percentile, slotsOf, spansOf, timesOf } from '../../report/view/times';
import { asTable, barChart, figure, inks, legend, spanChart } from '../page/chart';
import { type Html, html } from '../page/markup';
import { section, table } from '../page/table';

/** With fewer responses a chart shows nothing. */
const fewest = 10;

/** When the exchanges took place, and how long the responses took; nothing if there were hardly any. */
export function pictures(report: RunReport): Html | undefined {
  if (timesOf(report.cases).length < fewest) return undefined;
  return section('times', 'Times', html`<div class="figures">${timeline(report)}${distribution(report)}</div>`);
}

function timeline({ cases }: RunReport): Html | undefined {
  const spans = spansOf(cases);
  if (spans.length === 0) return undefined;
  const { lanes, count } = lanesOf(spans);
  const end = Math.max(...spans.map(({ to }) => to));
  const used = caseVerdicts.filter((verdict) => spans.some((span) => span.verdict === verdict));
  const text = `${plural(spans.length, 'exchange')} in ${duration(end)}, up to ${count} at once.`;
  const byVerdict = used.map((verdict) => `${spans.filter((span) => span.verdict === verdict).length} ${verdict}`);
  const chart = spanChart({
    title: 'Timeline of the run',
    description: `${text} By verdict of their case: ${byVerdict.join(', ')}.`,
    height: Math.min(260, Math.max(90, 60 + count * 18)),
    xName: 'since the start of the run',
    ...{ end, format: duration, lanes: count },
    spans: spans.map(({ from, to, verdict }, index) => ({ from, to, lane: lanes[index]!, ink: inks[verdict] })),
  });
  return figure('Timeline', chart, html`${text} ${legend(used)}`);
}

function distribution({ cases }: RunReport): Html {
  const times = timesOf(cases);
  const slots = slotsOf(times);
  const within = (share: number): string => duration(percentile(times, share));
  const description = `Half of ${plural(times.length, 'response')} came within ${within(0.5)}, 95 % within ${within(0.95)}, the last after ${within(1)}.`;
  const chart = barChart({
    ...{ title: 'Distribution of response times', description, height: 230, xName: 'response time, up to' },
    labels: slots.map(({ upTo }) => duration(upTo)),
    series: [{ ink: inks.accent, values: slots.map(({ count }) => count) }],
  });
  const rows = slots.map(({ upTo, count }) => [duration(upTo), count]);
  const numbers = table(['up to', 'responses'], rows, 'Responses by response time');
  return figure('Response times', chart, description, asTable(numbers));
}
