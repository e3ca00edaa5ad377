import { codeFiles, isFree, textOf } from '../testing/imports';
import { clause, lowerFirst, sentence, upperFirst } from './sentence';

it('ends a text once', () => {
  expect(['a b', 'a b.', 'a b?'].map(sentence)).toEqual(['a b.', 'a b.', 'a b?']);
  expect(['a b', 'a b.', 'a.b'].map(clause)).toEqual(['a b', 'a b', 'a.b']);
});

it('changes only the first letter', () => {
  expect([upperFirst('aB c'), lowerFirst('AB C'), upperFirst(''), lowerFirst('')]).toEqual(['AB c', 'aB C', '', '']);
});

it('is the only place where sentences are changed', () => {
  const edits = /charAt\(0\)\.to|slice\(0, 1\)\.to(?:Upp|Low)erCase|replace\(\/\\\.\$\//;
  // A host name may end with a full stop too.
  const hostNames = /hostname|bracketed|\*\?/;
  const editing = codeFiles()
    .filter((path) => path.endsWith('.ts') && !isFree(path))
    .filter((path) =>
      textOf(path)
        .split('\n')
        .some((line) => edits.test(line) && !hostNames.test(line)),
    );
  expect(editing).toEqual(['lib/sentence.ts']);
});
