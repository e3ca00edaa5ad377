import { verdictOrder } from '../../judge/case-verdict';
import { levelOrder } from '../../judge/level';
import { once } from '../../lib/once';
import { plural } from '../../lib/plural';
import { cut } from '../../lib/text-layout';
import { targetKind } from '../../report/target';
import type { CaseResult, RunReport } from '../../report/types';
import type { RunView } from '../../report/view';
import { curlCommands } from '../../report/view/curl';
import type { Theme } from '../../report/view/themes';
import { type Html, html } from '../page/markup';
import { section } from '../page/table';
import { type CaseParts, caseParts, openCases } from './case';
import type { BodyRoom } from './exchange';
import { fitting } from './fitting';

/** More cases than these are counted: each takes about half a kilobyte, whatever is in it. */
const mostCases = 4000;
const bodyRooms: readonly BodyRoom[] = [4000, 1000, 200, 0];

/**
 * The cases by theme, below the controls that the script shows. The result takes the room, in bytes, for the details of
 * all cases; each byte of room makes the markup at most one byte longer. Bodies become shorter before anything is left
 * out.
 */
export function casesMarkup(view: RunView): (room: number) => Html {
  const { report } = view;
  const shown = shownCases(report);
  const [open, curl] = [openCases(view), curlCommands(report)];
  const embedded = targetKind(report.target) === 'embedded';
  const cases = shown.map(([result, index]) => caseParts(result, index, { open, curl, embedded }));
  // Shorter bodies are tried only if longer ones do not fit.
  const tried = bodyRooms.map((bodies) => once(() => measured(cases, bodies)));
  return (room) => {
    const fitted = tried.find((each) => room === 0 || total(each().sizes) <= room) ?? tried.at(-1)!;
    const { parts, sizes, bodies } = fitted();
    const fits = fitting(sizes, room);
    const items = new Map(shown.map(([result], at) => [result, cases[at]!.assemble(parts[at]!, fits[at]!)]));
    return section(
      'cases',
      'Cases',
      html`${tools(report.cases)}
${said(report, shown.length, bodies)}
${embedded && variablesMarkup()}
${view.themes.map((theme) => themeMarkup(theme, items))}`,
    );
  };
}

/** The parts of all cases if bodies have this much room, and their sizes in bytes. */
function measured(cases: readonly CaseParts[], bodies: BodyRoom) {
  const parts = cases.map((each) => each.parts(bodies));
  return { bodies, parts, sizes: parts.map((each) => each.map((part) => Buffer.byteLength(String(part)))) };
}

const total = (sizes: readonly (readonly number[])[]): number =>
  sizes.reduce((sum, parts) => sum + parts.reduce((all, size) => all + size, 0), 0);

/** The cases with their positions, those that need attention first if there are too many; else in order. */
function shownCases({ cases }: RunReport): [CaseResult, number][] {
  const all = cases.map((result, index): [CaseResult, number] => [result, index]);
  if (all.length <= mostCases) return all;
  return all
    .sort(([one], [other]) => verdictOrder.indexOf(one.verdict) - verdictOrder.indexOf(other.verdict))
    .slice(0, mostCases)
    .sort(([, one], [, other]) => one - other);
}

/** What of the run is not on this page. */
function said({ cases }: RunReport, shown: number, bodies: BodyRoom): Html | undefined {
  const parts = [
    ...(shown < cases.length ? [`${cases.length - shown} of ${cases.length} cases are only in run.json`] : []),
    ...(bodies === 0 ? ['bodies are only in run.json'] : []),
    ...(bodies !== 0 && bodies !== bodyRooms[0] ? [`bodies are shown up to ${bodies} characters`] : []),
  ];
  return parts.length === 0 ? undefined : html`<p class="quiet">To keep this page small, ${parts.join(', and ')}.</p>`;
}

/** How to set what the commands of an embedded sandbox need: it ended with the run. */
function variablesMarkup(): Html {
  return html`<details><summary>The variables in the commands below</summary>
<p>Start a sandbox with <code>payout-contract sandbox</code>, and set the variables that it prints. Then get a management token:</p>
<div class="copied"><pre>${managementToken}</pre></div></details>`;
}

const managementToken = `export IMBURSE_MANAGEMENT_TOKEN="$(curl -s -X POST -H "$(payout-contract sign)" "$IMBURSE_BASE_URL/v1/identity/hmac" | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')"`;

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
<output tabindex="-1"></output>
</div>`;
}

function choice(name: string, values: readonly string[]): Html {
  return html`<label>${name} <select><option value="">any</option>${values.map((value) => html`<option>${cut(value, 100)}</option>`)}</select></label>`;
}
