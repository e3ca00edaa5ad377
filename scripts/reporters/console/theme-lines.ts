import { heading, labelled, type Style } from '../../lib/terminal-layout';
import { displayWidth, pad, shorten } from '../../lib/text-layout';
import type { CaseResult } from '../../report/types';
import type { RunView } from '../../report/view';
import { markOf, signs } from '../../report/view/marks';
import { byReason, type ReasonGroup } from '../../report/view/reasons';
import { duration } from '../../report/view/text';
import type { Theme } from '../../report/view/themes';
import { exchangeCounts } from '../../report/view/traffic-text';
import { type Causes, causesOf, failureLines } from './finding-lines';
import { paintedSign } from './paint';

const widestId = 44;
const roomForTitle = 36;
const leastTitle = 8;

/** What the lines of a theme need to know about the run. */
interface ThemeContext {
  readonly style: Style;
  readonly strict: boolean;
  readonly causes: Causes;
}

/** The cases by theme, one line for each. If nothing was judged, one line for all cases that share a reason. */
export function themeLines(view: RunView, style: Style): string[] {
  const { report, themes, cause } = view;
  const { passed, failed, violations } = report.summary;
  if (passed + failed + violations === 0) {
    // The verdict already states the cause that all cases share.
    const isSaid = report.verdict === 'no-verdict' && (cause?.cases ?? 0) === report.cases.length;
    return isSaid ? [] : ['', ...reasonLines(byReason(report.cases), '  ', style)];
  }
  const context = { style, strict: report.strict, causes: causesOf(view) };
  return themes.flatMap((theme) => ['', ...heading(theme.name, style), ...caseByCase(theme, context)]);
}

function caseByCase({ cases }: Theme, { style, strict, causes }: ThemeContext): string[] {
  const idWidth = Math.min(
    widestId,
    Math.max(12, style.width - roomForTitle),
    Math.max(...cases.map(({ id }) => displayWidth(id))),
  );
  const shared = byReason(cases.filter(({ reason }) => reason !== undefined)).filter((group) => group.cases.length > 1);
  const isShared = (result: CaseResult): boolean => shared.some((group) => group.cases.includes(result));
  const lines = cases.flatMap((result) => [
    caseLine(result, idWidth, style),
    ...(result.reason === undefined || isShared(result) ? [] : labelled('      ', '', result.reason, style)),
    ...(hasFailures(result) ? failureLines(result, strict, causes, style) : []),
    ...(result.earlier ?? []).flatMap(({ verdict, startedAt }) =>
      labelled('      ', 'earlier  ', `${verdict} in the run of ${startedAt}`, style, style.colours.dim),
    ),
  ]);
  return [...lines, ...reasonLines(shared, '    ', style)];
}

/** The findings of an inconclusive case say nothing about the target. */
function hasFailures({ verdict }: CaseResult): boolean {
  return verdict === 'failed' || verdict === 'errored';
}

function caseLine(result: CaseResult, idWidth: number, style: Style): string {
  const { colours, width } = style;
  const sign = signs[markOf(result)];
  const mark = paintedSign(markOf(result), style);
  const id = pad(shorten(result.id, idWidth), idWidth);
  const sent = result.exchanges.length > 0 || result.durationMs > 0;
  const time = result.traffic ? `  ${exchangeCounts(result.traffic)}` : sent ? `  ${duration(result.durationMs)}` : '';
  const flaky = result.flaky ? '  flaky' : '';
  const room = width - displayWidth(`  ${sign} ${id}  ${time}${flaky}`);
  if (room < leastTitle)
    return `  ${mark} ${shorten(result.id, width - 4 - flaky.length)}${painted(colours.yellow, flaky)}`;
  return `  ${mark} ${id}  ${shorten(result.title, room)}${painted(colours.dim, time)}${painted(colours.yellow, flaky)}`;
}

/** An empty text gets no colour codes. */
const painted = (paint: (text: string) => string, text: string): string => (text === '' ? '' : paint(text));

/** One line for all cases that share a verdict and its reason. */
function reasonLines(groups: readonly ReasonGroup[], indent: string, style: Style): string[] {
  return groups.flatMap(({ verdict, reason, cases }) => {
    const mark = markOf(cases[0]!);
    return labelled(
      indent,
      `${signs[mark]} `,
      `${cases.length} ${verdict}: ${reason}`,
      style,
      () => `${paintedSign(mark, style)} `,
    );
  });
}
