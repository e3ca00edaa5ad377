const fence = /^(`{3,})\w*$/;
/** As CommonMark reads it: a run of backticks up to the next of the same length. */
const codeSpan = /(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g;
const htmlCode = /<code>[^<>]*<\/code>/g;
/** The tags that we write, each replaced by a character that no text contains. */
const tags = { '<br>': '¶', '<details><summary>': '«', '</summary>': '»', '</details>': '§' };
/** Text that cannot be or start markup: words, numbers, and the punctuation of sentences. */
const harmless =
  /(?:CODE|[\p{L}\p{M}\d]+(?:['’-][\p{L}\p{M}\d]+)*)(?:[ .,;:?!()"…'’-]*(?:CODE|[\p{L}\p{M}\d]+))*[.,;:?!()"…]*/gu;

/**
 * The markup of a Markdown document, without its text. Documents that differ only in text have the same markup.
 *
 * @throws if a fence is never closed
 */
export function markdownShape(markdown: string): string[] {
  const shape: string[] = [];
  let open: string | undefined;
  for (const line of markdown.split('\n')) {
    if (open !== undefined) {
      if (/^`+\s*$/.test(line) && line.trim().length >= open.length) open = undefined;
      continue;
    }
    open = fence.exec(line)?.[1];
    shape.push(open === undefined ? shapeOf(line) : 'FENCE');
  }
  if (open !== undefined) throw new Error('A fence is never closed.');
  return shape;
}

function shapeOf(line: string): string {
  return Object.entries(tags)
    .reduce((text, [tag, sign]) => text.replaceAll(tag, sign), line.replace(codeSpan, 'CODE').replace(htmlCode, 'CODE'))
    .replace(/^[(]/, '')
    .replace(harmless, 'TEXT')
    .replace(/[("]+(?=TEXT)/g, '')
    .replace(/TEXT(?: TEXT)*/g, 'TEXT');
}
