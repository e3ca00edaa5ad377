import { plural } from '../../lib/plural';
import { clause } from '../../lib/sentence';
import { heading, labelled, type Style } from '../../lib/terminal-layout';
import { displayWidth, shorten } from '../../lib/text-layout';
import type { RunView } from '../../report/view';
import type { FindingGroup } from '../../report/view/finding-groups';
import { entryText } from '../../report/view/notes';
import { fitLines, shorterLists } from './fit';
import { levelPaint, verdictPaint } from './paint';

/** What people see without scrolling, with a line for the prompt and room to breathe. */
const mostLines = 15;
const labelWidth = 8;
const longestActual = 20;

/** Where the reports are, as shown; `href` if the terminal makes links. */
export interface ReportPath {
  readonly shown: string;
  readonly href?: string;
}

/** What the ending adds to the view: where the reports are, and the command that repeats what did not pass. */
export interface Closing {
  readonly path?: ReportPath;
  readonly repeat?: readonly string[];
}

/** The end of the output: causes, verdict, next step, report, and how to repeat; on a terminal, at most 15 lines. */
export function endingLines(view: RunView, { path, repeat }: Closing, style: Style): string[] {
  const { report, verdict } = view;
  const { headline, says, next } = verdict;
  const paint = style.colours[verdictPaint[report.verdict]];
  return fitLines(
    [
      causeForms(view, style),
      [labelled('', '', headline, style).map((line) => style.colours.bold(paint(line)))],
      shorterLists(
        says.map((line) => labelled('', '', line, style)),
        style,
        undefined,
        0,
      ),
      [next === undefined ? [] : labelled('', 'Next: ', next.text, style)],
      [path === undefined ? [] : unbroken('Report', [path.shown], style).map((line) => linked(line, path))],
      [repeat === undefined ? [] : unbroken('Repeat', commandLines(repeat, style.width), style)],
    ],
    mostLines,
  );
}

/** Each cause in one line, and the fault that would explain them. */
function causeForms(
  { findings, notes, verdict: { looksLike } }: RunView,
  style: Style,
): readonly (readonly string[])[] {
  const { colours, width } = style;
  const line = (label: string, text: string, paint: (text: string) => string): string[] => [
    `  ${paint(label)}  ${shorten(text, width - label.length - 4)}`,
  ];
  // The note about the user's own assertions lists them already, and the headline counts them.
  const failures = notes.filter(({ id, effect }) => effect === 'failure' && id !== 'assertions');
  const texts = findings.broken.map(causeText);
  const twice = new Set(texts.filter((text, index) => texts.indexOf(text) < index));
  const causes = [
    ...findings.broken.map((group) => {
      const { finding, cases } = group;
      const level = finding.level;
      const where = ` (${twice.has(causeText(group)) ? `${finding.evidence}; ` : ''}${plural(cases.length, 'case')})`;
      const room = Number.isFinite(width) ? Math.max(8, width - level.length - 4 - where.length) : width;
      const whole = `${causeText(group)}${actualText(group)}`;
      const text = displayWidth(whole) <= room ? whole : shorten(causeText(group), room);
      return line(level, `${text}${where}`, colours[levelPaint[level]]);
    }),
    ...failures.flatMap(({ id, entries }) =>
      entries.map(({ subject, rows }) => line(id, entryText({ subject, rows }), colours.yellow)),
    ),
  ];
  if (causes.length === 0) return [[]];
  const likely = looksLike.map((text) => labelled('  ', '', text, style));
  const best = likely.slice(0, 1).flat();
  const lists = shorterLists(causes, style, (left) => `and ${plural(left, 'more cause')} in the report`);
  const forms = [[...causes.flat(), ...likely.flat()], ...lists.map((list) => [...list, ...best])];
  return forms.map((lines) => [...heading('Causes', style), ...lines, '']);
}

const causeText = ({ finding: { rule, message } }: FindingGroup): string => `${rule}: ${clause(message)}`;

/** What all cases of a cause got instead, if that is short, such as a status. */
function actualText({ varies, finding: { actual } }: FindingGroup): string {
  return varies || actual === undefined || actual.length > longestActual ? '' : `: ${actual}`;
}

/** The path in a line as a link; the rest of the line is not part of it. */
function linked(line: string, { shown, href }: ReportPath): string {
  if (href === undefined) return line;
  return line.replace(shown, () => `\u001b]8;;${href}\u001b\\${shown}\u001b]8;;\u001b\\`);
}

/** Lines to copy, which are never cut: if one does not fit next to the label, all go below it. */
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
