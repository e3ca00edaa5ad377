import { heading, labelled, type Style } from '../../lib/terminal-layout';
import { displayWidth, pad, shorten } from '../../lib/text-layout';
import type { CaseResult } from '../../report/types';
import type { RunView } from '../../report/view';
import { markOf, signs } from '../../report/view/marks';
import { byReason } from '../../report/view/reasons';
import { duration } from '../../report/view/text';
import type { Theme } from '../../report/view/themes';
import { exchangeCounts } from '../../report/view/traffic-text';
import { type FailingGroups, failingGroups, failureLines } from './finding-lines';
import { paintedSign } from './paint';
import { reasonLines } from './theme-lines';

const widestId = 44;
const roomForTitle = 36;
const leastTitle = 8;

/** Every case in a line, by theme; those that failed in full. */
export function caseLines(view: RunView, style: Style): string[] {
  const causes = failingGroups(view);
  return view.themes.flatMap((theme) => [
    ...['', ...heading(theme.name, style)],
    ...caseByCase(theme, view.report.strict, causes, style),
  ]);
}

function caseByCase({ cases }: Theme, strict: boolean, causes: FailingGroups, style: Style): string[] {
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
  const sent = result.exchanges.length > 0;
  const time = result.traffic ? `  ${exchangeCounts(result.traffic)}` : sent ? `  ${duration(result.durationMs)}` : '';
  const flaky = result.flaky ? '  flaky' : '';
  const room = width - displayWidth(`  ${sign} ${id}  ${time}${flaky}`);
  if (room < leastTitle)
    return `  ${mark} ${shorten(result.id, width - 4 - flaky.length)}${painted(colours.yellow, flaky)}`;
  return `  ${mark} ${id}  ${shorten(result.title, room)}${painted(colours.dim, time)}${painted(colours.yellow, flaky)}`;
}

/** An empty text gets no colour codes. */
const painted = (paint: (text: string) => string, text: string): string => (text === '' ? '' : paint(text));
