import { plural } from '../../lib/plural';
import { cut } from '../../lib/text-layout';
import { failsRun } from '../../report/own-assertions';
import type { CaseResult, Finding, OwnAssertion, RunReport } from '../../report/types';
import type { RunView } from '../../report/view';
import { worstFirst } from '../../report/view/finding-text';
import { markLabel, markOf, signs } from '../../report/view/marks';
import { duration } from '../../report/view/text';
import { type Html, html } from '../page/markup';
import { evidenceLink } from './evidence';
import { type BodyRoom, exchangeMarkup } from './exchange';
import { findingMarkup } from './finding';

const longestLine = 300;
/** Further examples are closed. */
const mostOpen = 12;
/** Of one case; the rest are counted. */
const mostExchanges = 20;

/** The anchor of a case, made from its position, because its id may be any text. */
const anchorOf = (index: number): string => `case-${index + 1}`;

/** The positions of the cases of a report by id. A page links thousands of cases thousands of times. */
const positions = new WeakMap<RunReport, ReadonlyMap<string, number>>();

function positionsOf(report: RunReport): ReadonlyMap<string, number> {
  // Of two cases with the same id, the first counts.
  const known = positions.get(report) ?? new Map(report.cases.map(({ id }, index) => [id, index] as const).reverse());
  positions.set(report, known);
  return known;
}

/** The id of a case, linked to it if the report has this case. */
export function caseLink(id: string, report: RunReport): Html {
  const index = positionsOf(report).get(id);
  const text = html`<code>${cut(id, longestLine)}</code>`;
  return index === undefined ? text : html`<a href="#${anchorOf(index)}">${text}</a>`;
}

/** What the cases of a run have in common. */
export interface CaseContext {
  /** The ids of the cases that are unfolded. */
  readonly open: ReadonlySet<string>;
  readonly curl: (result: CaseResult) => string | undefined;
  /** The target is gone: its requests go to another one. */
  readonly embedded: boolean;
}

/** A case in parts: what is always on the page, and what is added if there is room. */
export interface CaseParts {
  /** What is added, the most important first, if bodies have this much room. */
  readonly parts: (bodies: BodyRoom) => readonly Html[];
  /** The case with those of its parts that fit. */
  readonly assemble: (parts: readonly Html[], fits: readonly boolean[]) => Html;
}

export function caseParts(result: CaseResult, index: number, context: CaseContext): CaseParts {
  const levels = [...new Set(result.findings.map((finding) => (finding.quarantined ? 'quarantined' : finding.level)))];
  const same = [whatMarkup(result), repeatMarkup(result, context)];
  const parts = (bodies: BodyRoom) => [...same, exchangesMarkup(result, bodies)];
  const head = headOf(result, levels);
  const open = context.open.has(result.id) && html` open`;
  const assemble = (all: readonly Html[], fits: readonly boolean[]): Html => {
    const whole = fits.every(Boolean);
    const inside = html`${all.filter((_part, rank) => fits[rank])}${!whole && leftOut}`;
    return html`<li class="case" id="${anchorOf(index)}" data-verdict="${result.verdict}${result.flaky && ' flaky'}" data-levels="${levels.join(' ')}" data-tags="${cut(result.tags.join(' '), longestLine)}">
<details${open}><summary class="head">${head}</summary><div class="inside">${inside}</div></details>
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

/** The cases that are unfolded, also on paper and without scripts: one for each cause, and those that no finding explains. */
export function openCases({ report, findings, open }: RunView): Set<string> {
  const explained = new Set(findings.broken.flatMap(({ cases }) => cases));
  const alone = report.cases.filter(
    (each) => (each.verdict === 'failed' && !explained.has(each)) || (each.assertions ?? []).some(failsRun),
  );
  const examples = [...findings.broken, ...open].map(({ cases }) => cases[0]!);
  return new Set([...examples.slice(0, mostOpen), ...alone.slice(0, mostOpen)].map(({ id }) => id));
}

function whatMarkup({ reason, findings, evidence, tags, earlier = [], load, assertions = [] }: CaseResult): Html {
  return html`${reason !== undefined && html`<p>${cut(reason, 2000)}</p>`}
${worstFirst(findings).map(findingMarkup)}
${earlier.map(
  (each) =>
    html`<p>An earlier attempt, in the run of ${each.startedAt}: ${each.verdict}${reasonAfter(each.reason)}</p>${each.findings.map(findingLine)}`,
)}
${assertions.map(assertionLine)}
${load && html`<p>Sent ${load.sent} times under load: ${load.failed} failed, ${load.errored} errored.</p>`}
<p class="quiet">Based on ${evidence.map((id, at) => html`${at > 0 && ', '}${evidenceLink(id)}`)}${tags.length > 0 && ` · tags ${cut(tags.join(', '), longestLine)}`}</p>`;
}

function repeatMarkup(result: CaseResult, { curl, embedded }: CaseContext): Html {
  const request = curl(result);
  const own = request === undefined || embedded;
  return html`${
    own &&
    html`<h4>Repeat the case</h4>
${toCopy(result.reproduce)}`
  }${
    request !== undefined &&
    html`<h4>Send the request again${embedded && ', to a sandbox of your own'}</h4>
${toCopy(request)}`
  }`;
}

function exchangesMarkup({ exchanges }: CaseResult, bodies: BodyRoom): Html {
  const shown = exchanges.slice(0, mostExchanges);
  const more = exchanges.length - shown.length;
  return html`${shown.map((exchange) => exchangeMarkup(exchange, exchanges.length > 1, bodies))}${more > 0 && html`<p class="quiet">${plural(more, 'more exchange')} of this case: see run.json.</p>`}`;
}

const toCopy = (command: string): Html => html`<div class="copied"><pre>${cut(command, 4000)}</pre></div>`;

function assertionLine({ name, result, message }: OwnAssertion): Html {
  const said = message === undefined || message === name ? '' : `: ${cut(message, longestLine)}`;
  return html`<p>Your own assertion ${result}: ${cut(name, longestLine)}${said}</p>`;
}

function findingLine({ level, rule, message }: Finding): Html {
  return html`<p>${level} <code>${rule}</code>: ${cut(message, longestLine)}</p>`;
}

const reasonAfter = (reason: string | undefined): string =>
  reason === undefined ? '' : `: ${cut(reason, longestLine)}`;
