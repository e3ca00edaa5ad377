import { evidence } from '../../contract/evidence';
import { cut } from '../../lib/text-layout';
import type { RunReport } from '../../report/types';
import { targetText } from '../console/format';
import { htmlDocument } from './document';
import { type Html, html } from './markup';
import { pictures } from './pictures';
import { runNotes } from './run-notes';
import { script } from './script';
import { casesMarkup } from './themes';
import { runLine, verdictMarkup } from './verdict';

const titles: Readonly<Record<RunReport['verdict'], string>> = {
  held: 'Contract held',
  broken: 'Contract broken',
  'no-verdict': 'No verdict',
  'credentials-refused': 'Credentials refused',
};

/** A browser likes to show a page of this size, in bytes. Only where the cases have no details can it be longer. */
const longestPage = 395_000;

/** The run as the text of `report.html`: with the details of as many cases as there is room for. */
export function reportHtml(report: RunReport): string {
  const above = html`${verdictMarkup(report)}
${runNotes(report)}
${pictures(report)}`;
  const below = evidenceTable(report);
  const cases = casesMarkup(report);
  const page = (room: number): string => document(report, [above, cases(room), below]);
  return page(Math.max(0, longestPage - Buffer.byteLength(page(0))));
}

function document(report: RunReport, main: readonly Html[]): string {
  const body = html`<header>${runLine(report)}</header>
<main>
${main}
</main>
<footer class="quiet"><p>Everything in this page, and the exchanges in full, stands in run.json beside it. Secrets are in neither: a fingerprint stands in their place.</p></footer>`;
  return htmlDocument({ title: `${titles[report.verdict]}: ${cut(targetText(report.target), 200)}`, body, script });
}

/** The rows of evidence on which the cases of this run rest. */
function evidenceTable({ cases }: RunReport): Html {
  const named = new Set<string>(
    cases.flatMap((each) => [...each.evidence, ...each.findings.map((found) => found.evidence)]),
  );
  const rows = Object.entries(evidence).filter(([id]) => named.has(id));
  return html`<section aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
<details><summary>What the cases of this run rest on: ${rows.length} facts, each with its source</summary>
<table><thead><tr><th scope="col">id</th><th scope="col">fact</th><th scope="col">source</th><th scope="col">strength</th></tr></thead>
<tbody>${rows.map(([id, { fact, source, strength }]) => html`<tr><td>${id}</td><td>${fact}</td><td>${source}</td><td>${strength}</td></tr>`)}</tbody></table></details></section>`;
}
