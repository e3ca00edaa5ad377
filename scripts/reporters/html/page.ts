import { cut } from '../../lib/text-layout';
import type { RunReport } from '../../report/types';
import { type RunView, viewOf } from '../../report/view';
import { targetText } from '../../report/view/text';
import { htmlDocument } from '../page/document';
import { type Html, html } from '../page/markup';
import { evidenceTable } from './evidence';
import { notesMarkup } from './notes';
import { pictures } from './pictures';
import { script } from './script';
import { casesMarkup } from './themes';
import { runLine, verdictMarkup } from './verdict';

/** In bytes: what mail takes and browsers show without delay. */
const usualPage = 1_450_000;
/** For a run with more exchanges than one of every case has. */
const longestPage = 4_900_000;
const usualExchanges = 1000;

/** The run as the text of `report.html`: with the details of as many cases as there is room for. */
export function reportHtml(report: RunReport): string {
  const view = viewOf(report);
  const above = html`${verdictMarkup(view)}
${notesMarkup(view)}
${pictures(report)}`;
  const below = evidenceTable(report);
  const cases = casesMarkup(view);
  const page = (room: number): string => document(view, [above, cases(room), below]);
  const exchanges = report.cases.reduce((sum, each) => sum + each.exchanges.length, 0);
  const most = exchanges > usualExchanges ? longestPage : usualPage;
  return page(Math.max(0, most - Buffer.byteLength(page(0))));
}

function document(view: RunView, main: readonly Html[]): string {
  const body = html`<header>${runLine(view)}</header>
<main>
${main}
</main>
<footer class="quiet"><p>run.json, in the same folder as this page, contains everything, including all exchanges in full. Neither file contains a secret: each is replaced by its fingerprint.</p></footer>`;
  return htmlDocument({ title: `${view.verdict.title}: ${cut(targetText(view.report.target), 200)}`, body, script });
}
