import { cut } from '../../lib/text-layout';
import type { CaseResult, QuarantineEntry, RunReport } from '../../report/types';
import { anchorOf } from './case';
import { loadSection } from './load';
import { type Html, type HtmlValue, html } from './markup';

const longestText = 500;

/** What is to be said of the run beside its cases: its end, drift, quarantine, flaky cases, load. */
export function runNotes(report: RunReport): Html[] {
  const { drift = [], quarantine, failOnFlaky } = report;
  return [
    ending(report),
    table(
      'drift',
      'Drift from the accepted record, which fails the run',
      ['aspect', 'accepted', 'observed', 'cases'],
      drift.map(({ aspect, accepted, observed, cases }) => [
        html`<code>${short(aspect)}</code>`,
        listed(accepted),
        listed(observed),
        listed(cases),
      ]),
    ),
    entries('expired', 'Quarantine past its date, which fails the run', quarantine?.expired ?? []),
    entries('unused', 'Quarantine of what is not found any more: remove it', quarantine?.unused ?? []),
    quarantined(report.cases),
    table(
      'flaky',
      `Flaky cases, passed but not at the first attempt${failOnFlaky ? ', which fails the run' : ''}`,
      ['case', 'attempts', 'at first'],
      report.cases.flatMap((result, index) =>
        result.flaky ? [[caseLink(result, index), result.exchanges.length, short(firstOutcome(result))]] : [],
      ),
    ),
    loadSection(report),
  ].filter((note) => note !== undefined);
}

function ending({ stopped, because, error, complete }: RunReport): Html | undefined {
  const rows = Object.entries({ stopped, because, error }).filter(([, text]) => text !== undefined);
  if (complete && rows.length === 0) return undefined;
  const facts = rows.length > 0 ? rows : [['ended', 'the run was broken off']];
  return html`<section aria-labelledby="ending"><h2 id="ending">${complete ? 'Trouble in the run' : 'Incomplete run'}</h2>
<dl class="facts">${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${cut(text!, 2000)}</dd>`)}</dl></section>`;
}

function quarantined(cases: readonly CaseResult[]): Html | undefined {
  return table(
    'quarantined',
    'Quarantined findings: known, and put up with until a date',
    ['case', 'finding', 'owner', 'until', 'reason'],
    cases.flatMap((result, index) =>
      result.findings.flatMap(({ rule, message, quarantined: by }) =>
        by
          ? [
              [
                caseLink(result, index),
                html`<code>${short(rule)}</code> ${short(message)}`,
                short(by.owner),
                by.expires,
                short(by.reason),
              ],
            ]
          : [],
      ),
    ),
  );
}

function entries(id: string, title: string, list: readonly QuarantineEntry[]): Html | undefined {
  const rows = list.map(({ case: of, rule, owner, expires, reason }) => [of, rule, owner, expires, reason].map(short));
  return table(id, title, ['case', 'rule', 'owner', 'until', 'reason'], rows);
}

function firstOutcome({ exchanges: [first] }: CaseResult): string {
  if (first === undefined) return '';
  return first.failure ? `${first.failure.kind}: ${first.failure.message}` : `it answered ${first.response?.status}`;
}

const caseLink = ({ id }: CaseResult, index: number): Html =>
  html`<a href="#${anchorOf(index)}"><code>${short(id)}</code></a>`;
const short = (text: string): string => cut(text, longestText);
const listed = (values: readonly string[]): string => (values.length === 0 ? 'nothing' : values.map(short).join(', '));

/** A section with a table; nothing where it has no rows. */
function table(
  id: string,
  title: string,
  head: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((value) => html`<td>${value}</td>`)}</tr>`)}</tbody></table></section>`;
}
