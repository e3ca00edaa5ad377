import { levelOrder } from '../../judge/level';
import { plural } from '../../lib/plural';
import { cut } from '../../lib/text-layout';
import type { CaseResult } from '../../report/types';
import type { RunView } from '../../report/view';
import type { Theme } from '../../report/view/themes';
import { type Html, html } from '../page/markup';
import { section } from '../page/table';
import { caseParts } from './case';
import { fitting } from './fitting';

/**
 * The cases by theme, below the controls that the script shows. The result takes the room, in bytes, for the details of
 * all cases; each byte of room makes the markup at most one byte longer.
 */
export function casesMarkup({ report, themes }: RunView): (room: number) => Html {
  const parts = report.cases.map((result, index) => caseParts(result, index, report.strict));
  const sizes = parts.map((each) => each.parts.map((part) => Buffer.byteLength(String(part))));
  return (room) => {
    const fits = fitting(sizes, room);
    const items = new Map(report.cases.map((result, at) => [result, parts[at]!.assemble(fits[at]!)]));
    return section(
      'cases',
      'Cases',
      html`${tools(report.cases)}
${themes.map((theme) => themeMarkup(theme, items))}`,
    );
  };
}

function themeMarkup(theme: Theme, items: ReadonlyMap<CaseResult, Html>): Html {
  return html`<section class="theme"><h3>${cut(theme.name, 200)} <span class="quiet">${verdictsText(theme)}</span></h3>
<ul class="cases">${theme.cases.map((result) => items.get(result))}</ul></section>
`;
}

function verdictsText({ cases }: Theme): string {
  const verdicts = [...new Set(cases.map(({ verdict }) => verdict))];
  const [only] = verdicts;
  if (verdicts.length === 1) return `${plural(cases.length, 'case')}, ${cases.length > 1 ? 'all ' : ''}${only}`;
  return verdicts.map((verdict) => `${cases.filter((each) => each.verdict === verdict).length} ${verdict}`).join(', ');
}

function tools(cases: readonly CaseResult[]): Html {
  const tags = [...new Set(cases.flatMap((each) => each.tags))].sort();
  const verdicts = [...new Set(cases.flatMap(({ verdict, flaky }) => (flaky ? [verdict, 'flaky'] : [verdict])))];
  const found = new Set(
    cases.flatMap(({ findings }) => findings.map((each) => (each.quarantined ? 'quarantined' : each.level))),
  );
  const levels = [...levelOrder, 'quarantined' as const].filter((level) => found.has(level));
  return html`<div class="tools" role="search" aria-label="Cases" hidden>
<label class="grow">Search <input type="search" autocomplete="off" spellcheck="false" aria-keyshortcuts="/"></label>
${choice('Verdict', verdicts)}${choice('Level', levels)}${choice('Tag', tags)}
<button type="button" data-action="open">Open all</button><button type="button" data-action="close">Close all</button><button type="button" data-action="reset">Reset</button>
<output></output>
</div>`;
}

function choice(name: string, values: readonly string[]): Html {
  return html`<label>${name} <select><option value="">any</option>${values.map((value) => html`<option>${cut(value, 100)}</option>`)}</select></label>`;
}
