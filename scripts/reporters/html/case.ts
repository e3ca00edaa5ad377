import { isFailing } from '../../judge/case-verdict';
import { cut } from '../../lib/text-layout';
import type { CaseResult, Finding } from '../../report/types';
import { worstFirst } from '../../report/view/finding-text';
import { duration, marks } from '../console/format';
import { exchangeMarkup } from './exchange';
import { findingMarkup } from './finding';
import { type Html, html } from './markup';

const longestLine = 300;

/** The address of a case within its page: made of its place, since its name may be anything. */
export const anchorOf = (index: number): string => `case-${index + 1}`;

/** A case in parts: what always is on the page, and what is where there is room, what matters most first. */
export interface CaseParts {
  readonly parts: readonly Html[];
  /** The whole, with those of the parts that fit; nothing where none does. */
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

/** A run in which all fails must still be a page that a browser likes to show. */
const leftOut = html`<p class="quiet">The rest of this case stands in run.json: it would have made this page too long.</p>`;

function headOf({ id, title, verdict, flaky, durationMs, exchanges }: CaseResult, levels: readonly string[]): Html {
  return html`<span class="mark ${verdict}" role="img" aria-label="${verdict}">${marks[verdict].symbol}</span><code>${cut(id, longestLine)}</code> <span class="title">${cut(title, longestLine)}</span> <span class="end">${flaky && html`<b class="flaky">flaky</b>`}${levels.map((level) => html`<span class="${level}">${level}</span>`)}${exchanges.length > 0 && html`<span>${duration(durationMs)}</span>`}</span>`;
}

/** What needs a reader is open, also on paper and where there is no script to open it. */
function isOpen({ verdict, findings }: CaseResult, strict: boolean): boolean {
  return (
    verdict === 'failed' ||
    (verdict === 'errored' && findings.some(({ level, quarantined }) => !quarantined && isFailing(level, strict)))
  );
}

function partsOf(result: CaseResult): Html[] {
  const { verdict, reason, findings, flaky, evidence, tags, reproduce, exchanges, earlier = [], load } = result;
  if (verdict === 'passed' && !flaky && findings.length === 0 && earlier.length === 0) return [];
  const what = html`${reason !== undefined && html`<p>${cut(reason, 2000)}</p>`}
${worstFirst(findings).map(findingMarkup)}
${earlier.map(
  (each) =>
    html`<p>An earlier attempt, in the run of ${each.startedAt}: ${each.verdict}${reasonAfter(each.reason)}</p>${each.findings.map(findingLine)}`,
)}
${load && html`<p>Sent ${load.sent} times under load: ${load.failed} failed, ${load.errored} errored.</p>`}
<p class="quiet">Rests on ${evidence.join(', ')}${tags.length > 0 && ` · tags ${cut(tags.join(', '), longestLine)}`}</p>`;
  const repeat = html`<h4>Repeat the request</h4>
<div class="copied"><pre>${cut(reproduce, 4000)}</pre></div>`;
  return [what, repeat, html`${exchanges.map((exchange) => exchangeMarkup(exchange, exchanges.length))}`];
}

function findingLine({ level, rule, message }: Finding): Html {
  return html`<p>${level} <code>${rule}</code>: ${cut(message, longestLine)}</p>`;
}

const reasonAfter = (reason: string | undefined): string =>
  reason === undefined ? '' : `: ${cut(reason, longestLine)}`;
