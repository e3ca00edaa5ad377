import ts from 'typescript';
import { codeFiles, isFree, textOf } from '../../testing/imports';
import { calls } from '.';

/** Where code asks which call it is, by the reason why that is not a property of the call. */
const askingFor: Readonly<Record<string, readonly string[]>> = {
  'a request is built from the credentials of its call': ['contract/model/factors/compose.ts'],
  'exploring names and sends each call in its own way': [
    ...['judge-sent', 'program', 'send'].map((name) => `run/explore/${name}.ts`),
    ...['cause-title', 'cause-search', 'same-cause', 'step-text'].map((name) => `run/explore/causes/${name}.ts`),
  ],
  'a step of check-credentials is about one call': ['credentials/steps/payout-claims.ts'],
};

const ids: ReadonlySet<string> = new Set(calls.map(({ id }) => id));

/** Whether a source text compares something with the id of a call, or has a branch for one. */
function asksForCall(text: string): boolean {
  if (!calls.some(({ id }) => text.includes(id))) return false;
  const isId = (node: ts.Node): boolean => ts.isStringLiteralLike(node) && ids.has(node.text);
  let asks = false;
  const visit = (node: ts.Node): void => {
    if (ts.isCaseClause(node)) asks ||= isId(node.expression);
    if (ts.isBinaryExpression(node))
      asks ||= /^[!=]==?$/.test(node.operatorToken.getText()) && (isId(node.left) || isId(node.right));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true));
  return asks;
}

describe('a call of the contract', () => {
  it('says itself what differs from other calls: code asks for its id only where a reason is listed', () => {
    const sources = codeFiles().filter(
      (path) => path.endsWith('.ts') && !isFree(path) && !path.startsWith('contract/calls/'),
    );
    const listed = Object.values(askingFor).flat();
    expect(sources.length).toBeGreaterThan(400);
    expect(sources.filter((path) => asksForCall(textOf(path)) && !listed.includes(path))).toEqual([]);
    expect(listed.filter((path) => !sources.includes(path))).toEqual([]);
  });

  it.each([
    ["if (call === 'payout-token') a();", true],
    ["if ('payout-token' !== call) a();", true],
    ["switch (call) { case 'payout-options': a(); }", true],
    ["const own = { 'payout-token': 1 }; a('payout-token');", false],
    ['if (call.id === id) a();', false],
  ])('is asked for its id in %s: %s', (text, wanted) => {
    expect(asksForCall(text)).toBe(wanted);
  });

  it.each(calls)('$id rests on rows, and documents the path and method of its valid request', (call) => {
    const { evidence, acceptance, valid, operations } = call;
    expect(evidence).toEqual(expect.arrayContaining([...acceptance]));
    if (!valid.path.startsWith('{{')) expect(operations.map(({ path }) => path)).toContain(valid.path);
  });
});
