import { evidence } from '../../contract/evidence';
import { cut } from '../../lib/text-layout';
import type { RunReport } from '../../report/types';
import { type Html, html } from '../page/markup';
import { section } from '../page/table';

/** The id of a row, linked to it; a report of another version may name a row that this one does not have. */
export function evidenceLink(id: string): Html {
  return Object.hasOwn(evidence, id) ? html`<a href="#evidence-${id}">${id}</a>` : html`${cut(id, 100)}`;
}

/** The rows of the evidence table that the cases and findings of a run are based on. */
export function evidenceTable({ cases }: RunReport): Html {
  const named = new Set<string>(
    cases.flatMap((each) => [...each.evidence, ...each.findings.map((found) => found.evidence)]),
  );
  const rows = Object.entries(evidence).filter(([id]) => named.has(id));
  return section(
    'evidence',
    'Evidence',
    html`<details><summary>The ${rows.length} facts that the cases of this run are based on, each with its source</summary>
<table><thead><tr>${['id', 'fact', 'source', 'strength'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(([id, { fact, source, strength }]) => html`<tr id="evidence-${id}"><td>${id}</td><td>${fact}</td><td>${source}</td><td>${strength}</td></tr>`)}</tbody></table></details>`,
  );
}
