import { plural } from '../lib/plural';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import type { CaseResult, RunReport } from '../report/types';
import { casesText, type FindingGroup, findingGroups, groupRows, speaks } from '../report/view/finding-groups';
import { failing, findingText } from '../report/view/finding-text';
import { runProblems } from './run-problems';

/** GitHub shows no more than this many annotations of a step. */
const longestList = 10;
const longestTitle = 200;
const longestText = 3000;
const longestRow = 600;
/** What is shorter is no secret, and hiding it would blank the log. */
const shortestMask = 9;

/** One annotation: the same thing seen in any number of cases. */
interface Annotation {
  readonly command: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  /** The cases in which it was seen. */
  readonly cases: readonly CaseResult[];
}

/** Workflow commands, each a line with its end: at most ten, worst first, the last one counting those left out. */
export function annotations(report: RunReport): string[] {
  const all = collect(report);
  if (all.length <= longestList) return all.map(annotation);
  const shown = all.slice(0, longestList - 1);
  const left = `${plural(all.length - shown.length, 'more finding')} of the run: see the job summary, or the reports`;
  return [...shown.map(annotation), command('notice', 'and more', left)];
}

/** A command for each line of a secret that is long enough to be one: the runner would hide short lines everywhere. */
export function maskCommands(secret: string): string[] {
  return secret
    .split(/[\r\n]+/)
    .filter((line) => line.trim().length >= shortestMask)
    .map((line) => `::add-mask::${escapeData(line)}\n`);
}

function collect(report: RunReport): Annotation[] {
  const open = report.cases.filter(({ verdict }) => verdict === 'errored' || verdict === 'inconclusive');
  const groups = findingGroups(
    report.cases,
    ({ level, quarantined }, result) => speaks(result) && level !== 'observation' && !quarantined,
  ).map((group) => annotationOf(group, report.strict));
  // What fails the run comes first.
  return [
    ...runProblems(report).map(({ id, message, details }) => error(id, [message, ...details].join('\n'), [])),
    ...groups.filter(({ command: kind }) => kind === 'error'),
    ...[...new Set(open.map(({ verdict, reason }) => JSON.stringify([verdict, reason])))].map((key) => {
      const sharing = open.filter(({ verdict, reason }) => JSON.stringify([verdict, reason]) === key);
      const { verdict, reason } = sharing[0]!;
      return error(verdict, reason ?? 'no reason was recorded', sharing);
    }),
    ...groups.filter(({ command: kind }) => kind === 'warning'),
  ];
}

function error(title: string, message: string, cases: readonly CaseResult[]): Annotation {
  return { command: 'error', title, message, cases };
}

function annotationOf(group: FindingGroup, strict: boolean): Annotation {
  const { finding, cases } = group;
  const [head] = findingText(finding).split('\n');
  const rows = groupRows(group).map(([label, text]) => `  ${label}: ${visible(cut(text, longestRow))}`);
  return {
    command: failing([finding], strict).length > 0 ? 'error' : 'warning',
    title: `${finding.level}: ${finding.rule}`,
    message: [head, ...rows].join('\n'),
    cases,
  };
}

function annotation({ command: kind, title, message, cases }: Annotation): string {
  const seen = cases.length === 0 ? '' : `\n${casesText(cases.map(({ id }) => id))}`;
  return command(kind, title, `${cut(message, longestText)}${seen}`);
}

function command(kind: 'error' | 'warning' | 'notice', title: string, message: string): string {
  const shown = escapeProperty(visible(cut(title, longestTitle)));
  return `::${kind} title=${shown}::${escapeData(visible(message, '\n'))}\n`;
}

/** As the runner reads a message: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As the runner reads `title=`, in which a colon ends the command and a comma the property. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
