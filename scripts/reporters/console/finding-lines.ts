import { isFailing } from '../../judge/case-verdict';
import { plural } from '../../lib/plural';
import { pad } from '../../lib/text-layout';
import type { CaseResult, Finding, RunReport } from '../../report/types';
import {
  brokenGroups,
  casesText,
  type FindingGroup,
  findingGroups,
  groupKey,
  groupRows,
  idsText,
} from '../../report/view/finding-groups';
import { failing, findingRows } from '../../report/view/finding-text';
import { tokenText } from '../../report/view/token-text';
import { heading, labelled, levelPaint, type Style } from './format';

const observationsShown = 10;
const casesShown = 8;
const longestToken = 600;

/** The causes that fail cases, by `groupKey`: the first case of each shows it in full, later ones refer to that. */
export type Causes = ReadonlyMap<string, FindingGroup>;

export function causesOf(report: RunReport): Causes {
  return new Map(brokenGroups(report).map((group) => [groupKey(group.finding), group]));
}

/** What failed a case, with the evidence; what an earlier case showed is only named. */
export function failureLines(result: CaseResult, strict: boolean, causes: Causes, style: Style): string[] {
  const lines = new Map<string, string[]>();
  for (const finding of failing(result.findings, strict)) {
    const key = groupKey(finding);
    const group = causes.get(key);
    const first = group?.cases[0] ?? result;
    lines.set(
      first === result ? key : `${finding.rule} ${finding.evidence} ${first.id}`,
      first === result
        ? [...headLines(finding, '      ', style), ...rowLines(fullRows(finding, group), '        ', style)]
        : headLines({ ...finding, message: `${finding.evidence}, as under ${first.id}` }, '      ', style),
    );
  }
  const token = [...lines.keys()].some((key) => causes.has(key)) ? tokenRows(result) : [];
  return [...[...lines.values()].flat(), ...rowLines(token, '        ', style)];
}

function fullRows(finding: Finding, group: FindingGroup | undefined): [string, string][] {
  if (group === undefined) return findingRows(finding);
  const others = group.cases.slice(1).map(({ id }) => id);
  return [...groupRows(group), ...(others.length > 0 ? [['also in', casesText(others)] as [string, string]] : [])];
}

/** The claims of the token that the case was answered with, where they are short. */
function tokenRows({ exchanges }: CaseResult): [string, string][] {
  const tokens = exchanges.at(-1)?.response?.tokens ?? [];
  return tokens.map(tokenText).flatMap((text) => (text.length <= longestToken ? [['token', text]] : []));
}

/** Deviations and warnings that fail no case: each once, with the cases that show it. */
export function noteLines(report: RunReport, style: Style): string[] {
  const groups = findingGroups(
    report.cases,
    ({ level, quarantined }) => !quarantined && level !== 'observation' && !isFailing(level, report.strict),
  );
  if (groups.length === 0) return [];
  const lines = groups.flatMap((group) => [
    ...headLines(group.finding, '  ', style),
    ...rowLines([...groupRows(group), casesRow(group.cases.map(({ id }) => id))], '    ', style),
  ]);
  return ['', ...heading('Deviations and warnings, which do not fail the run', style), ...lines];
}

/** What a quarantine puts up with, with its owner and its end. */
export function quarantinedLines(report: RunReport, style: Style): string[] {
  const groups = findingGroups(report.cases, ({ quarantined }) => quarantined !== undefined);
  if (groups.length === 0) return [];
  const lines = groups.flatMap(({ finding, cases }) => {
    const { owner, expires, reason } = finding.quarantined!;
    const ids = cases.map(({ id }) => id);
    const rows: [string, string][] = [['owner', owner], ['until', expires], ['reason', reason], casesRow(ids)];
    return [...headLines(finding, '  ', style), ...rowLines(rows, '    ', style)];
  });
  return ['', ...heading('Quarantined, which does not fail the run', style), ...lines];
}

/** How many cases there are, and which; the first few of many. */
export function casesRow(ids: readonly string[]): [label: string, text: string] {
  return [plural(ids.length, 'case'), idsText(ids, casesShown)];
}

/** What the target does where the contract is open, a line each. */
export function observationLines(report: RunReport, style: Style): string[] {
  const seen = report.cases.flatMap(({ id, findings }) =>
    findings
      .filter(({ level, quarantined }) => level === 'observation' && !quarantined)
      .map((finding) => ({ id, finding })),
  );
  if (seen.length === 0) return [];
  const lines = seen
    .slice(0, observationsShown)
    .flatMap(({ id, finding: { evidence, message, actual } }) =>
      labelled('  ', pad(evidence, 6), `${message.replace(/\.$/, '')}: ${actual ?? 'seen'} (${id})`, style).map(
        style.colours.dim,
      ),
    );
  const rest = seen.length - observationsShown;
  return [
    '',
    ...heading(`${plural(seen.length, 'observation')} where the contract is open: recorded, not judged`, style),
    ...lines,
    ...(rest > 0 ? labelled('  ', '', `and ${rest} more in run.json`, style).map(style.colours.dim) : []),
  ];
}

function headLines({ level, rule, message }: Finding, indent: string, style: Style): string[] {
  return labelled(indent, `${level}  `, `${rule}: ${message}`, style, style.colours[levelPaint[level]]);
}

/** Labelled lines below a finding or the like. */
export function rowLines(rows: readonly (readonly [string, string])[], indent: string, style: Style): string[] {
  const width = Math.max(8, ...rows.map(([label]) => label.length));
  return rows.flatMap(([label, text]) => labelled(indent, `${pad(label, width)}  `, text, style, style.colours.dim));
}
