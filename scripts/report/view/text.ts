import { plural } from '../../lib/plural';
import { isAddedByExploring } from '../explored-places';
import type { notedCases } from '../summary';
import type { Threshold } from '../thresholds';
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
export function runFacts(run: RunHeader, cases: WithIds): string[] {
  const { tool, target, shadowed, engine, seed, strict, failOnFlaky, shard, source, collection } = run;
  // What a collection sends is known when it has run.
  const what =
    collection === undefined ? withAdded(cases, (planned) => plural(planned, 'case')) : `collection ${collection}`;
  return [
    `${tool.name} ${tool.version}`,
    isNamed(target) ? `${target.name} ${target.baseUrl}` : target.baseUrl,
    ...(shadowed === undefined ? [] : [`--target counts, not ${shadowed}`]),
    ...(shard ? [`shard ${shard.index} of ${shard.count}`] : []),
    ...(source === undefined ? [what, `engine ${engine}`, `seed ${seed}`] : [`${engine}: ${source}`]),
    ...(strict ? ['strict'] : []),
    ...(failOnFlaky ? ['flaky cases fail'] : []),
  ];
}

type WithIds = readonly { readonly id: string }[];

/** How many cases were planned, and how many exploring added: `281 planned, 7 added by exploring`. */
export const plannedText = (cases: WithIds): string => withAdded(cases, (planned) => `${planned} planned`);

function withAdded(cases: WithIds, text: (planned: number) => string): string {
  const added = cases.filter(isAddedByExploring).length;
  return `${text(cases.length - added)}${added > 0 ? `, ${added} added by exploring` : ''}`;
}

/** How many cases have each verdict that occurs. */
export function caseCounts(summary: RunSummary): string {
  const shown = caseVerdicts.filter((verdict) => verdict === 'passed' || summary[verdict] > 0);
  const counts = shown.map((verdict) => `${summary[verdict]} ${verdict}`).join(', ');
  return `${counts}${summary.flaky > 0 ? ` (${summary.flaky} flaky)` : ''}`;
}

/** How many cases passed, and what was found in some of them: `271 passed, 2 with deviations`. */
export function passedText(
  { passed }: Pick<RunSummary, 'passed'>,
  { deviations, warnings, quarantined }: ReturnType<typeof notedCases>,
): string {
  const kinds = [...(deviations > 0 ? ['deviations'] : []), ...(warnings > 0 ? ['warnings'] : [])].join(' or ');
  return [
    `${passed} passed`,
    ...(quarantined > 0 ? [`${quarantined} with quarantined findings`] : []),
    ...(kinds === '' ? [] : [`${deviations + warnings} with ${kinds}`]),
  ].join(', ');
}

const share = ({ covered, of }: Explored['levels']): string =>
  `${covered} of ${of} (${of === 0 ? 0 : Math.floor((100 * covered) / of)} %)`;

/** What was sent in addition to the cases, and its share of everything that could be sent. */
export function exploredText({ programs, requests, levels, pairs, engine, notExplored }: Explored): string {
  if (notExplored !== undefined && programs === 0) return `nothing: ${notExplored}`;
  const rest = notExplored === undefined ? '' : `; not explored: ${notExplored}`;
  const by = engine === undefined ? '' : `, sent by the ${engine} engine`;
  return `${plural(programs, 'combination')} in ${plural(requests, 'request')}${by}; conditions ${share(levels)}, pairs of them ${share(pairs)}${rest}`;
}

/** What the runs of a history explored together. */
export const exploredSoFarText = ({ levels, pairs }: Pick<Explored, 'levels' | 'pairs'>): string =>
  `Explored so far: conditions ${share(levels)}, pairs of them ${share(pairs)}`;

/** How many findings there are of each level that occurs; `none` of none. */
export function findingCounts(summary: RunSummary): string {
  const { violations, deviations, warnings, observations, client = 0, quarantined } = summary;
  const counts = { violation: violations, deviation: deviations, warning: warnings, observation: observations };
  const levels = Object.entries(counts).flatMap(([level, count]) => (count > 0 ? [plural(count, level)] : []));
  const shown = [...levels, ...(client > 0 ? [`${plural(client, 'mistake')} of the client`] : [])];
  const all = [...shown, ...(quarantined > 0 ? [`${quarantined} quarantined`] : [])];
  return all.length === 0 ? 'none' : all.join(', ');
}

/** How many cases there are, and the ids of the first few. */
export function casesText(ids: readonly string[]): string {
  return casesRow(ids).join(': ');
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

/** Where else something was found: the ids if they are few, or else how many and the first few. */
export function alsoIn(ids: readonly string[], named = casesNamed): string {
  if (ids.length <= named) return ids.join(', ');
  return `${plural(ids.length, 'more case')}, such as ${ids.slice(0, named).join(', ')}`;
}

/** The values in one line, or `nothing`. */
export function valuesText(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.join(', ');
}

/** The limits that a run does not keep. */
export const exceeded = (thresholds: readonly Threshold[]): Threshold[] => thresholds.filter((each) => each.exceeded);

/** A limit and what was measured: `p95 is 340 ms, the limit 200 ms`. */
export function thresholdText({ measure, limit, actual }: Threshold): string {
  const shown = (value: number): string => (measure === 'errors' ? `${value} %` : duration(value));
  return `${measure} ${measure === 'errors' ? 'are' : 'is'} ${shown(actual)}, the limit ${shown(limit)}`;
}
