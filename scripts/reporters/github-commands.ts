import { plural } from '../lib/plural';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import { levelOrder } from '../verdict/level';
import type { CaseResult, Finding, Level, RunReport } from '../verdict/types';
import { failing, findingText } from './finding-text';
import { runProblems } from './run-problems';

/** GitHub shows no more than this many annotations of a step. */
const longestList = 10;
const casesNamed = 5;
const longestTitle = 200;
const longestText = 3000;
/** What is shorter is no secret, and hiding it would blank the log. */
const shortestMask = 9;

/** One annotation: the same thing seen in any number of cases. */
interface Annotation {
  readonly command: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  /** Ids of the cases in which it was seen. */
  readonly cases: string[];
}

/** Workflow commands, each a line with its end: at most ten, worst first, the last one counting those left out. */
export function annotations(report: RunReport): string[] {
  const all = [...collect(report).values()];
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

function collect(report: RunReport): Map<string, Annotation> {
  const found = new Map<string, Annotation>();
  const add = (kind: Annotation['command'], title: string, message: string, id?: string): void => {
    const key = JSON.stringify([kind, title, message]);
    const known = found.get(key) ?? { command: kind, title, message, cases: [] };
    found.set(key, known);
    if (id !== undefined && !known.cases.includes(id)) known.cases.push(id);
  };
  for (const { id, message, details } of runProblems(report)) add('error', id, [message, ...details].join('\n'));
  for (const level of levelOrder) addFindings(report, level, add);
  const open = report.cases.filter(({ verdict }) => verdict === 'errored' || verdict === 'inconclusive');
  for (const { verdict, reason, id } of open) add('error', verdict, reason ?? 'no reason was recorded', id);
  // What fails the run comes first.
  return new Map([...found].sort(([, one], [, other]) => one.command.localeCompare(other.command)));
}

function addFindings({ cases, strict }: RunReport, level: Level, add: (...args: FindingArgs) => void): void {
  if (level === 'observation') return;
  for (const { id, findings } of cases.filter(counts)) {
    for (const finding of findings.filter((each) => each.level === level && !each.quarantined)) {
      const grave = failing([finding], strict).length > 0;
      add(grave ? 'error' : 'warning', `${level}: ${finding.rule}`, textOf(finding), id);
    }
  }
}

type FindingArgs = [kind: Annotation['command'], title: string, message: string, id: string];

/** An inconclusive case's findings speak of nothing. */
function counts({ verdict }: CaseResult): boolean {
  return verdict !== 'inconclusive' && verdict !== 'skipped';
}

/** Without what differs from case to case, so that one cause is one annotation. */
function textOf({ actual: _, ...finding }: Finding): string {
  return findingText(finding);
}

function annotation({ command: kind, title, message, cases }: Annotation): string {
  const more = cases.length > casesNamed ? ` and ${cases.length - casesNamed} more` : '';
  const seen =
    cases.length === 0 ? '' : `\n${plural(cases.length, 'case')}: ${cases.slice(0, casesNamed).join(', ')}${more}`;
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
