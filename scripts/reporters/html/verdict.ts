import { plural } from '../../lib/plural';
import { cut } from '../../lib/text-layout';
import type { CaseResult, RunReport, RunSummary } from '../../report/types';
import { brokenGroups, type FindingGroup } from '../../report/view/finding-groups';
import { evidenceText } from '../../report/view/finding-text';
import { repeatCommand } from '../../report/view/repeat-command';
import { duration, marks, targetText } from '../console/format';
import { verdictWords } from '../console/verdict-lines';
import { anchorOf } from './case';
import { type Html, html } from './markup';

const longestText = 2000;
/** A longer command is folded away. */
const longestCommand = 500;
const longestFact = 400;
/** More causes than these are only counted, and more failed cases folded away. */
const mostListed = 12;

/** The verdict, what to do, and what failed: all that most readers want. */
export function verdictMarkup(report: RunReport): Html {
  const { headline, says, next } = verdictWords(report);
  const repeat = repeatCommand(report);
  return html`<section class="verdict ${report.verdict}" aria-labelledby="verdict">
<h1 id="verdict">${cut(headline, longestText)}</h1>
${says.map((text) => html`<p>${cut(text, longestText)}</p>`)}
${next !== undefined && html`<p><strong>Next:</strong> ${next}</p>`}
${repeat !== undefined && repeatMarkup(repeat)}
</section>
${brokenList(report)}
${counts(report.summary)}
${failedList(report)}`;
}

/** Never cut: it is to be copied. */
function repeatMarkup(command: string): Html {
  const block = html`<div class="copied"><pre>${command}</pre></div>`;
  return command.length > longestCommand
    ? html`<details><summary>The command that repeats these cases</summary>${block}</details>`
    : html`<p>Repeat these cases:</p>${block}`;
}

/** Which run this is: to stand above everything, or below. */
export function runLine({
  tool,
  target,
  engine,
  seed,
  strict,
  failOnFlaky,
  startedAt,
  durationMs,
  shard,
}: RunReport): Html {
  const parts = [
    targetText(target),
    `${startedAt.slice(0, 19).replace('T', ' ')} UTC`,
    `took ${duration(durationMs)}`,
    `engine ${engine}`,
    `seed ${seed}`,
    ...(strict ? ['strict'] : []),
    ...(failOnFlaky ? ['fails on flaky cases'] : []),
    ...(shard ? [`shard ${shard.index} of ${shard.count}`] : []),
    `${tool.name} ${tool.version}`,
  ];
  return html`<p class="quiet">${cut(parts.join(' · '), longestText)}</p>`;
}

/** What is broken, each cause once: what differs, on what evidence, and where to look first. */
function brokenList(report: RunReport): Html | undefined {
  const groups = brokenGroups(report);
  if (groups.length === 0) return undefined;
  const places = new Map(report.cases.map((result, index) => [result, anchorOf(index)]));
  const more = groups.length - mostListed;
  return html`<section class="broken-list" aria-labelledby="broken"><h2 id="broken">What is broken</h2>
<ul>${groups.slice(0, mostListed).map((group) => brokenItem(group, places))}</ul>
${more > 0 && html`<p>And ${more} more: see the cases below.</p>`}</section>`;
}

function brokenItem({ finding, varies, cases }: FindingGroup, places: ReadonlyMap<CaseResult, string>): Html {
  const { level, rule, message, where, expected, actual, evidence } = finding;
  const [first] = cases;
  const facts = [
    ...(where === undefined ? [] : [['where', where]]),
    ...(expected === undefined ? [] : [['expected', expected]]),
    ...(actual === undefined ? [] : [['actual', `${cut(actual, longestFact)}${varies ? ' (others differ)' : ''}`]]),
    ['evidence', evidenceText(evidence)],
  ];
  return html`<li><p><strong class="${level}">${level}</strong> <code>${cut(rule, 200)}</code> ${cut(message, longestFact)}</p>
<dl class="facts">${facts.map(([label, text]) => html`<dt>${label}</dt><dd>${cut(text!, longestFact + 100)}</dd>`)}
<dt>found in</dt><dd>${plural(cases.length, 'case')}${cases.length > 1 && ', first'}: <a href="#${places.get(first!)!}"><code>${cut(first!.id, longestFact)}</code></a></dd></dl></li>`;
}

function counts(summary: RunSummary): Html {
  const always = ['cases', 'passed', 'failed', 'errored', 'inconclusive', 'skipped'] as const;
  const some = ['flaky', 'violations', 'deviations', 'warnings', 'observations', 'quarantined'] as const;
  const shown = [...always, ...some.filter((name) => summary[name] > 0)];
  return html`<dl class="counts">${shown.map((name) => html`<div><dt>${name}</dt><dd${name !== 'cases' && summary[name] > 0 && html` class="${name.replace(/s$/, '')}"`}>${summary[name]}</dd></div>`)}</dl>`;
}

function failedList({ cases }: RunReport): Html | undefined {
  const failed = cases.flatMap((result, index) => (result.verdict === 'failed' ? [{ result, index }] : []));
  if (failed.length === 0) return undefined;
  const list = html`<ul>${failed.map(({ result, index }) => html`<li><a href="#${anchorOf(index)}"><code>${cut(result.id, 300)}</code></a> ${cut(result.title, 300)}</li>`)}</ul>`;
  const title = `${marks.failed.symbol} Failed cases`;
  return html`<nav aria-labelledby="failed"><h2 id="failed">${title}</h2>
${failed.length > mostListed ? html`<details><summary>All ${failed.length}, by name</summary>${list}</details>` : list}</nav>`;
}
