export type JsonObject = { readonly [name: string]: unknown };

/** A name that occurs more than once in an object. */
export interface DuplicateName {
  readonly name: string;
  /** The JSON pointer to the object, with `*` for each position in an array. Of a deep one, the first names. */
  readonly within: string;
}

export type JsonReading =
  | { readonly ok: true; readonly value: unknown; readonly duplicates: readonly DuplicateName[] }
  | { readonly ok: false; readonly problem: JsonProblem; readonly message: string };

/** Why a text is not JSON, by its beginning. */
type JsonProblem = 'empty' | 'byte-order-mark' | 'markup' | 'not-json';

const jsonProblems: Readonly<Record<JsonProblem, string>> = {
  empty: 'it is empty',
  'byte-order-mark': 'it starts with a byte order mark',
  markup: 'it looks like markup',
  'not-json': 'it is not JSON',
};

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** In names. Nothing in the contract is that deep. */
const longestPointer = 8;

/** The names that occur more than once in an object of a JSON text. The text must be valid JSON. */
export function duplicateNames(text: string): DuplicateName[] {
  const duplicates = new Map<string, DuplicateName>();
  // One entry for each open object and array. No recursion: the text may be deep.
  const open: { readonly names: Set<string> | undefined; readonly pointer: string; last: string }[] = [];
  const colon = /[ \t\r\n]*:/y;
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [piece] = match;
    const around = open[open.length - 1];
    if (piece === '{' || piece === '[') {
      const isNamed = around && open.length <= longestPointer;
      const pointer = isNamed ? `${around.pointer}/${around.last}` : (around?.pointer ?? '');
      open.push({ names: piece === '{' ? new Set() : undefined, pointer, last: '*' });
    } else if (piece === '}' || piece === ']') open.pop();
    else {
      colon.lastIndex = token.lastIndex;
      if (!around?.names || !colon.test(text)) continue;
      const name = piece.includes('\\') ? (JSON.parse(piece) as string) : piece.slice(1, -1);
      const { names, pointer: within } = around;
      if (names.has(name)) duplicates.set(JSON.stringify([within, name]), { name, within });
      names.add(name);
      around.last = pointerName(name);
    }
  }
  return [...duplicates.values()];
}

/** All properties of the outermost object of a JSON text as they are written, those too that another of the same name replaces. */
export function outerSources(text: string): [name: string, source: string][] {
  const names: { readonly name: string; readonly at: number; readonly end: number }[] = [];
  let depth = 0;
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"(?<colon>[ \t\r\n]*:)?|[{}[\]]/gs;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [piece] = match;
    if (piece === '{' || piece === '[') depth += 1;
    else if (piece === '}' || piece === ']') depth -= 1;
    else if (depth === 1 && match.groups?.colon !== undefined)
      names.push({
        name: JSON.parse(piece.slice(0, -match.groups.colon.length)) as string,
        at: match.index,
        end: token.lastIndex,
      });
  }
  return names.map(({ name, end }, index) => {
    const value = text.slice(end, names[index + 1]?.at ?? text.lastIndexOf('}')).trimEnd();
    return [name, value.endsWith(',') ? value.slice(0, -1) : value];
  });
}

/** All properties of the outermost object of a JSON text, those too that another of the same name replaces. */
export const outerEntries = (text: string): [name: string, value: unknown][] =>
  outerSources(text).map(([name, source]) => [name, JSON.parse(source)]);

/** Whether a text is just what `JSON.stringify` makes of its value, as most are: that repeats no name. */
function isWrittenPlainly(value: unknown, text: string): boolean {
  try {
    return JSON.stringify(value) === text;
  } catch {
    // Too deep.
    return false;
  }
}

function jsonProblem(text: string): JsonProblem {
  if (text.trim() === '') return 'empty';
  if (text.startsWith('\uFEFF')) return 'byte-order-mark';
  return text.trimStart().startsWith('<') ? 'markup' : 'not-json';
}

/** Parses a JSON text; never throws. A byte order mark is not JSON (RFC 8259 §8.1). */
export function parseJson(text: string): JsonReading {
  try {
    const value: unknown = JSON.parse(text);
    let duplicates: readonly DuplicateName[] | undefined;
    return {
      ok: true,
      value,
      // Most texts are never asked for them.
      get duplicates() {
        duplicates ??= isWrittenPlainly(value, text) ? [] : duplicateNames(text);
        return duplicates;
      },
    };
  } catch {
    // The engine's own message quotes the text, which may contain a secret.
    const problem = jsonProblem(text);
    return { ok: false, problem, message: jsonProblems[problem] };
  }
}

/** The value of a JSON text; `undefined` if it is not JSON. */
export function jsonValue(text: string): unknown {
  const json = parseJson(text);
  return json.ok ? json.value : undefined;
}

/** The object that a JSON text is; `undefined` if it is anything else. */
export function jsonObject(text: string): JsonObject | undefined {
  const value = jsonValue(text);
  return isJsonObject(value) ? value : undefined;
}

/** A name as a JSON pointer has it (RFC 6901). */
export const pointerName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The names in a JSON pointer (RFC 6901). */
export const pointerNames = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value at a JSON pointer; `undefined` if there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const name of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as JsonObject)[name.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}

/** A value and the path of property names to it. */
export interface Leaf<T = unknown> {
  readonly path: readonly string[];
  readonly value: T;
}

/** Deeper values are ignored: nothing in the contract is that deep. */
const deepest = 64;

/** Every value in a JSON value, itself included, outermost first: at most `limit`. */
export function* valuesIn(root: unknown, limit = 10_000): Generator<Leaf> {
  const queue: Leaf[] = [{ path: [], value: root }];
  for (let index = 0; index < queue.length && index < limit; index += 1) {
    const { path, value } = queue[index]!;
    yield queue[index]!;
    if (typeof value !== 'object' || value === null || path.length >= deepest) continue;
    for (const [name, child] of Object.entries(value)) queue.push({ path: [...path, name], value: child });
  }
}

/** Every primitive value in a JSON value, outermost first. Visits at most `limit` values. */
export function* leavesIn(root: unknown, limit?: number): Generator<Leaf> {
  for (const leaf of valuesIn(root, limit)) if (typeof leaf.value !== 'object' || leaf.value === null) yield leaf;
}

/** Whether two JSON values are equal; the order of properties does not count. Deeper ones are ignored. */
export function sameJson(one: unknown, other: unknown, depth = 0): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (depth >= deepest) return true;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  if (Array.isArray(one) !== Array.isArray(other) || names.length !== others.length) return false;
  const [left, right] = [one as JsonObject, other as JsonObject];
  return names.every((name) => Object.hasOwn(right, name) && sameJson(left[name], right[name], depth + 1));
}

/** Every string in a JSON value, as `leavesIn` finds them. */
export function* stringsIn(root: unknown, limit?: number): Generator<Leaf<string>> {
  for (const { path, value } of leavesIn(root, limit)) if (typeof value === 'string') yield { path, value };
}
