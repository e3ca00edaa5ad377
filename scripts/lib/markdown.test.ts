import { code, fenced, prose } from './markdown';

describe('text in Markdown', () => {
  it.each([
    ['plain', '`plain`'],
    ['a `b` c', '``a `b` c``'],
    ['`', '`` ` ``'],
    [' a ', '`  a  `'],
    ['a | b', '`a \\u007c b`'],
    ['one\ntwo', '`one\\u000atwo`'],
    ['', '(empty)'],
  ])('as code: %j becomes %j', (given, wanted) => {
    expect(code(given)).toBe(wanted);
  });

  it.each([
    ['the request, which (as ever) was answered 400.', 'the request, which (as ever) was answered 400.'],
    ['by @someone for #12, see https://a.example.', 'by `@someone` for `#12`, see `https://a.example`.'],
    ['set IMBURSE_PUBLIC_KEY or a_b: now', 'set `IMBURSE_PUBLIC_KEY` or `a_b`: now'],
    ['it says <b>no</b> | **yes**', 'it says `<b>no</b> \\u007c **yes**`'],
    ['1. first', '`1.` first'],
    ['- item', '`-` item'],
    ['a@b.example and www.b.example', '`a@b.example` and `www.b.example`'],
    ['0123456789abcdef and 12345678', '`0123456789abcdef` and `12345678`'],
    ["it's well-known, of 2019-05-31", "it's well-known, of 2019-05-31"],
    ['\u001b[31m', '`\\u001b[31m`'],
  ])('as a sentence: %j becomes %j', (given, wanted) => {
    expect(prose(given)).toBe(wanted);
  });

  it.each([
    ['a', '```text\na\n```'],
    ['```\na', '````text\n```\na\n````'],
    ['a ````` b', '``````text\na ````` b\n``````'],
  ])('as a block: %j becomes %j', (given, wanted) => {
    expect(fenced(given, 'text')).toBe(wanted);
  });
});
