import { plural } from '../../lib/plural';
import { cut } from '../../lib/text-layout';
import { duration } from '../../report/view/text';
import { htmlDocument } from '../../reporters/page/document';
import { type Html, html } from '../../reporters/page/markup';
import { facts, section } from '../../reporters/page/table';
import { type CauseGroup, causeGroups, changeCounts, headline, identityText } from '../groups';
import type { FleetReport, PartnerExitCode, PartnerResult } from '../types';
import { fleetScript } from './page-script';

const longestText = 600;
const namesShown = 20;

const short = (text: string): string => cut(text, longestText);

/** The class that colours a verdict. */
const inks = {
  0: 'passed',
  1: 'failed',
  2: 'failed',
  3: 'errored',
  4: 'failed',
} as const satisfies Record<PartnerExitCode, string>;

const marks = { 0: '✓', 1: '✗', 2: '✗', 3: '?', 4: '✗' } as const satisfies Record<PartnerExitCode, string>;

function counts({ summary }: FleetReport): Html {
  const { working, held, broken, settingsWrong, noVerdict, refused } = summary;
  const all = [
    ['OK', working + held, 'passed'],
    ['wrong settings', settingsWrong, 'failed'],
    ['refused', refused, 'failed'],
    ['broken', broken, 'failed'],
    ['no verdict', noVerdict, 'errored'],
  ] as const;
  return html`<dl class="counts">${all.map(([name, count, ink]) => html`<div><dt>${name}</dt><dd class="${count > 0 && ink}">${count}</dd></div>`)}</dl>`;
}

function groupItem({ code, title, next, exitCode, partners }: CauseGroup): Html {
  const names = partners.slice(0, namesShown).map(({ name }) => short(name));
  const more = partners.length - names.length;
  return html`<li class="${exitCode !== 3 && 'failing'}"><h3>${title === undefined ? code : short(title)}</h3>
<p>${plural(partners.length, 'partner')}: ${names.join(', ')}${more > 0 && ` and ${more} more`}</p>
${next !== undefined && html`<p>Next: ${short(next)}</p>`}<p class="quiet"><code>${code}</code></p></li>`;
}

/** The first line of a partner, what to do, and the warnings. */
function says(result: PartnerResult): Html {
  const { cause, warnings = [], worker, report, exitCode } = result;
  const owner = identityText(result);
  return html`${cause && html`<p>${short(cause.title)}</p>${cause.seen !== undefined && html`<p>Seen: ${short(cause.seen)}</p>`}<p>Next: ${short(cause.next)}</p><p class="quiet"><code>${cause.code}</code></p>`}
${exitCode === 0 && owner !== '' && html`<p>${short(owner)}</p>`}
${warnings.map(({ title, next, code }) => html`<p><span class="warning">Warning:</span> ${short(title)}. Next: ${short(next)} <code>${code}</code></p>`)}
<p class="quiet">${report !== undefined && html`<a href="${report}">report of ${short(result.name)}</a>`}${worker && html` checked by ${short(worker.host)} ${worker.process}`}</p>`;
}

function row(result: PartnerResult): Html {
  const { name, verdict, exitCode, cause, change } = result;
  return html`<tr data-verdict="${verdict}" data-cause="${cause?.code ?? ''}" data-change="${change ?? ''}"><td>${short(name)}</td>
<td><span class="${inks[exitCode]}">${marks[exitCode]} ${verdict}</span>${change && html`<br><strong>${change}</strong>`}</td><td>${says(result)}</td></tr>`;
}

function select(label: string, values: readonly string[]): Html {
  return html`<label>${label}<select><option value="">all</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>`;
}

function table(report: FleetReport): Html {
  const { partners } = report;
  const different = (values: readonly (string | undefined)[]): string[] => [
    ...new Set(values.filter((value) => value !== undefined)),
  ];
  return html`<form class="tools" hidden>
<label class="grow">Search<input type="search" autocomplete="off"></label>
${select('Verdict', different(partners.map(({ verdict }) => verdict)))}${select(
  'Cause',
  different(partners.map(({ cause }) => cause?.code)),
)}${select('Change', different(partners.map(({ change }) => change)))}
<button type="reset">Reset</button><output></output></form>
<table class="partners"><caption>Worst first</caption>
<thead><tr><th scope="col">partner</th><th scope="col">verdict</th><th scope="col">what to know and to do</th></tr></thead>
<tbody>${partners.map(row)}</tbody></table>`;
}

function unverifiedSection({ unverified }: FleetReport): Html | false {
  if (!unverified) return false;
  const more = unverified.count - unverified.entries.length;
  return section(
    'unverified',
    'Not counted',
    html`<p>${plural(unverified.count, 'record')} in Redis ${unverified.count === 1 ? 'was' : 'were'} not signed with the key of this fleet.</p>
<ul>${unverified.entries.map(({ kind, name, why }) => html`<li>${kind} <code>${short(name)}</code>: ${why}</li>`)}</ul>${more > 0 && html`<p>And ${more} more.</p>`}`,
  );
}

/** The report of a fleet as one self-contained page, readable without scripts. Times are UTC. */
export function fleetHtml(report: FleetReport): string {
  const groups = causeGroups(report).filter(({ code }) => code !== undefined);
  const changes = changeCounts(report).map(([kind, count]) => `${count} ${kind}`);
  const { tool, mode, startedAt, durationMs, summary, rate, fleet, comparedWith, exitCode } = report;
  const time = (text: string): string => text.slice(0, 16).replace('T', ' ');
  const title = headline(report);
  const body = html`<main><div class="verdict ${exitCode === 0 ? 'held' : exitCode !== 3 && 'broken'}"><h1>${title}</h1>
${comparedWith !== undefined && html`<p>Since the fleet of ${time(comparedWith)} UTC: ${changes.join(', ') || 'no partner is new, fixed or worse'}.</p>`}</div>
${counts(report)}
${groups.length > 0 && section('causes', 'Causes', html`<ul class="groups">${groups.map(groupItem)}</ul>`)}
${section('partners', 'Partners', table(report))}
${unverifiedSection(report)}</main>
<footer>${facts([
    ['What', mode === 'suite' ? 'the test suite at each partner' : 'the credentials of each partner'],
    ...(fleet === undefined ? [] : [['Fleet', fleet] as const]),
    ['Started', `${time(startedAt)} UTC`],
    ['Took', duration(durationMs)],
    ['Sent', `${plural(summary.requests, 'request')}${rate === undefined ? '' : `, at most ${rate} per second`}`],
    ['Made by', `${tool.name} ${tool.version}`],
  ])}</footer>`;
  return htmlDocument({ title: `Fleet: ${title}`, body, script: fleetScript });
}
