/** What stands above every generated Markdown file. */
export const generatedNote = '<!-- Generated from the contract by "npm run generate". Do not edit. -->';

/** Text that stays in its table cell and is not markup. */
export const cell = (text: string): string => text.replace(/[\\|<]/g, '\\$&').replace(/\s+/g, ' ');

/** A table of cells that are Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** A fenced block of code, whatever the code holds. */
export function fenced(code: string, language = ''): string {
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
