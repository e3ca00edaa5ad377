/** The first line of every generated Markdown file. */
export const generatedNote = '<!-- Generated from the contract by "npm run generate". Do not edit. -->';

/** Text as the content of a table cell, without markup. */
export const cell = (text: string): string => text.replace(/[\\|<]/g, '\\$&').replace(/\s+/g, ' ');

/** A table of cells that are Markdown. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** A fenced code block, whatever the code contains. */
export function fenced(code: string, language = ''): string {
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
