import { plural } from '../../lib/plural';
import { heading, labelled, rowLines, type Style } from '../../lib/terminal-layout';
import { displayWidth, shorten } from '../../lib/text-layout';
import type { RunView } from '../../report/view';
import { type FindingGroup, groupRows, notedTitle } from '../../report/view/finding-groups';
import { alsoIn, idsText, type Row } from '../../report/view/text';
import { headLines, tokenRows } from './finding-lines';
import { type Forms, shorterLists } from './fit';
import { paintedSign } from './paint';

const notedShown = 5;
const longestBrief = 160;

/** How much of an example is shown; the report has the rest. */
type Length = 'whole' | 'brief' | 'compact' | 'named';

/** The rows that an example which is not whole shows; `also in` is one of them too. */
const rowsShown: Readonly<Record<Exclude<Length, 'whole'>, readonly string[]>> = {
  brief: ['where', 'expected', 'actual', 'quarantined'],
  compact: ['expected', 'actual'],
  named: [],
};

/** One example of each cause that fails cases: in full, if there is room, then shorter, then of the first causes only. */
export function causeForms({ findings: { broken } }: RunView, style: Style): Forms {
  if (broken.length === 0) return [[]];
  const as = (length: Length) => broken.map((group, index) => example(group, broken[index - 1], length, style));
  const [whole, brief, compact, named] = [as('whole'), as('brief'), as('compact'), as('named')];
  const shorter = shorterLists(
    named.map((lines, index) => (index === 0 ? brief[0]! : lines)),
    style,
    (left) => `and ${plural(left, 'more cause')}: see the report`,
  );
  const forms = [whole.flat(), brief.flat(), compact.flat(), ...shorter];
  return forms.map((lines) => ['', ...heading('Failed, one example for each cause', style), ...lines]);
}

function example(group: FindingGroup, before: FindingGroup | undefined, length: Length, style: Style): string[] {
  const { finding, cases } = group;
  const first = cases[0]!;
  const head = before?.cases[0] === first ? [] : [caseHead(first, style)];
  const others = cases.slice(1).map(({ id }) => id);
  const whole = length === 'whole';
  const rows: Row[] = [
    ...groupRows(group).filter(([label]) => whole || rowsShown[length].includes(label)),
    ...(whole ? tokenRows(first) : []),
    ...(others.length > 0 && (whole || length === 'brief') ? [['also in', alsoIn(others, 2)] as const] : []),
  ];
  const shown = whole
    ? rows
    : rows.map(([label, text]): Row => [label, shorten(text, Math.min(longestBrief, style.width - 20))]);
  const named = whole ? finding : { ...finding, message: `${finding.message} (${finding.evidence})` };
  return [...head, ...headLines(named, '      ', style), ...rowLines(shown, '        ', style)];
}

function caseHead({ id, title }: { readonly id: string; readonly title: string }, style: Style): string {
  const room = style.width - 4;
  const text =
    displayWidth(id) + 2 < room ? `${id}  ${shorten(title, room - displayWidth(id) - 2)}` : shorten(id, room);
  return `  ${paintedSign('failed', style)} ${text}`;
}

/** Deviations and warnings that fail no case: each cause in one line. */
export function notedForms({ findings: { noted } }: RunView, style: Style): Forms {
  if (noted.length === 0) return [[]];
  const lines = noted.map(({ finding, cases }) => {
    const ids = cases.map(({ id }) => id);
    const message = `${finding.message} (${finding.evidence}); ${idsText(ids, 2)}`;
    return headLines({ ...finding, message }, '  ', style);
  });
  const forms = shorterLists(lines, style, (left) => `and ${left} more: see the report, or use --verbose`);
  const title = heading(notedTitle(noted), style);
  return forms.slice(Math.max(0, noted.length - notedShown)).map((list) => ['', ...title, ...list]);
}

/** The number of observations in one line, and where to see them. */
export function observationForms({ report: { summary, drift } }: RunView, style: Style): Forms {
  if (summary.observations === 0) return [[]];
  const drifted = drift?.length ? '; changes are listed below' : '';
  const text = `${plural(summary.observations, 'observation')}: see the report, or use --verbose${drifted}`;
  return [['', ...labelled('', '', text, style).map(style.colours.dim)], []];
}
