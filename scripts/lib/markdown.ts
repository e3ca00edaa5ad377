import { visible } from './terminal-text';
import { cut } from './text-layout';

const longestText = 1000;
/** A word that Markdown shows as it is: not an address, mention, issue, commit, emphasis, emoji or HTML. */
const plainWord = /^(?:\p{L}+(?:['’-]\p{L}+)*|\d{1,6}(?:[-.]\d{1,6})*)$/u;
/** At the start of a line, a number and a dot start a list. */
const listMark = /^\d+[.)]/;

const clean = (text: string): string => visible(cut(text, longestText));

/**
 * Untrusted text as a code span: neither Markdown nor GitHub's own syntax (mentions, issues, addresses, emoji) applies
 * there. A pipe would end a table cell even in a code span, so it becomes `\u007c`.
 */
export function code(text: string): string {
  const shown = clean(text).replaceAll('|', '\\u007c');
  if (shown.trim() === '') return '(empty)';
  const fence = '`'.repeat(longestRun(shown) + 1);
  // A space keeps backticks of the text apart from the fence; Markdown removes one space at each end.
  const room = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return fence + room + shown + room + fence;
}

/** A sentence that may quote untrusted text, in one line: plain words as they are, all else in code spans. */
export function prose(text: string): string {
  const parts: string[] = [];
  let odd: string[] = [];
  const flush = (): void => {
    if (odd.length > 0) parts.push(quoted(odd.join(' ')));
    odd = [];
  };
  for (const word of clean(text).split(/\s+/)) {
    if (word === '') continue;
    const begins = parts.length === 0 && odd.length === 0;
    if (!isPlain(word) || (begins && listMark.test(word))) odd.push(word);
    else {
      flush();
      parts.push(word);
    }
  }
  flush();
  return parts.join(' ');
}

/** Whether it is a plain word, with or without punctuation. */
function isPlain(word: string): boolean {
  return plainWord.test(word.replace(/^["(]/, '').replace(/["),.:;?!]{1,3}$/, ''));
}

/** A code span, with the punctuation around it left outside. */
function quoted(text: string): string {
  const [, opening = '', inner = '', closing = ''] = /^(\(?)(.*?)([),.:;?!]{0,2})$/su.exec(text) ?? [];
  return inner.trim() === '' || listMark.test(text) ? code(text) : opening + code(inner) + closing;
}

/** A fenced code block that keeps line breaks and can hold any text. */
export function fenced(text: string, language = ''): string {
  const shown = visible(text, '\n');
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** A table row; the cells are Markdown without line breaks. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}

/** The pieces of a document that fit, whole, into the given bytes of UTF-8; if some do not, it ends with `note`. */
export function wholePieces(pieces: readonly string[], bytes: number, note: (left: number) => string): string {
  const sizes = pieces.map((piece) => Buffer.byteLength(piece));
  if (sizes.reduce((sum, size) => sum + size, 0) <= bytes) return pieces.join('');
  const longestNote = Buffer.byteLength(note(pieces.length));
  let room = bytes - longestNote;
  const count = sizes.findIndex((size) => {
    room -= size;
    return room < 0;
  });
  const end = note(pieces.length - count);
  return longestNote > bytes ? '' : pieces.slice(0, count).join('') + end;
}
