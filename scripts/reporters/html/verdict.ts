import { plural } from '../../lib/plural';
import { cut } from '../../lib/text-layout';
import type { CaseVerdict, RunReport, RunSummary } from '../../report/types';
import type { RunView } from '../../report/view';
import { type FindingGroup, groupRows, notedTitle } from '../../report/view/finding-groups';
import { signs } from '../../report/view/marks';
import { duration, exploredText } from '../../report/view/text';
import { type Html, html } from '../page/markup';
import { facts, section } from '../page/table';
import { caseLink } from './case';
import { advice } from './finding';

const longestText = 2000;
/** A longer command is folded away. */
const longestCommand = 500;
const longestFact = 500;
/** Further groups are only counted, and further failed cases are folded away. */
const mostListed = 12;

/** The verdict, what to do next, and what failed: all that most readers need. */
export function verdictMarkup({
  report,
  verdict: { headline, says, looksLike, next },
  findings,
  repeat,
}: RunView): Html {
  return html`<section class="verdict ${report.verdict}" aria-labelledby="verdict">
<h1 id="verdict">${cut(headline, longestText)}</h1>
${[...says, ...looksLike].map((text) => html`<p>${cut(text, longestText)}</p>`)}
${next !== undefined && html`<p><strong>Next:</strong> ${next.text}</p>`}
${repeat !== undefined && repeatMarkup(repeat.join(' '))}
</section>
${groupList('broken', 'What is broken', findings.broken, report)}
${groupList('noted', notedTitle(findings.noted), findings.noted, report)}
${counts(report)}
${failedList(report)}`;
}

/** Never cut, because readers copy it. */
function repeatMarkup(command: string): Html {
  const block = html`<div class="copied"><pre>${command}</pre></div>`;
  return command.length > longestCommand
    ? html`<details><summary>The command that runs these cases again</summary>${block}</details>`
    : html`<p>Run these cases again:</p>${block}`;
}

/** Which run this is: the first line of the page. */
export function runLine({ report: { startedAt, durationMs }, facts: parts }: RunView): Html {
  const line = [...parts, `${startedAt.slice(0, 19).replace('T', ' ')} UTC`, `took ${duration(durationMs)}`];
  return html`<p class="quiet">${cut(line.join(' · '), longestText)}</p>`;
}

/** Each cause once: what differs, on what evidence, and the first case to look at. */
function groupList(id: 'broken' | 'noted', title: string, groups: readonly FindingGroup[], report: RunReport) {
  if (groups.length === 0) return undefined;
  const more = groups.length - mostListed;
  const list = html`<ul class="groups">${groups.slice(0, mostListed).map((group) => groupItem(group, id === 'broken', report))}</ul>
${more > 0 && html`<p>And ${more} more: see the cases below.</p>`}`;
  return section(id, title, list);
}

function groupItem(group: FindingGroup, failing: boolean, report: RunReport): Html {
  const { level, rule, message } = group.finding;
  const { length } = group.cases;
  const found = html`${plural(length, 'case')}${length > 1 && ', first'}: ${caseLink(group.cases[0]!.id, report)}`;
  const rows = groupRows(group).map(([label, text]) => [label, cut(text, longestFact)] as const);
  return html`<li${failing && html` class="failing"`}><p><strong class="${level}">${level}</strong> <code>${cut(rule, 200)}</code> ${cut(message, longestFact)}</p>
${facts([...rows, ...advice(group.finding), ['found in', found]])}</li>`;
}

/** The counts. Those of cases and findings that can be chosen are links that choose them. */
function counts({ summary, explored }: RunReport): Html {
  const shown: readonly Tile[] = [
    ['cases', summary.cases, ''],
    ...(['passed', 'failed', 'errored', 'inconclusive', 'skipped'] as const).map(verdictTile(summary)),
    ...(summary.flaky > 0 ? [verdictTile(summary)('flaky')] : []),
    ...levelTiles(summary),
  ];
  return html`<dl class="counts">${shown.map(
    ([name, count, filter]) =>
      html`<div><dt>${name}</dt><dd>${
        count === 0
          ? count
          : html`<a href="#cases" data-filter="${filter}"${filter !== '' && html` class="${filter.split('=')[1]}"`} aria-label="${count} ${name}: show the cases">${count}</a>`
      }</dd></div>`,
  )}</dl>
${explored && html`<p class="quiet">Explored in addition to the cases: ${exploredText(explored)}.</p>`}`;
}

/** A name, a number, and the filter that shows what is counted. */
type Tile = readonly [name: string, count: number, filter: string];

const verdictTile =
  (summary: RunSummary) =>
  (name: CaseVerdict | 'flaky'): Tile => [name, summary[name], `verdict=${name}`];

function levelTiles({ violations, deviations, warnings, client = 0, observations, quarantined }: RunSummary): Tile[] {
  const all: readonly Tile[] = [
    ['violations', violations, 'level=violation'],
    ['deviations', deviations, 'level=deviation'],
    ['warnings', warnings, 'level=warning'],
    ['mistakes of the client', client, 'level=client'],
    ['observations', observations, 'level=observation'],
    ['quarantined', quarantined, 'level=quarantined'],
  ];
  return all.filter(([, count]) => count > 0);
}

function failedList(report: RunReport): Html | undefined {
  const failed = report.cases.filter(({ verdict }) => verdict === 'failed');
  if (failed.length === 0) return undefined;
  const list = html`<ul>${failed.map(({ id, title }) => html`<li>${caseLink(id, report)} ${cut(title, 300)}</li>`)}</ul>`;
  const folded = html`<details><summary>All ${failed.length}, by name</summary>${list}</details>`;
  return section('failed', `${signs.failed} Failed cases`, failed.length > mostListed ? folded : list, 'nav');
}
