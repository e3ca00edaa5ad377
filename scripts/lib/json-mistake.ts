/** The first mistake in a JSON text; lines and columns begin with 1. */
export interface JsonMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const mark = /[{}[\],:]/y;
/** Without its last quote. */
const string = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*/y;
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?![\w$])/y;
const blank = /[ \t\r\n]*/y;

type Found = readonly [offset: number, message: string];

/** What people write that is not JSON, by the text in place of a token. */
const foreign: readonly (readonly [RegExp, string])[] = [
  [/\/[/*]|#/y, 'JSON has no comments'],
  [/'/y, 'strings need double quotes'],
  [/[\u201c\u201d\u201e\u2018\u2019]/y, 'it has typographic quotes; JSON needs straight double quotes'],
  [/<{7}|={7}|>{7}/y, 'it has the marks of a merge conflict'],
  [/</y, 'it looks like markup'],
  [/\uFEFF/y, 'it has a byte order mark'],
  [/\u00a0/y, 'it has a no-break space'],
  [/True\b|False\b|None\b|NaN\b|-?Infinity\b|undefined\b/y, 'JSON has only true, false, null and numbers'],
  [/\+?[\d.]|-/y, 'a number is not written as JSON has it'],
  [/[A-Za-z_$]/y, 'a word needs double quotes'],
];

/** The end of what a pattern matches at an offset; `undefined` if it does not match there. */
function endOf(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Why a string does not end as it should: its text up to there is fine. */
function stringMistake(text: string, start: number, offset: number): Found {
  const next = text[offset];
  if (next === undefined) return [start, 'a string does not end'];
  if (next === '\\') return [offset, 'a backslash in a string is not an escape of JSON; write two for one'];
  const isBreak = next === '\n' || next === '\r';
  return isBreak ? [start, 'a string does not end on its line'] : [offset, 'a string has a control character'];
}

const names: Readonly<Record<string, string>> = { '{': 'an object', '[': 'a list' };

/** What may come next. */
type Wanted = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const missing: Readonly<Record<Wanted, string>> = {
  value: 'a value is missing',
  'value-or-end': 'a value is missing',
  name: 'a name in double quotes is missing',
  'name-or-end': 'a name in double quotes is missing',
  colon: 'a colon is missing',
  'comma-or-end': 'a comma is missing',
  nothing: 'something follows the end',
};

function firstMistake(text: string): Found | undefined {
  const open: string[] = [];
  let wanted: Wanted = 'value';
  let [previous, end] = [0, 0];
  for (;;) {
    const start = endOf(blank, text, end)!;
    if (start >= text.length) {
      if (wanted === 'nothing') return undefined;
      const inner = open.at(-1);
      return [start, inner === undefined ? 'it is empty' : `it ends inside ${names[inner]}`];
    }
    const char = text[start]!;
    const isString = char === '"';
    const isMark = !isString && endOf(mark, text, start) !== undefined;
    if (isString) {
      const last = endOf(string, text, start)!;
      if (text[last] !== '"') return stringMistake(text, start, last);
      end = last + 1;
    } else end = isMark ? start + 1 : (endOf(literal, text, start) ?? 0);
    if (end === 0) {
      const known = foreign.find(([pattern]) => endOf(pattern, text, start) !== undefined)?.[1];
      return [start, known ?? (wanted === 'nothing' ? missing.nothing : 'a character is out of place')];
    }
    const next: Next = isMark
      ? afterMark(char, wanted, open, text[previous] === ',')
      : afterScalar(isString, wanted, open.length === 0);
    if ('mistake' in next) return [next.early ? previous : start, next.mistake];
    wanted = next.wanted;
    previous = start;
  }
}

type Next = { readonly wanted: Wanted } | { readonly mistake: string; readonly early?: true };

const valueEnded = (isOutermost: boolean): Next => ({ wanted: isOutermost ? 'nothing' : 'comma-or-end' });

function afterScalar(isString: boolean, wanted: Wanted, isOutermost: boolean): Next {
  if (wanted.startsWith('name')) return isString ? { wanted: 'colon' } : { mistake: missing.name };
  return wanted.startsWith('value') ? valueEnded(isOutermost) : { mistake: missing[wanted] };
}

/** Opens or closes what is open. */
function afterMark(char: string, wanted: Wanted, open: string[], isAfterComma: boolean): Next {
  if (char === '{' || char === '[') {
    if (!wanted.startsWith('value')) return { mistake: missing[wanted] };
    open.push(char);
    return { wanted: char === '{' ? 'name-or-end' : 'value-or-end' };
  }
  if (char === ':') return wanted === 'colon' ? { wanted: 'value' } : { mistake: 'a colon is out of place' };
  if (char === ',') {
    if (wanted === 'comma-or-end') return { wanted: open.at(-1) === '{' ? 'name' : 'value' };
    return { mistake: wanted === 'nothing' ? missing.nothing : 'there is a comma too many' };
  }
  if (isAfterComma && (wanted === 'name' || wanted === 'value'))
    return { mistake: 'there is a comma too many', early: true };
  if (!wanted.endsWith('-or-end')) return { mistake: missing[wanted] };
  if (open.pop() !== (char === '}' ? '{' : '[')) return { mistake: `${char} closes what was opened differently` };
  return valueEnded(open.length === 0);
}

/** The first mistake in a text that is not JSON; `undefined` if it is. Node's messages differ by version, and quote it. */
export function jsonMistake(text: string): JsonMistake | undefined {
  const found = firstMistake(text);
  if (!found) return undefined;
  const [offset, message] = found;
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1, message };
}

/** `a.json:3:5 is not JSON: a comma is missing`, or `undefined` if it is. */
export function notJsonText(file: string, text: string): string | undefined {
  const mistake = jsonMistake(text);
  return mistake && `${file}:${mistake.line}:${mistake.column} is not JSON: ${mistake.message}`;
}
