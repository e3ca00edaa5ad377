import { cell, markdownTable } from './markdown';

describe('a cell', () => {
  it.each([
    ['a | b', 'a \\| b'],
    ['a\\|b', 'a\\\\\\|b'],
    ['<script>', '\\<script>'],
    ['two\n\tlines', 'two lines'],
  ])('of %j stays in its place as %j', (given, wanted) => {
    expect(cell(given)).toBe(wanted);
  });
});

describe('a table', () => {
  it('has a head, a rule and rows', () => {
    expect(markdownTable(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
  });
});
