import { plural } from '../../lib/plural';
import { clause } from '../../lib/sentence';
import { heading, labelled, rowLines, type Style } from '../../lib/terminal-layout';
import { pad } from '../../lib/text-layout';
import type { CaseResult, Finding } from '../../report/types';
import type { RunView } from '../../report/view';
import { tokenText } from '../../report/view/exchange-text';
import {
  type FindingGroup,
  groupKey,
  groupRows,
  groupRowsWithCases,
  notedTitle,
} from '../../report/view/finding-groups';
import { failing, findingRows } from '../../report/view/finding-text';
import { alsoIn, idsText, type Row } from '../../report/view/text';
import { levelPaint } from './paint';

const observationsShown = 10;
const casesShown = 8;
const longestToken = 600;

/** The groups that fail cases, by `groupKey`: the first case of each shows it in full, the rest refer to it. */
export type FailingGroups = ReadonlyMap<string, FindingGroup>;

/** The groups of a run that fail cases. */
export function failingGroups({ findings }: RunView): FailingGroups {
  return new Map(findings.broken.map((group) => [groupKey(group.finding), group]));
}

/** The findings that fail a case, with the evidence; one that an earlier case showed in full is only named. */
export function failureLines(result: CaseResult, strict: boolean, causes: FailingGroups, style: Style): string[] {
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

function fullRows(finding: Finding, group: FindingGroup | undefined): Row[] {
  if (group === undefined) return findingRows(finding);
  const others = group.cases.slice(1).map(({ id }) => id);
  return [...groupRows(group), ...(others.length > 0 ? [['also in', alsoIn(others)] as const] : [])];
}

/** The claims of the token in the response to a case, if they are short. */
export function tokenRows({ exchanges }: CaseResult): Row[] {
  const tokens = exchanges.at(-1)?.response?.tokens ?? [];
  return tokens.map(tokenText).flatMap((text) => (text.length <= longestToken ? [['token', text]] : []));
}

/** For `--verbose`: deviations and warnings that fail no case, each once, with the cases that show it. */
export function notedLines({ findings: { noted } }: RunView, style: Style): string[] {
  if (noted.length === 0) return [];
  const lines = noted.flatMap((group) => [
    ...headLines(group.finding, '  ', style),
    ...rowLines(groupRowsWithCases(group, casesShown), '    ', style),
  ]);
  return ['', ...heading(notedTitle(noted), style), ...lines];
}

/** For `--verbose`: the observations, one line for each: what the target does where the contract allows several behaviours. */
export function observationLines({ report, findings: { observations } }: RunView, style: Style): string[] {
  if (observations.length === 0) return [];
  const lines = observations
    .slice(0, observationsShown)
    .flatMap(({ finding: { evidence, message, actual }, cases }) =>
      labelled(
        '  ',
        pad(evidence, 6),
        `${clause(message)}: ${actual ?? 'seen'} (${idsText(cases.map(({ id }) => id))})`,
        style,
      ).map(style.colours.dim),
    );
  const rest = observations.length - observationsShown;
  return [
    '',
    ...heading(
      `${plural(report.summary.observations, 'observation')} where the contract allows several behaviours: not judged`,
      style,
    ),
    ...lines,
    ...(rest > 0 ? labelled('  ', '', `and ${rest} more in run.json`, style).map(style.colours.dim) : []),
  ];
}

/** A finding in one line: its level, rule and message. */
export function headLines({ level, rule, message }: Finding, indent: string, style: Style): string[] {
  return labelled(indent, `${level}  `, `${rule}: ${message}`, style, style.colours[levelPaint[level]]);
}
