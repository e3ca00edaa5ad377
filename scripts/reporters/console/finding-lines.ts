import { plural } from '../../lib/plural';
import { pad } from '../../lib/text-layout';
import { isFailing } from '../../verdict/case-verdict';
import type { CaseResult, Finding, RunReport } from '../../verdict/types';
import { failing, findingRows, worstFirst } from '../finding-text';
import { heading, labelled, levelPaint, type Style } from './format';

const observationsShown = 10;
const casesShown = 8;

/** For each finding that fails a case, the first case in which it is found, to whose lines later cases refer. */
export type FirstShown = ReadonlyMap<string, string>;

const keyOf = ({ rule, level, evidence, message, where, expected, actual }: Finding): string =>
  JSON.stringify([rule, level, evidence, message, where, expected, actual]);

export function firstShown(report: RunReport): FirstShown {
  const first = new Map<string, string>();
  for (const result of report.cases) {
    for (const finding of failing(result.findings, report.strict)) {
      const key = keyOf(finding);
      if (!first.has(key)) first.set(key, result.id);
    }
  }
  return first;
}

/** What failed a case, with the evidence; what an earlier case showed to the letter is only named. */
export function failureLines(result: CaseResult, strict: boolean, first: FirstShown, style: Style): string[] {
  return failing(result.findings, strict).flatMap((finding) => {
    const shownBy = first.get(keyOf(finding));
    const repeated = shownBy !== undefined && shownBy !== result.id;
    const rows: [string, string][] = repeated
      ? [['evidence', `${finding.evidence}, as under ${shownBy}`]]
      : findingRows(finding);
    return [...headLines(finding, '      ', style), ...rowLines(rows, '        ', style)];
  });
}

/** Deviations and warnings that fail no case: each once, with the cases that show it. */
export function noteLines(report: RunReport, style: Style): string[] {
  const groups = grouped(
    report,
    ({ level, quarantined }) => !quarantined && level !== 'observation' && !isFailing(level, report.strict),
  );
  if (groups.length === 0) return [];
  const lines = groups.flatMap(({ findings, ids }) => {
    const [head] = findings;
    const common = findingRows(head).filter(([label, text]) =>
      findings.every((other) => findingRows(other).some((row) => row[0] === label && row[1] === text)),
    );
    return [...headLines(head, '  ', style), ...rowLines([...common, casesRow(ids)], '    ', style)];
  });
  return ['', ...heading('Deviations and warnings, which do not fail the run', style), ...lines];
}

/** What a quarantine puts up with, with its owner and its end. */
export function quarantinedLines(report: RunReport, style: Style): string[] {
  const groups = grouped(report, ({ quarantined }) => quarantined !== undefined);
  if (groups.length === 0) return [];
  const lines = groups.flatMap(({ findings: [head], ids }) => {
    const { owner, expires, reason } = head.quarantined!;
    const rows: [string, string][] = [['owner', owner], ['until', expires], ['reason', reason], casesRow(ids)];
    return [...headLines(head, '  ', style), ...rowLines(rows, '    ', style)];
  });
  return ['', ...heading('Quarantined, which does not fail the run', style), ...lines];
}

/** How many cases there are, and which; the first few of many. */
export function casesRow(ids: readonly string[]): [label: string, text: string] {
  const more = ids.length > casesShown ? ` and ${ids.length - casesShown} more` : '';
  return [plural(ids.length, 'case'), `${ids.slice(0, casesShown).join(', ')}${more}`];
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

interface Group {
  readonly findings: [Finding, ...Finding[]];
  readonly ids: string[];
}

function grouped(report: RunReport, chosen: (finding: Finding) => boolean): Group[] {
  const groups = new Map<string, Group>();
  for (const { id, findings } of report.cases) {
    for (const finding of findings.filter(chosen)) {
      const { rule, level, evidence, message, quarantined } = finding;
      const key = JSON.stringify([rule, level, evidence, message, quarantined]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { findings: [finding], ids: [id] });
      else {
        group.findings.push(finding);
        if (!group.ids.includes(id)) group.ids.push(id);
      }
    }
  }
  const order = worstFirst([...groups.values()].map(({ findings: [head] }) => head));
  return [...groups.values()].sort((a, b) => order.indexOf(a.findings[0]) - order.indexOf(b.findings[0]));
}

function headLines({ level, rule, message }: Finding, indent: string, style: Style): string[] {
  return labelled(indent, `${level}  `, `${rule}: ${message}`, style, style.colours[levelPaint[level]]);
}

/** Labelled lines below a finding or the like. */
export function rowLines(rows: readonly (readonly [string, string])[], indent: string, style: Style): string[] {
  const width = Math.max(8, ...rows.map(([label]) => label.length));
  return rows.flatMap(([label, text]) => labelled(indent, `${pad(label, width)}  `, text, style, style.colours.dim));
}
