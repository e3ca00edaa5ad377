import { plural } from '../../lib/plural';
import { caseVerdicts, duration } from '../../report/view/text';
import { barChart, inks, lineChart } from '../page/chart';
import { type Html, html } from '../page/markup';
import type { Percentiles, RunDigest } from './digest';

const height = 240;

/** How each percentile is drawn: by line as well as by colour. */
const lines = [
  { name: 'p50', dash: 'none', ink: inks.accent, shown: '━ half' },
  { name: 'p95', dash: '6 4', ink: inks.inconclusive, shown: '╍ 95 %' },
  { name: 'p99', dash: '2 3', ink: inks.errored, shown: '┅ 99 %' },
] as const satisfies readonly { readonly name: keyof Percentiles; readonly [more: string]: string }[];

/** `03-01 09:30`, UTC. */
const labelsOf = (runs: readonly RunDigest[]): string[] =>
  runs.map(({ startedAt }) => startedAt.slice(5, 16).replace('T', ' '));

/** The verdicts of each run. */
export function verdictPicture(runs: readonly RunDigest[]): Html {
  const used = caseVerdicts.filter((verdict) => runs.some(({ summary }) => summary[verdict] > 0));
  const [held, broken] = (['held', 'broken'] as const).map(
    (each) => runs.filter(({ verdict }) => verdict === each).length,
  );
  const description = `${plural(runs.length, 'run')}: ${held} held, ${broken} broken, the rest without a verdict.`;
  const chart = barChart({
    ...{ title: 'Cases of each run by verdict, over time', description, height },
    labels: labelsOf(runs),
    series: used.map((verdict) => ({ ink: inks[verdict], values: runs.map(({ summary }) => summary[verdict]) })),
  });
  return html`<figure><h3>Verdicts</h3>${chart}<figcaption>${description} <span class="legend">${used.map((verdict) => html`<span class="${verdict}">■ ${verdict}</span> `)}</span></figcaption></figure>`;
}

/** How long the responses of each run took; nothing if no run got a response. */
export function timesPicture(runs: readonly RunDigest[]): Html | undefined {
  const latest = runs.findLast(({ times }) => times !== undefined)?.times;
  if (latest === undefined) return undefined;
  const description = `In the latest run, half of the responses came within ${duration(latest.p50)}, 95 % within ${duration(latest.p95)}, 99 % within ${duration(latest.p99)}.`;
  const chart = lineChart({
    ...{ title: 'Response times of each run, over time', description, height },
    labels: labelsOf(runs),
    format: duration,
    lines: lines.map(({ name, dash, ink }) => ({ ink, dash, values: runs.map(({ times }) => times?.[name]) })),
  });
  return html`<figure><h3>Response times</h3>${chart}<figcaption>${description} ${lines.map(({ shown }) => `${shown} `)}</figcaption></figure>`;
}
