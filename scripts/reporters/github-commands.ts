import { defuseCiCommands } from '../lib/ci-commands';
import { plural } from '../lib/plural';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import type { CaseResult, RunReport } from '../report/types';
import { type RunView, viewOf } from '../report/view';
import { type FindingGroup, groupRows } from '../report/view/finding-groups';
import { findingLines } from '../report/view/finding-text';
import { entryText } from '../report/view/notes';
import { casesText } from '../report/view/text';

/** GitHub shows at most this many annotations of a step. */
const longestList = 10;
const longestTitle = 200;
const longestText = 3000;
const longestRow = 600;
/** A shorter line is not a secret, and hiding it would blank the log. */
const shortestMask = 9;

/** One annotation: the same thing, found in any number of cases. */
interface Annotation {
  readonly command: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly cases: readonly CaseResult[];
}

/** Workflow commands, one per line: at most ten, worst first; if there are more, the last one counts the rest. */
export function annotations(report: RunReport): string[] {
  const all = collect(viewOf(report));
  if (all.length <= longestList) return all.map(annotation);
  const shown = all.slice(0, longestList - 1);
  const left = `${plural(all.length - shown.length, 'more finding')}: see the job summary or the reports`;
  return [...shown.map(annotation), command('notice', 'and more', left)];
}

/** A command for each line of a secret, except short lines: the runner would hide these everywhere. */
export function maskCommands(secret: string): string[] {
  return secret
    .split(/[\r\n]+/)
    .filter((line) => line.trim().length >= shortestMask)
    .map((line) => `::add-mask::${escapeData(line)}\n`);
}

/** What fails the run comes first. */
function collect({ notes, findings, open }: RunView): Annotation[] {
  return [
    ...notes
      .filter(({ effect }) => effect !== 'none')
      .map(({ id, title, entries }) => error(`run.${id}`, [title, ...entries.map(entryText)].join('\n'), [])),
    ...findings.broken.map((group) => annotationOf('error', group)),
    ...open.map(({ verdict, reason, cases }) => error(verdict, reason, cases)),
    ...findings.noted.map((group) => annotationOf('warning', group)),
  ];
}

function error(title: string, message: string, cases: readonly CaseResult[]): Annotation {
  return { command: 'error', title, message, cases };
}

function annotationOf(kind: Annotation['command'], group: FindingGroup): Annotation {
  const { level, rule, message } = group.finding;
  return {
    command: kind,
    title: `${level}: ${rule}`,
    message: findingLines(`${level}: ${rule}: ${message}`, groupRows(group), longestRow),
    cases: group.cases,
  };
}

function annotation({ command: kind, title, message, cases }: Annotation): string {
  const seen = cases.length === 0 ? '' : `\n${casesText(cases.map(({ id }) => id))}`;
  return command(kind, title, `${cut(message, longestText)}${seen}`);
}

function command(kind: 'error' | 'warning' | 'notice', title: string, message: string): string {
  const shown = escapeProperty(defuseCiCommands(visible(cut(title, longestTitle))));
  // Another CI server may read the log, and find its own commands anywhere in a line.
  return `::${kind} title=${shown}::${escapeData(defuseCiCommands(visible(message, '\n')))}\n`;
}

/** Escapes a message for the runner: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes a property for the runner: a colon would end the command, a comma the property. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
