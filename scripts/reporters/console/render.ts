import { labelled, type Style } from '../../lib/terminal-layout';
import type { RunHeader } from '../../report/types';
import type { RunView } from '../../report/view';
import { duration, exploredText, plannedText, type Row, runFacts } from '../../report/view/text';
import { caseLines } from './case-lines';
import { causeForms, notedForms, observationForms } from './cause-lines';
import { type Closing, endingLines } from './ending';
import { notedLines, observationLines } from './finding-lines';
import { type Forms, fitLines } from './fit';
import { loadForms, noteForms, noteLines } from './note-lines';
import { themeForms } from './theme-lines';

/** How much of a run is printed: the short form, every case, or the ending only. */
export type Detail = 'short' | 'verbose' | 'quiet';

/** Lines at most, with the header and the ending: of a run that held, and of any other. */
const mostLines = { held: 40, other: 60 } as const;
const labelWidth = 10;

/** The first line, such as target, engine and seed. */
export function renderHeader(run: RunHeader, cases: Parameters<typeof runFacts>[1], style: Style): string {
  return text(headerLines(run, cases, style));
}

const headerLines = (run: RunHeader, cases: Parameters<typeof runFacts>[1], style: Style): string[] =>
  labelled('', '', runFacts(run, cases).join(' · '), style).map(style.colours.dim);

/** Everything below the header, of a view whose text is clean. */
export function renderReport(view: RunView, closing: Closing, detail: Detail, style: Style): string {
  const ending = endingLines(view, closing, style);
  if (detail === 'quiet') return text(ending);
  return text([
    ...(detail === 'verbose' ? verboseLines(view, style) : shortLines(view, ending.length, style)),
    '',
    ...ending,
  ]);
}

function verboseLines(view: RunView, style: Style): string[] {
  return [
    ...caseLines(view, style),
    ...notedLines(view, style),
    ...observationLines(view, style),
    ...noteLines(view, style),
    ...loadForms(view, style)[0]!,
    ...countLines(view, style),
  ];
}

function shortLines(view: RunView, ending: number, style: Style): string[] {
  const { report } = view;
  const header = headerLines(report, report.cases, style).length;
  const most = report.verdict === 'held' ? mostLines.held : mostLines.other;
  const parts: readonly Forms[] = [
    ...themeForms(view, style),
    causeForms(view, style),
    notedForms(view, style),
    observationForms(view, style),
    ...noteForms(view, style),
    loadForms(view, style),
    [countLines(view, style)],
  ];
  return fitLines(parts, most - header - 1 - ending);
}

/** How many cases and findings there are, and how long it took. */
function countLines({ report, counts }: RunView, style: Style): string[] {
  const least = report.complete || report.stopped !== undefined ? '' : ' at least: the end of the run is not recorded';
  const rows: Row[] = [
    ['Cases', `${plannedText(report.cases)}: ${counts.cases}`],
    ['Findings', counts.findings],
    ...(report.explored === undefined ? [] : [['Explored', exploredText(report.explored)] as const]),
    ['Took', `${duration(report.durationMs)}${least}`],
  ];
  return [
    '',
    ...rows.flatMap(([label, value]) => labelled('', label.padEnd(labelWidth), value, style, style.colours.dim)),
  ];
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
