import { labelled, type Style } from '../../lib/terminal-layout';
import { displayWidth } from '../../lib/text-layout';
import type { RunView } from '../../report/view';
import { duration, exploredText } from '../../report/view/text';

const labelWidth = 10;

/** The counts, the paths of the reports, and the command that repeats what failed. */
export function closingLines(view: RunView, paths: readonly string[], style: Style): string[] {
  const { report, counts, repeat } = view;
  return [
    ...row('Cases', `${report.summary.cases} planned: ${counts.cases}`, style),
    ...row('Findings', counts.findings, style),
    ...(report.explored === undefined ? [] : row('Explored', exploredText(report.explored), style)),
    ...row('Took', duration(report.durationMs), style),
    ...unbroken('Reports', paths, style),
    ...(repeat === undefined ? [] : unbroken('Repeat', commandLines(repeat, style.width), style)),
  ];
}

function row(label: string, text: string, style: Style): string[] {
  return labelled('', label.padEnd(labelWidth), text, style, style.colours.dim);
}

/** Lines to copy, never cut: if one does not fit beside the label, all go below it. */
function unbroken(label: string, lines: readonly string[], { width, colours }: Style): string[] {
  const fits = lines.every((line) => displayWidth(line) <= width - labelWidth);
  if (!fits) return [colours.dim(label), ...lines.map((line) => `  ${line}`)];
  return lines.map((line, index) => `${colours.dim((index === 0 ? label : '').padEnd(labelWidth))}${line}`);
}

/** A command as lines that a shell reads as one; each fits the width if its parts do. */
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
