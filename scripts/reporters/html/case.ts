import { isFailing } from '../../judge/case-verdict';
import { cut } from '../../lib/text-layout';
import { failsRun } from '../../report/own-assertions';
import type { CaseResult, Finding, OwnAssertion, RunReport } from '../../report/types';
import { worstFirst } from '../../report/view/finding-text';
import { markLabel, markOf, signs } from '../../report/view/marks';
import { duration } from '../../report/view/text';
import { type Html, html } from '../page/markup';
import { exchangeMarkup } from './exchange';
import { findingMarkup } from './finding';

const longestLine = 300;

/** The anchor of a case, made from its position, because its id may be any text. */
const anchorOf = (index: number): string => `case-${index + 1}`;

/** The id of a case, linked to it if the report has this case. */
export function caseLink(id: string, { cases }: RunReport): Html {
  const index = cases.findIndex((each) => each.id === id);
  const text = html`<code>${cut(id, longestLine)}</code>`;
  return index < 0 ? text : html`<a href="#${anchorOf(index)}">${text}</a>`;
}

/** A case in parts: what is always on the page, and what is added if there is room, the most important first. */
export interface CaseParts {
  readonly parts: readonly Html[];
  /** The case with the parts that fit. */
  readonly assemble: (fits: readonly boolean[]) => Html;
}

export function caseParts(result: CaseResult, index: number, strict: boolean): CaseParts {
  const levels = [...new Set(result.findings.map((finding) => (finding.quarantined ? 'quarantined' : finding.level)))];
  const parts = partsOf(result);
  const head = headOf(result, levels);
  const open = isOpen(result, strict) && html` open`;
  const assemble = (fits: readonly boolean[]): Html => {
    const whole = fits.every(Boolean);
    const inside = html`${parts.filter((_part, rank) => fits[rank])}${!whole && leftOut}`;
    return html`<li class="case" id="${anchorOf(index)}" data-verdict="${result.verdict}${result.flaky && ' flaky'}" data-levels="${levels.join(' ')}" data-tags="${cut(result.tags.join(' '), longestLine)}">
${parts.length === 0 ? html`<p class="head">${head}</p>` : html`<details${open}><summary class="head">${head}</summary><div class="inside">${inside}</div></details>`}
</li>
`;
  };
  return { parts, assemble };
}

/** If everything fails, the page must still open fast. */
const leftOut = html`<p class="quiet">The rest of this case is in run.json: it would make this page too long.</p>`;

function headOf(result: CaseResult, levels: readonly string[]): Html {
  const { id, title, verdict, flaky, durationMs, exchanges } = result;
  const mark = markOf(result);
  return html`<span class="mark ${mark === 'noted' ? mark : verdict}" role="img" aria-label="${markLabel(result)}">${signs[mark]}</span><code>${cut(id, longestLine)}</code> <span class="title">${cut(title, longestLine)}</span> <span class="end">${flaky && html`<b class="flaky">flaky</b>`}${levels.map((level) => html`<span class="${level}">${level}</span>`)}${exchanges.length > 0 && html`<span>${duration(durationMs)}</span>`}</span>`;
}

/** Cases that need attention are unfolded, also on paper and without scripts. */
function isOpen({ verdict, findings, assertions = [] }: CaseResult, strict: boolean): boolean {
  return (
    assertions.some(failsRun) ||
    verdict === 'failed' ||
    (verdict === 'errored' && findings.some(({ level, quarantined }) => !quarantined && isFailing(level, strict)))
  );
}

function partsOf(result: CaseResult): Html[] {
  const {
    verdict,
    reason,
    findings,
    flaky,
    evidence,
    tags,
    reproduce,
    exchanges,
    earlier = [],
    load,
    assertions = [],
  } = result;
  const plain = findings.length === 0 && earlier.length === 0 && assertions.length === 0;
  if (verdict === 'passed' && !flaky && plain) return [];
  const what = html`${reason !== undefined && html`<p>${cut(reason, 2000)}</p>`}
${worstFirst(findings).map(findingMarkup)}
${earlier.map(
  (each) =>
    html`<p>An earlier attempt, in the run of ${each.startedAt}: ${each.verdict}${reasonAfter(each.reason)}</p>${each.findings.map(findingLine)}`,
)}
${assertions.map(assertionLine)}
${load && html`<p>Sent ${load.sent} times under load: ${load.failed} failed, ${load.errored} errored.</p>`}
<p class="quiet">Based on ${evidence.join(', ')}${tags.length > 0 && ` · tags ${cut(tags.join(', '), longestLine)}`}</p>`;
  const repeat = html`<h4>Repeat the request</h4>
<div class="copied"><pre>${cut(reproduce, 4000)}</pre></div>`;
  return [what, repeat, html`${exchanges.map((exchange) => exchangeMarkup(exchange, exchanges.length))}`];
}

function assertionLine({ name, result, message }: OwnAssertion): Html {
  const said = message === undefined || message === name ? '' : `: ${cut(message, longestLine)}`;
  return html`<p>Your own assertion ${result}: ${cut(name, longestLine)}${said}</p>`;
}

function findingLine({ level, rule, message }: Finding): Html {
  return html`<p>${level} <code>${rule}</code>: ${cut(message, longestLine)}</p>`;
}

const reasonAfter = (reason: string | undefined): string =>
  reason === undefined ? '' : `: ${cut(reason, longestLine)}`;
