import { cut } from '../../lib/text-layout';
import type { Finding } from '../../report/types';
import { findingRows } from '../../report/view/finding-text';
import { remedyOf } from '../../report/view/remedy';
import { type Html, html } from '../page/markup';
import { facts } from '../page/table';
import { type TextPiece, wordDifferences } from './differences';
import { evidenceLink } from './evidence';

const longestText = 2000;

/** A finding: what differs, expected and actual side by side, and the evidence in full. */
export function findingMarkup(finding: Finding): Html {
  const { level, rule, message, expected, actual, quarantined } = finding;
  const rows = findingRows(finding).filter(([label]) => label !== 'expected' && label !== 'actual');
  return html`<div class="finding ${quarantined ? 'quarantined' : level}">
<h4><span class="level">${quarantined ? `quarantined ${level}` : level}</span> <code>${cut(rule, 200)}</code></h4>
<p>${cut(message, longestText)}</p>
${sides(expected, actual)}
${facts([...rows.map(([label, text]) => [label, cut(text, longestText)] as const), ...advice(finding)])}
</div>`;
}

/** What to do about a finding, and where to read more about its evidence. An observation asks for nothing. */
export function advice({ rule, level, evidence }: Finding): [label: string, text: Html][] {
  const remedy = level === 'observation' ? undefined : remedyOf(rule);
  if (remedy === undefined) return [];
  return [['what to do', html`${remedy} Evidence and source: ${evidenceLink(evidence)}.`]];
}

function sides(expected: string | undefined, actual: string | undefined): Html | undefined {
  if (expected === undefined && actual === undefined) return undefined;
  const [left, right] = [expected, actual].map((text) => text !== undefined && cut(text, longestText));
  const [ours, theirs] =
    typeof left === 'string' && typeof right === 'string' ? wordDifferences(left, right).map(marked) : [left, right];
  return html`<dl class="sides">
${left !== false && html`<div><dt>expected</dt><dd>${ours}</dd></div>`}
${right !== false && html`<div><dt>actual</dt><dd>${theirs}</dd></div>`}
</dl>`;
}

function marked(pieces: readonly TextPiece[]): Html[] {
  return pieces.map(({ text, differs }) => (differs ? html`<mark>${text}</mark>` : html`${text}`));
}
