import { plural } from '../../lib/plural';
import type { RunHeader, RunReport } from '../../report/types';
import { closingLines } from './closing-lines';
import { noteLines, observationLines, quarantinedLines } from './finding-lines';
import { labelled, type Style, targetText } from './format';
import { loadLines } from './load-lines';
import { runLines } from './run-lines';
import { themeLines } from './theme-lines';
import { verdictLines } from './verdict-lines';

/** The line above everything: what is run against what. */
export function renderHeader(run: RunHeader, cases: number, style: Style): string {
  const { tool, target, engine, seed, strict, failOnFlaky, shard } = run;
  const parts = [
    `${tool.name} ${tool.version}`,
    targetText(target, (url) => url),
    ...(shard ? [`shard ${shard.index} of ${shard.count}`] : []),
    plural(cases, 'case'),
    `engine ${engine}`,
    `seed ${seed}`,
    ...(strict ? ['strict'] : []),
    ...(failOnFlaky ? ['flaky cases fail'] : []),
  ];
  return text(labelled('', '', parts.join(' · '), style).map(style.colours.dim));
}

/** Everything below the header, for a report whose text is clean. `paths` are those of the reports, as shown. */
export function renderReport(report: RunReport, paths: readonly string[], style: Style): string {
  return text([
    ...themeLines(report, style),
    ...noteLines(report, style),
    ...quarantinedLines(report, style),
    ...observationLines(report, style),
    ...runLines(report, style),
    ...loadLines(report, style),
    '',
    ...verdictLines(report, style),
    '',
    ...closingLines(report, paths, style),
  ]);
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
