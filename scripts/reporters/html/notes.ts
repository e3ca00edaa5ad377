import { cut } from '../../lib/text-layout';
import type { Load, RunReport } from '../../report/types';
import type { RunView } from '../../report/view';
import { loadRows, loadTitle, percentiles, slowestCases } from '../../report/view/load-text';
import type { RunNote } from '../../report/view/notes';
import { duration } from '../../report/view/text';
import { barChart, inks } from '../page/chart';
import { type Html, html } from '../page/markup';
import { facts, section, table } from '../page/table';
import { caseLink } from './case';

const longestText = 500;
/** With more bars a chart is unreadable; the figures are beside it. */
const mostBars = 150;

/** The notes about the run as a whole: how it ended, drift, quarantine, flaky cases, load. */
export function notesMarkup({ report, notes }: RunView): Html[] {
  // The page begins with the verdict.
  const shown = notes.filter(({ id }) => id !== 'verdict');
  return [...shown.map((note) => noteSection(note, report)), ...loadSection(report)];
}

function noteSection({ id, title, effect, entries }: RunNote, report: RunReport): Html {
  const heading = effect === 'failure' ? `${title} (this fails the run)` : title;
  const [first] = entries;
  if (first === undefined || first.rows.length === 0) {
    return section(
      id,
      heading,
      entries.map(({ subject }) => html`<p>${cut(subject, 4 * longestText)}</p>`),
    );
  }
  const head = ['subject', ...first.rows.map(([label]) => label), ...(first.cases ? ['cases'] : [])];
  const rows = entries.map(({ subject, rows: own, cases }) => [
    caseLink(subject, report),
    ...own.map(([, text]) => cut(text, longestText)),
    ...(cases ? [cases.map((each, index) => html`${index > 0 && ', '}${caseLink(each, report)}`)] : []),
  ]);
  return section(id, heading, table(head, rows));
}

/** How the target did under load; nothing if it was not loaded. */
function loadSection(report: RunReport): Html[] {
  const { load } = report;
  if (load === undefined) return [];
  const slowest = slowestCases(report).map(({ id, load: { sent, failed, responseTimes } }) => [
    caseLink(id, report),
    ...percentiles.map((name) => duration(responseTimes[name])),
    sent,
    failed,
  ]);
  const parts = [
    facts(loadRows(load)),
    failuresByTime(load),
    slowest.length > 0 && table(['slowest cases', ...percentiles, 'sent', 'failed'], slowest),
  ];
  return [section('load', loadTitle(load), parts)];
}

/** A bar for each slice of time, including those without a failure; nothing if no request failed. */
function failuresByTime({ failures, failed }: Load): Html | undefined {
  const sliceMs = Math.min(...failures.map(({ fromMs, toMs }) => toMs - fromMs));
  const bars = Math.ceil(Math.max(0, ...failures.map(({ toMs }) => toMs)) / sliceMs);
  if (failures.length === 0 || bars > mostBars) return undefined;
  const counts = Array.from({ length: bars }, () => 0);
  for (const { fromMs, count } of failures) counts[Math.floor(fromMs / sliceMs)]! += count;
  const worst = failures.reduce((most, each) => (each.count > most.count ? each : most));
  const title = 'Failed requests over time';
  const description = `${failed} failed, most of them from ${duration(worst.fromMs)} to ${duration(worst.toMs)}.`;
  const chart = barChart({
    ...{ title, description, height: 170, xName: 'since the start of the load' },
    labels: counts.map((_count, index) => duration(index * sliceMs)),
    series: [{ ink: inks.failed, values: counts }],
  });
  return html`<figure><h3>${title}</h3>${chart}<figcaption>${description}</figcaption></figure>`;
}
