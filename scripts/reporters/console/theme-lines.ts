import { plural } from '../../lib/plural';
import { labelled, type Style } from '../../lib/terminal-layout';
import { displayWidth, pad, shorten } from '../../lib/text-layout';
import { notedCases, summarize } from '../../report/summary';
import type { CaseResult } from '../../report/types';
import type { RunView } from '../../report/view';
import { failing } from '../../report/view/finding-text';
import { markOf, showsNothingNew, signs, worstMark } from '../../report/view/marks';
import { byReason, type ReasonGroup } from '../../report/view/reasons';
import { passedText } from '../../report/view/text';
import type { Theme } from '../../report/view/themes';
import { type Forms, shorterLists } from './fit';
import { paintedSign } from './paint';

const widestName = 30;
/** More parts than these say less than the number of all cases. */
const mostParts = 4;

/** Each theme in one line, and each reason for which cases have no verdict; in shorter forms, only what did not pass. */
export function themeForms(view: RunView, style: Style): readonly Forms[] {
  const { report, themes, cause } = view;
  const { passed, failed, violations } = report.summary;
  const reasons = byReason(report.cases.filter((result) => isUnexplained(result, report.strict)));
  if (passed + failed + violations === 0) {
    // The verdict already states the cause that all cases share.
    const isSaid = report.verdict === 'no-verdict' && (cause?.cases ?? 0) === report.cases.length;
    return isSaid ? [] : [[['']], reasonForms(reasons, style)];
  }
  const width = Math.min(widestName, Math.max(...themes.map(({ name }) => displayWidth(name))));
  const lines = (chosen: readonly Theme[]): string[] => chosen.map((theme) => themeLine(theme, width, style));
  const clean = themes.filter(({ cases }) => worstMark(cases) === 'passed' || worstMark(cases) === 'skipped');
  const others = themes.filter((theme) => !clean.includes(theme));
  const rest = clean.length > 0 ? [`  ${paintedSign('passed', style)} ${plural(clean.length, 'other theme')}`] : [];
  const shorter = shorterLists(
    lines(others).map((line) => [line]),
    style,
    (left) => `and ${plural(left, 'more theme')}`,
  ).map((list) => [...list, ...rest]);
  return [[['', ...lines(themes)], ...shorter.map((list) => ['', ...list])], reasonForms(reasons, style)];
}

/** Whether a case has no verdict, or a verdict that none of its findings explains. */
function isUnexplained({ verdict, findings, reasonKind }: CaseResult, strict: boolean): boolean {
  // The causes that exploring found are cases themselves.
  if (reasonKind === 'causes-found') return false;
  return verdict === 'failed' ? failing(findings, strict).length === 0 : verdict !== 'passed';
}

function themeLine({ name, cases }: Theme, width: number, style: Style): string {
  const mark = worstMark(cases);
  const start = `  ${signs[mark]} ${pad(shorten(name, width), width)}  `;
  const room = style.width - displayWidth(start);
  if (room < 10) return shorten(`  ${signs[mark]} ${name}`, style.width).replace(signs[mark], paintedSign(mark, style));
  return `${start.replace(signs[mark], paintedSign(mark, style))}${shorten(countsText(cases), room)}`;
}

/** How many cases of a theme have each verdict; by parts, if all of them passed and their ids show parts. */
function countsText(cases: readonly CaseResult[]): string {
  const summary = summarize(cases);
  const noted = notedCases(cases);
  const isClean = summary.passed === cases.length && worstMark(cases) === 'passed';
  const parts = isClean ? partsOf(cases) : [];
  if (parts.length > 0) return parts.map(([name, count]) => `${name} ${count}`).join(', ');
  const { passed, failed, errored, inconclusive, skipped } = summary;
  const nothingNew = cases.some(showsNothingNew) ? ' (nothing beyond the other cases)' : '';
  const open = { failed, errored, inconclusive, skipped };
  return [
    ...(passed > 0 ? [`${passedText(summary, noted)}${nothingNew}`] : []),
    ...Object.entries(open).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : [])),
  ].join(', ');
}

/** The cases by the second part of their ids, such as `order-ref`, if a few parts have several cases each. */
function partsOf(cases: readonly CaseResult[]): (readonly [name: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { id } of cases) {
    const [, part, third] = id.split('.');
    if (part === undefined || third === undefined) return [];
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  const parts = [...counts];
  return parts.length > 1 && parts.length <= mostParts && parts.every(([, count]) => count > 1) ? parts : [];
}

/** One line for all cases that share a verdict and its reason. */
function reasonForms(groups: readonly ReasonGroup[], style: Style): Forms {
  return shorterLists(
    groups.map((group) => reasonLines([group], '  ', style)),
    style,
    (left) => `and ${plural(left, 'more reason')} in the report`,
  );
}

/** The same in lines. */
export function reasonLines(groups: readonly ReasonGroup[], indent: string, style: Style): string[] {
  return groups.flatMap(({ verdict, reason, cases }) => {
    const mark = markOf(cases[0]!);
    const text = cases.length === 1 ? `${cases[0]!.id}: ${reason}` : `${cases.length} ${verdict}: ${reason}`;
    return labelled(indent, `${signs[mark]} `, text, style, () => `${paintedSign(mark, style)} `);
  });
}
