import { heading, labelled, rowLines, type Style } from '../../lib/terminal-layout';
import type { RunHeader } from '../../report/types';
import type { RunView } from '../../report/view';
import { loadRows, loadTitle, slowestCases, timesText } from '../../report/view/load-text';
import { entryRows } from '../../report/view/notes';
import { type Row, runFacts } from '../../report/view/text';
import { closingLines } from './closing-lines';
import { noteLines, observationLines } from './finding-lines';
import { verdictPaint } from './paint';
import { themeLines } from './theme-lines';

/** The first line, such as target, engine and seed. */
export function renderHeader(run: RunHeader, cases: number, style: Style): string {
  return text(labelled('', '', runFacts(run, cases).join(' · '), style).map(style.colours.dim));
}

/** Everything below the header, of a view whose text is clean. `paths` are those of the reports, as shown. */
export function renderReport(view: RunView, paths: readonly string[], style: Style): string {
  return text([
    ...themeLines(view, style),
    ...noteLines(view, style),
    ...observationLines(view, style),
    ...runLines(view, style),
    ...loadLines(view, style),
    '',
    ...verdictLines(view, style),
    '',
    ...closingLines(view, paths, style),
  ]);
}

/** The notes about the run as a whole, except how it ended, which the verdict says. */
function runLines({ notes }: RunView, style: Style): string[] {
  const shown = notes.filter(({ id }) => id !== 'end' && id !== 'verdict');
  return shown.flatMap(({ title, effect, entries }) => [
    '',
    ...heading(effect === 'none' ? title : `${title} (this fails the run)`, style),
    ...entries.flatMap((entry) => [
      ...labelled('  ', '', entry.subject, style),
      ...rowLines(entryRows(entry), '    ', style),
    ]),
  ]);
}

/** The results under load: how many requests were sent, what failed and when, and the slowest cases. */
function loadLines({ report }: RunView, style: Style): string[] {
  if (report.load === undefined) return [];
  const slowest = slowestCases(report).map(({ id, load }, index): Row => {
    const failed = load.failed > 0 ? `, ${load.failed} failed` : '';
    return [index === 0 ? 'slowest' : '', `${id}: ${timesText(load.responseTimes)}, ${load.sent} sent${failed}`];
  });
  const rows = [...loadRows(report.load), ...slowest];
  return ['', ...heading(loadTitle(report.load), style), ...rowLines(rows, '  ', style)];
}

function verdictLines({ report, verdict: { headline, says, next } }: RunView, style: Style): string[] {
  const paint = style.colours[verdictPaint[report.verdict]];
  return [
    ...labelled('', '', headline, style).map((line) => style.colours.bold(paint(line))),
    ...says.flatMap((line) => labelled('', '', line, style)),
    ...(next === undefined ? [] : labelled('', 'Next: ', next.text, style)),
  ];
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
