import { heading, labelled, rowLines, type Style } from '../../lib/terminal-layout';
import { displayWidth, shorten } from '../../lib/text-layout';
import type { RunView } from '../../report/view';
import { loadRows, loadTitle, slowestCases, timesText } from '../../report/view/load-text';
import { entryRows, entryText, type NoteEntry, type RunNote } from '../../report/view/notes';
import type { Row } from '../../report/view/text';
import { type Forms, shorterLists } from './fit';

const entriesShown = 5;
const entriesInFull = 3;
const longestRow = 150;
const casesNamed = 2;

/** The notes about the run as a whole, except how it ended, which the verdict says. */
const shownNotes = ({ notes }: RunView): RunNote[] => notes.filter(({ id }) => id !== 'end' && id !== 'verdict');

const titleLines = ({ title, effect }: RunNote, style: Style): string[] =>
  heading(effect === 'none' ? title : `${title} (this fails the run)`, style);

/** Each note in full. */
export function noteLines(view: RunView, style: Style): string[] {
  return shownNotes(view).flatMap((note) => [
    '',
    ...titleLines(note, style),
    ...note.entries.flatMap((entry) => [
      ...labelled('  ', '', entry.subject, style),
      ...rowLines(entryRows(entry), '    ', style),
    ]),
  ]);
}

/** Each note with its entries: with their rows, if they are few, then in one line each; in shorter forms, fewer of them. */
export function noteForms(view: RunView, style: Style): readonly Forms[] {
  return shownNotes(view).map((note) => {
    const lines = note.entries.map((entry) => [`  ${shorten(entryText(entry), style.width - 2)}`]);
    const forms = shorterLists(lines, style, (left) => `and ${left} more in the report`, 0);
    // The last form shows no entry, and each one before it shows one more.
    const shorter = forms.slice(Math.max(0, forms.length - 1 - entriesShown));
    const inFull = note.entries.length <= entriesInFull ? [true, false] : [];
    const whole = inFull.map((apart) => note.entries.flatMap((entry) => entryLines(entry, apart, style)));
    return [...whole, ...shorter].map((list) => ['', ...titleLines(note, style), ...list]);
  });
}

/** An entry with its rows below it, if it does not fit into one line: each apart, or one after the other. */
function entryLines(entry: NoteEntry, apart: boolean, style: Style): string[] {
  const line = `  ${entryText(entry)}`;
  if (displayWidth(line) <= style.width) return [line];
  const rows = entryRows(entry, casesNamed).map(([label, text]): Row => [label, shorten(text, longestRow)]);
  return [
    ...labelled('  ', '', shorten(entry.subject, longestRow), style),
    ...(apart
      ? rowLines(rows, '    ', style)
      : labelled('    ', '', rows.map((row) => row.join(' ')).join('; '), style)),
  ];
}

/** The results under load: how many requests were sent, what failed and when, and the slowest cases. */
export function loadForms({ report }: RunView, style: Style): Forms {
  if (report.load === undefined) return [[]];
  const slowest = slowestCases(report).map(({ id, load }, index): Row => {
    const failed = load.failed > 0 ? `, ${load.failed} failed` : '';
    return [index === 0 ? 'slowest' : '', `${id}: ${timesText(load.responseTimes)}, ${load.sent} sent${failed}`];
  });
  const title = ['', ...heading(loadTitle(report.load), style)];
  const rows = loadRows(report.load);
  return [[...rows, ...slowest], [...rows, ...slowest.slice(0, 1)], rows].map((shown) => [
    ...title,
    ...rowLines(shown, '  ', style),
  ]);
}
