import ts from 'typescript';
import { codeFiles, isFree, parse, textOf } from './testing/imports';

/** What a native writer would not write, with what they would write instead. */
const foreign: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b[Ss]o (?:many|much|often|long)\b(?!.*\bthat\b)/, 'how many, this many'],
  [/(?<!-)\bbeside\b/, 'next to, in addition to, combined with'],
  [/\b[Ww]hat (?:comes|came)\b/, 'the response, what was sent'],
  [/(?<![Tt]here )\b(?:is|are) no (?!longer\b|way\b)[a-z]+/, 'is not a'],
  [/\bnow and then\b/, 'intermittently'],
  [/\b(?:gets|got|get|is|no) no answer\b|\bno answer\b(?! code)/, 'no response'],
  [/\bdid not answer\b/, 'did not respond'],
  [/\bput up with\b|\bbroken off\b|\bcalled off\b|\bstands (?:twice|beside)\b/, 'a plain verb'],
  [/\b[Pp]atience\b|\bgiven-up\b/, 'timeout, limit'],
  [/\b[Mm]end(?:s|ed|ing)?\b/, 'fix, correct'],
  [/\bin order again\b|\bnot in order\b|\bAll in order\b/, 'OK, working, with problems'],
];

/** The comments and literal texts of a source text. */
function wordsOf(source: string): string[] {
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      words.push(node.text);
    for (const { pos, end } of ts.getLeadingCommentRanges(source, node.getFullStart()) ?? [])
      words.push(source.slice(pos, end).replaceAll(/\s*\n\s*\* ?/g, ' '));
    ts.forEachChild(node, visit);
  };
  visit(parse(source));
  return [...new Set(words)];
}

/** The patterns without what must not be before or after: whatever they match is in the text as it is written. */
const suspects = foreign.map(
  ([{ source, flags }]) => new RegExp(source.replaceAll(/\(\?<?!(?:[^()]|\([^()]*\))*\)/g, ''), flags),
);

/** Whether a source text may have such words at all. Most do not, and parsing takes long. */
function isSuspect(source: string): boolean {
  const joined = source.replaceAll(/\s*\n\s*\* ?/g, ' ');
  return suspects.some((pattern) => pattern.test(joined));
}

const foundIn = (words: readonly string[]): string[] =>
  words.flatMap((text) => foreign.flatMap(([pattern, instead]) => (pattern.test(text) ? `${text}: ${instead}` : [])));

const wrongIn = (source: string): string[] => (isSuspect(source) ? foundIn(wordsOf(source)) : []);

/** Files that have to use such a word, by the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'fleet/earlier-fleet.ts': 'it reads the reports of an earlier version',
};

describe('comments and texts of the code', () => {
  const sources = codeFiles().filter((path) => path.endsWith('.ts') && !isFree(path) && path !== 'words.test.ts');

  it('are in plain English', () => {
    expect(sources.length).toBeGreaterThan(400);
    const found = sources.flatMap((path) => wrongIn(textOf(path)).map((text) => `${path}: ${text}`));
    expect(found.filter((text) => !(text.split(':')[0]! in exceptions))).toEqual([]);
    for (const path of Object.keys(exceptions)) expect(found.join('\n')).toContain(`${path}: `);
  });

  it.each([
    '/** So many requests are sent. */ const a = 1;',
    "const a = 'a level beside another';",
    'const a = `The call gets no answer`;',
    '/**\n * A text that\n * is no\n * report. */\nfunction a() {}',
  ])('are read from %s', (source) => {
    expect(wrongIn(source)).toHaveLength(1);
  });
});
