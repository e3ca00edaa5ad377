import { plural } from '../../lib/plural';
import type { RunHeader, RunReport } from '../../verdict/types';
import { closingLines } from './closing-lines';
import { noteLines, observationLines } from './finding-lines';
import { labelled, type Style } from './format';
import { themeLines } from './theme-lines';
import { type Ending, verdictLines } from './verdict-lines';

/** The line above everything: what is run against what. */
export function renderHeader(run: RunHeader, cases: number, style: Style): string {
  const { tool, target, engine, seed, strict } = run;
  const parts = [
    `${tool.name} ${tool.version}`,
    target.name === target.baseUrl ? target.baseUrl : `${target.name} ${target.baseUrl}`,
    plural(cases, 'case'),
    `engine ${engine}`,
    `seed ${seed}`,
    ...(strict ? ['strict'] : []),
  ];
  return text(labelled('', '', parts.join(' · '), style).map(style.colours.dim));
}

/** Everything below the header, for a report whose text is clean. `paths` are those of the reports, as shown. */
export function renderReport(report: RunReport, ending: Ending, paths: readonly string[], style: Style): string {
  return text([
    ...themeLines(report, style),
    ...noteLines(report, style),
    ...observationLines(report, style),
    '',
    ...verdictLines(report, ending, style),
    '',
    ...closingLines(report, paths, style),
  ]);
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
