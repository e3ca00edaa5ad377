import { visible } from './terminal-text';
import { cut } from './text-layout';

/** `::error file=a::text`, read by GitHub's runner at the start of a line. */
const workflowCommand = /:(?=:[A-Za-z][\w-]*(?:\s[\s\S]*?)?::)/g;

/** `##[error]text` (GitHub and Azure, anywhere in a line), `##vso[…]` (Azure), `##teamcity[…]`. */
const bracketCommand = /#(?=#[A-Za-z]*\[)/g;

/** Breaks workflow commands of CI servers in log text. The text stays readable. */
export function defuseCiCommands(text: string): string {
  return text.replace(workflowCommand, '\\u003a').replace(bracketCommand, '\\u0023');
}

/** A text that may be anything as one line of a log, cut to a number of characters. */
export const logLine = (text: string, most = Number.POSITIVE_INFINITY): string =>
  defuseCiCommands(visible(cut(text, most)));
