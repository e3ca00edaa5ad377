import { type Html, type HtmlValue, html } from './markup';

/** A table, under a caption if there is one. */
export function table(
  head: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
  caption: HtmlValue = undefined,
): Html {
  return html`<table>${caption !== undefined && html`<caption>${caption}</caption>`}
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((value) => html`<td>${value}</td>`)}</tr>`)}</tbody></table>`;
}

/** A section with its heading; the id is that of the heading. */
export function section(id: string, title: HtmlValue, inside: HtmlValue, name: 'section' | 'nav' = 'section'): Html {
  const content = html`<h2 id="${id}">${title}</h2>
${inside}`;
  return name === 'nav'
    ? html`<nav aria-labelledby="${id}">${content}</nav>`
    : html`<section aria-labelledby="${id}">${content}</section>`;
}

/** Labelled texts as a list. */
export function facts(rows: readonly (readonly [label: string, text: HtmlValue])[]): Html {
  return html`<dl class="facts">${rows.map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>`;
}
