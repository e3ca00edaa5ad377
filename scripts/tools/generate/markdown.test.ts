import { cell, fenced, markdownTable } from './markdown';

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

describe('a block of code', () => {
  it.each([
    ['x', '```http\nx\n```'],
    ['``', '```http\n``\n```'],
    ['a ```` b', '`````http\na ```` b\n`````'],
  ])('holds %j', (given, wanted) => {
    expect(fenced(given, 'http')).toBe(wanted);
  });
});
