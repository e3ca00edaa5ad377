/** The first line of every generated Markdown file. */
export const generatedNote = '<!-- Generated from the contract by "npm run generate". Do not edit. -->';

/** Text as the content of a table cell, without markup. */
export const cell = (text: string): string => text.replace(/[\\|<]/g, '\\$&').replace(/\s+/g, ' ');

/** A table of cells that are Markdown. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
