import { plural } from '../../lib/plural';
import type { CaseVerdict, Explored, RunHeader, RunSummary } from '../types';

/** A text with its label. */
export type Row = readonly [label: string, text: string];

/** The verdicts of a case, in the order in which they are counted and drawn. */
export const caseVerdicts: readonly CaseVerdict[] = ['passed', 'failed', 'errored', 'inconclusive', 'skipped'];

const casesNamed = 5;

/** `0.4 ms`, `340 ms`, `2.1 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds < 9.95 ? Number(milliseconds.toFixed(1)) : Math.round(milliseconds)} ms`;
}

/** A target's name with its URL; the URL alone if the name adds nothing. */
export function targetText({ name, baseUrl }: RunHeader['target']): string {
  return isNamed({ name, baseUrl }) ? `${name} (${baseUrl})` : baseUrl;
}

function isNamed({ name, baseUrl }: RunHeader['target']): boolean {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
  return name !== baseUrl && name !== host;
}

/** The facts of a run, such as target, engine and seed: the header of a report. */
export function runFacts(run: RunHeader, cases: number): string[] {
  const { tool, target, engine, seed, strict, failOnFlaky, shard, source } = run;
  return [
    `${tool.name} ${tool.version}`,
    isNamed(target) ? `${target.name} ${target.baseUrl}` : target.baseUrl,
    ...(shard ? [`shard ${shard.index} of ${shard.count}`] : []),
    ...(source === undefined ? [plural(cases, 'case'), `engine ${engine}`, `seed ${seed}`] : [`${engine}: ${source}`]),
    ...(strict ? ['strict'] : []),
    ...(failOnFlaky ? ['flaky cases fail'] : []),
  ];
}

/** How many cases have each verdict. */
export function caseCounts(summary: RunSummary): string {
  const counts = caseVerdicts.map((verdict) => `${summary[verdict]} ${verdict}`).join(', ');
  return `${counts}${summary.flaky > 0 ? ` (${summary.flaky} flaky)` : ''}`;
}

const share = ({ covered, of }: Explored['levels']): string =>
  `${covered} of ${of} (${of === 0 ? 0 : Math.floor((100 * covered) / of)} %)`;

/** What was sent beside the cases, and what share of all that could be. */
export function exploredText({ programs, requests, levels, pairs, notExplored }: Explored): string {
  if (notExplored !== undefined && programs === 0) return `nothing: ${notExplored}`;
  const rest = notExplored === undefined ? '' : `; not explored: ${notExplored}`;
  return `${plural(programs, 'combination')} in ${plural(requests, 'request')}; conditions ${share(levels)}, pairs of them ${share(pairs)}${rest}`;
}

/** How many findings there are of each level. */
export function findingCounts({ violations, deviations, warnings, observations, quarantined }: RunSummary): string {
  return [
    plural(violations, 'violation'),
    plural(deviations, 'deviation'),
    plural(warnings, 'warning'),
    plural(observations, 'observation'),
    ...(quarantined > 0 ? [`${quarantined} quarantined`] : []),
  ].join(', ');
}

/** How many cases there are, and the ids of the first few. */
export function casesText(ids: readonly string[], named = casesNamed): string {
  return casesRow(ids, named).join(': ');
}

/** The same as a row: the count is its label. */
export function casesRow(ids: readonly string[], named = casesNamed): Row {
  return [plural(ids.length, 'case'), idsText(ids, named)];
}

/** The ids of the first few cases, and how many more there are. */
export function idsText(ids: readonly string[], named = casesNamed): string {
  const more = ids.length > named ? ` and ${ids.length - named} more` : '';
  return `${ids.slice(0, named).join(', ')}${more}`;
}

/** The values in one line, or `nothing`. */
export function valuesText(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.join(', ');
}

/** The text with a full stop, unless it ends a sentence already. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
