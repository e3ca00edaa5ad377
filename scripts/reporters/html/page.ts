import { evidence } from '../../contract/evidence';
import { cut } from '../../lib/text-layout';
import type { RunReport } from '../../report/types';
import { type RunView, viewOf } from '../../report/view';
import { targetText } from '../../report/view/text';
import { htmlDocument } from '../page/document';
import { type Html, html } from '../page/markup';
import { section, table } from '../page/table';
import { notesMarkup } from './notes';
import { pictures } from './pictures';
import { script } from './script';
import { casesMarkup } from './themes';
import { runLine, verdictMarkup } from './verdict';

/** In bytes: what browsers show without delay. Only a page without any details of cases can be longer. */
const longestPage = 395_000;

/** The run as the text of `report.html`: with the details of as many cases as there is room for. */
export function reportHtml(report: RunReport): string {
  const view = viewOf(report);
  const above = html`${verdictMarkup(view)}
${notesMarkup(view)}
${pictures(report)}`;
  const below = evidenceTable(report);
  const cases = casesMarkup(view);
  const page = (room: number): string => document(view, [above, cases(room), below]);
  return page(Math.max(0, longestPage - Buffer.byteLength(page(0))));
}

function document(view: RunView, main: readonly Html[]): string {
  const body = html`<header>${runLine(view)}</header>
<main>
${main}
</main>
<footer class="quiet"><p>run.json beside this page has everything, with all exchanges in full. Neither file contains a secret: each is replaced by its fingerprint.</p></footer>`;
  return htmlDocument({ title: `${view.verdict.title}: ${cut(targetText(view.report.target), 200)}`, body, script });
}

/** The rows of the evidence table that the cases of this run are based on. */
function evidenceTable({ cases }: RunReport): Html {
  const named = new Set<string>(
    cases.flatMap((each) => [...each.evidence, ...each.findings.map((found) => found.evidence)]),
  );
  const rows = Object.entries(evidence).flatMap(([id, { fact, source, strength }]) =>
    named.has(id) ? [[id, fact, source, strength]] : [],
  );
  return section(
    'evidence',
    'Evidence',
    html`<details><summary>The ${rows.length} facts that the cases of this run are based on, each with its source</summary>
${table(['id', 'fact', 'source', 'strength'], rows)}</details>`,
  );
}
