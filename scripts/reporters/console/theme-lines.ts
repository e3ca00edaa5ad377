import { displayWidth, pad, shorten } from '../../lib/text-layout';
import type { CaseResult, RunReport } from '../../report/types';
import { commonCause } from '../../report/view/cause';
import { byTheme, type Theme } from '../../report/view/themes';
import { type Causes, causesOf, failureLines } from './finding-lines';
import { duration, heading, labelled, marks, type Style } from './format';

const widestId = 44;
const roomForTitle = 36;
const leastTitle = 8;

/** What the lines of a theme need to know of the run. */
interface View {
  readonly style: Style;
  readonly strict: boolean;
  readonly causes: Causes;
}

/** The cases by theme, one line a case. Where nothing was judged, one line for all cases that share a reason. */
export function themeLines(report: RunReport, style: Style): string[] {
  const { passed, failed, violations } = report.summary;
  if (passed + failed + violations === 0) {
    return saidByVerdict(report) ? [] : ['', ...reasonLines(report.cases, '  ', style)];
  }
  const view = { style, strict: report.strict, causes: causesOf(report) };
  return byTheme(report.cases).flatMap((theme) => ['', ...heading(theme.name, style), ...caseByCase(theme, view)]);
}

/** Whether all cases share one reason: the verdict gives it, and a second line would say the same. */
function saidByVerdict({ verdict, cases }: RunReport): boolean {
  const cause = commonCause(cases);
  return verdict === 'no-verdict' && (cause === undefined || cause.cases === cases.length);
}

function caseByCase({ cases }: Theme, view: View): string[] {
  const { style } = view;
  const idWidth = Math.min(
    widestId,
    Math.max(12, style.width - roomForTitle),
    Math.max(...cases.map(({ id }) => displayWidth(id))),
  );
  const shared = cases.filter((result) => result.reason !== undefined && sharing(result, cases).length > 1);
  const lines = cases.flatMap((result) => [
    caseLine(result, idWidth, style),
    ...(result.reason === undefined || shared.includes(result) ? [] : labelled('      ', '', result.reason, style)),
    ...(counts(result) ? failureLines(result, view.strict, view.causes, style) : []),
    ...(result.earlier ?? []).flatMap(({ verdict, startedAt }) =>
      labelled('      ', 'earlier  ', `${verdict} in the run of ${startedAt}`, style, style.colours.dim),
    ),
  ]);
  return [...lines, ...reasonLines(shared, '    ', style)];
}

/** An inconclusive case's findings speak of nothing. */
function counts({ verdict }: CaseResult): boolean {
  return verdict === 'failed' || verdict === 'errored';
}

function caseLine(result: CaseResult, idWidth: number, { colours, width }: Style): string {
  const { symbol, paint } = marks[result.verdict];
  const mark = colours[paint](symbol);
  const id = pad(shorten(result.id, idWidth), idWidth);
  const sent = result.exchanges.length > 0 || result.durationMs > 0;
  const time = sent ? `  ${duration(result.durationMs)}` : '';
  const flaky = result.flaky ? '  flaky' : '';
  const room = width - displayWidth(`  ${symbol} ${id}  ${time}${flaky}`);
  if (room < leastTitle)
    return `  ${mark} ${shorten(result.id, width - 4 - flaky.length)}${painted(colours.yellow, flaky)}`;
  return `  ${mark} ${id}  ${shorten(result.title, room)}${painted(colours.dim, time)}${painted(colours.yellow, flaky)}`;
}

/** No colour where there is nothing to be coloured. */
const painted = (paint: (text: string) => string, text: string): string => (text === '' ? '' : paint(text));

/** One line for all cases that share a verdict and its reason. */
function reasonLines(cases: readonly CaseResult[], indent: string, style: Style): string[] {
  const heads = cases.filter((result) => sharing(result, cases)[0] === result);
  return heads.flatMap((head) => {
    const { symbol, paint } = marks[head.verdict];
    const text = `${sharing(head, cases).length} ${head.verdict}: ${head.reason ?? 'no reason was recorded'}`;
    return labelled(indent, `${symbol} `, text, style, style.colours[paint]);
  });
}

function sharing({ verdict, reason }: CaseResult, cases: readonly CaseResult[]): CaseResult[] {
  return cases.filter((other) => other.verdict === verdict && other.reason === reason);
}
