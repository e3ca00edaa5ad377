import { plural } from '../../lib/plural';
import { caseVerdicts, duration } from '../../report/view/text';
import { barChart, figure, inks, legend, lineChart, percentileLines } from '../page/chart';
import { type Html, html } from '../page/markup';
import type { Percentiles, RunDigest } from './digest';

const height = 240;

const shares: Readonly<Record<keyof Percentiles, string>> = { p50: 'half', p95: '95 %', p99: '99 %' };

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
  return figure('Verdicts', chart, html`${description} ${legend(used)}`);
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
    lines: percentileLines.map(({ name, ...line }) => ({ ...line, values: runs.map(({ times }) => times?.[name]) })),
  });
  const shown = percentileLines.map(({ name, mark }) => `${mark} ${shares[name]} `);
  return figure('Response times', chart, html`${description} ${shown}`);
}
