import { groupBy } from '../../lib/group-by';
import { plural } from '../../lib/plural';
import { cut } from '../../lib/text-layout';
import type { RunVerdict } from '../../report/types';
import { caseVerdicts, duration, exploredSoFarText, idsText } from '../../report/view/text';
import { htmlDocument } from '../page/document';
import { type Html, type HtmlValue, html } from '../page/markup';
import { table } from '../page/table';
import type { RunDigest } from './digest';
import { timesPicture, verdictPicture } from './pictures';
import type { FindingTrend, Trend } from './trend';

/** A file that is not a report, and why. */
export interface Damaged {
  readonly name: string;
  readonly why: string;
}

const runsShown = 200;
const rowsShown = 200;
/** Selections of cases with charts of their own: those with the most runs. */
const selectionsShown = 3;
const longestText = 400;

const short = (text: string): string => cut(text, longestText);
const time = (startedAt: string): Html =>
  html`<time class="unbroken" datetime="${startedAt}">${startedAt.slice(0, 16).replace('T', ' ')}</time>`;

/** The class that colours a verdict. */
const verdictClass: Readonly<Record<RunVerdict, string>> = {
  held: 'passed',
  broken: 'failed',
  'no-verdict': 'errored',
  'credentials-refused': 'errored',
};

/** A table of at most `rowsShown` rows and the number of further rows; without rows, the text `empty`. */
function bounded(
  caption: string,
  empty: string,
  head: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  if (rows.length === 0) return html`<p class="quiet">${empty}</p>`;
  const rest = rows.length - rowsShown;
  // Scrolled by keyboard where it is wider than the window.
  return html`<div class="wide-table" tabindex="0" role="group" aria-label="${caption}">${table(head, rows.slice(0, rowsShown), html`${caption}${rest > 0 && `; ${rest} more are not shown`}`)}</div>`;
}

function runRow(run: RunDigest): HtmlValue[] {
  const { startedAt, shard, verdict, complete, summary, times, durationMs, link } = run;
  const name = html`<code>${short(run.name)}</code>`;
  return [
    html`${time(startedAt)}${shard !== undefined && ` shard ${shard}`}`,
    html`<span class="${verdictClass[verdict]}">${verdict}</span>${!complete && ', incomplete'}`,
    ...[summary.cases, ...caseVerdicts.map((each) => summary[each])],
    times ? `${duration(times.p50)} / ${duration(times.p95)} / ${duration(times.p99)}` : 'none',
    duration(durationMs),
    link === undefined ? name : html`<a href="${link}">${name}</a>`,
  ];
}

function findingRow(trend: FindingTrend): HtmlValue[] {
  const { rule, level, message, where } = trend;
  return [
    html`<span class="unbroken ${level}">${level}</span>`,
    html`<code>${short(rule)}</code> ${short(message)}${where !== undefined && html` (<code>${short(where)}</code>)`}`,
    idsText(trend.cases.map(short)),
    ...[trend.runs, time(trend.firstSeen), time(trend.lastSeen)],
    trend.open ? 'yes' : 'no longer',
  ];
}

/** Charts of the runs of each selection of cases: the time of a run of four cases does not belong on the line of all. */
function selectionPictures(runs: readonly RunDigest[]): Html[] {
  const selections = [...groupBy(runs, ({ selection }) => selection).values()];
  const drawn = selections.sort((one, other) => other.length - one.length);
  const left = drawn.slice(selectionsShown).reduce((sum, own) => sum + own.length, 0);
  const charts = drawn.slice(0, selectionsShown).map(
    (own) =>
      html`${drawn.length > 1 && html`<h3>${plural(own.length, 'run')} of the same ${plural(own.at(-1)!.summary.cases, 'case')}</h3>`}
<div class="figures">${verdictPicture(own)}${timesPicture(own)}</div>`,
  );
  return [
    ...charts,
    ...(left > 0 ? [html`<p class="quiet">${plural(left, 'run')} of other selections: see the table below.</p>`] : []),
  ];
}

function targetSection({ target, runs, findings, flaky, explored }: Trend, index: number): Html {
  const shown = runs.slice(-runsShown);
  const id = `target-${index + 1}`;
  const caption = `${plural(runs.length, 'run')}${runs.length > shown.length ? `, showing the latest ${shown.length}` : ''}, latest first`;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${short(target)}</h2>
${selectionPictures(shown)}
${explored && html`<p>${exploredSoFarText(explored)}</p>\n`}<h3>Findings</h3>
${bounded('By rule, level and place', 'No findings.', ['level', 'finding', 'cases', 'runs', 'first seen', 'last seen', 'open'], findings.map(findingRow))}
<h3>Flaky cases</h3>
${bounded(
  'Passed after a retry, or changed between passed and failed more than once',
  'No flaky cases.',
  ['case', 'runs', 'flaky in', 'changes', 'latest'],
  flaky.map(({ id: of, runs: count, flaky: times, changes, latest }) => [
    html`<code>${short(of)}</code>`,
    ...[count, times, changes],
    html`<span class="${latest}">${latest}</span>`,
  ]),
)}
<h3>Runs</h3>
${bounded(caption, 'None.', ['start (UTC)', 'verdict', 'cases', ...caseVerdicts, 'p50 / p95 / p99', 'took', 'file'], [...shown].reverse().map(runRow))}
</section>`;
}

/** The page of a history: self-contained, without scripts. Times are UTC. */
export function historyHtml(histories: readonly Trend[], damaged: readonly Damaged[]): string {
  const count = histories.reduce((sum, { runs }) => sum + runs.length, 0);
  const title = `History of ${plural(count, 'run')}`;
  const contents = html`<nav aria-label="Targets"><ul>${histories.map(({ target }, index) => html`<li><a href="#target-${index + 1}">${short(target)}</a></li>`)}</ul></nav>`;
  const left = html`<section aria-labelledby="left-out"><h2 id="left-out">Left out</h2>
${bounded(
  'Files that are not reports',
  '',
  ['file', 'why'],
  damaged.map(({ name, why }) => [html`<code>${short(name)}</code>`, short(why)]),
)}</section>`;
  return htmlDocument({
    title,
    body: html`<main><h1>${title}</h1>${histories.length > 1 && contents}${histories.map(targetSection)}${damaged.length > 0 && left}</main>`,
  });
}
