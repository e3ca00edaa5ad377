// summary.md as HTML by two renderers: it holds only the elements that we write, and no link or attribute of a server.
import { readFileSync } from 'node:fs';
import markdownIt from 'markdown-it';
import { marked } from 'marked';

const text = readFileSync(process.argv[2], 'utf8');
const ours = 'h2 p ul li strong code pre table thead tbody tr th td br details summary blockquote'.split(' ');
for (const [name, page] of [
  ['markdown-it', markdownIt({ html: true, linkify: false }).render(text)],
  ['marked', marked.parse(text, { gfm: true, async: false })],
]) {
  const found = [...page.matchAll(/<\/?([a-zA-Z][^\s/>]*)([^>]*)>/g)].filter(
    ([, tag, attributes]) =>
      !ours.includes(tag.toLowerCase()) || !/^\s*\/?(?: (?:class="language-\w+"|align="\w+"))?\s*$/.test(attributes),
  );
  if (found.length > 0 || !/<table>/.test(page)) {
    console.error(
      `failed: ${name} finds in ${process.argv[2]}: ${
        found
          .slice(0, 5)
          .map(([tag]) => tag)
          .join(' ') || 'no table'
      }`,
    );
    process.exit(1);
  }
}
