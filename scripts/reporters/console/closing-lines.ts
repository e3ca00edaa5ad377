import { plural } from '../../lib/plural';
import { displayWidth } from '../../lib/text-layout';
import type { RunReport, RunSummary } from '../../report/types';
import { repeatWords } from '../../report/view/repeat-command';
import { duration, labelled, type Style } from './format';

const labelWidth = 10;

/** The counts, the reports' paths and the command that repeats what failed. */
export function closingLines(report: RunReport, paths: readonly string[], style: Style): string[] {
  const repeat = repeatWords(report);
  return [
    ...row('Cases', caseCounts(report.summary), style),
    ...row('Findings', findingCounts(report.summary), style),
    ...row('Took', duration(report.durationMs), style),
    ...unbroken('Reports', paths, style),
    ...(repeat === undefined ? [] : unbroken('Repeat', commandLines(repeat, style.width), style)),
  ];
}

function row(label: string, text: string, style: Style): string[] {
  return labelled('', label.padEnd(labelWidth), text, style, style.colours.dim);
}

/** Lines that are to be copied: where one does not fit beside the label, all stand below it; none is cut. */
function unbroken(label: string, lines: readonly string[], { width, colours }: Style): string[] {
  const fits = lines.every((line) => displayWidth(line) <= width - labelWidth);
  if (!fits) return [colours.dim(label), ...lines.map((line) => `  ${line}`)];
  return lines.map((line, index) => `${colours.dim((index === 0 ? label : '').padEnd(labelWidth))}${line}`);
}

/** A command of these parts in lines that a shell reads as one, each of at most the width where its parts allow. */
function commandLines(parts: readonly string[], width: number): string[] {
  const whole = parts.join(' ');
  if (displayWidth(whole) <= width - labelWidth) return [whole];
  const lines: string[] = [];
  for (const part of parts) {
    const grown = `${lines.at(-1)} ${part}`;
    const first = lines.length === 0;
    if (!first && displayWidth(grown) <= width - labelWidth - 2) lines[lines.length - 1] = grown;
    else lines.push(first ? part : `  ${part}`);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}

function caseCounts({ cases, passed, failed, errored, inconclusive, skipped, flaky }: RunSummary): string {
  const parts = `${passed} passed, ${failed} failed, ${errored} errored, ${inconclusive} inconclusive, ${skipped} skipped`;
  return `${cases} planned: ${parts}${flaky > 0 ? ` (${flaky} flaky)` : ''}`;
}

function findingCounts({ violations, deviations, warnings, observations, quarantined }: RunSummary): string {
  return [
    plural(violations, 'violation'),
    plural(deviations, 'deviation'),
    plural(warnings, 'warning'),
    plural(observations, 'observation'),
    ...(quarantined > 0 ? [`${quarantined} quarantined`] : []),
  ].join(', ');
}
