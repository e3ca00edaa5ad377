/** `::error file=a::text`, read by GitHub's runner at the start of a line. */
const workflowCommand = /:(?=:[A-Za-z][\w-]*(?:\s[\s\S]*?)?::)/g;

/** `##[error]text` (GitHub and Azure, anywhere in a line), `##vso[…]` (Azure), `##teamcity[…]`. */
const bracketCommand = /#(?=#[A-Za-z]*\[)/g;

/** Breaks what a CI server would take for a command of its own in a log line; the text stays readable. */
export function defuseCiCommands(text: string): string {
  return text.replace(workflowCommand, '\\u003a').replace(bracketCommand, '\\u0023');
}
