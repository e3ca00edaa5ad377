import fc from 'fast-check';
import { jsonCorpus } from '../testing/json-corpus';
import { jsonMistake, notJsonText } from './json-mistake';

it.each([
  ['', '1:1 is not JSON: it is empty'],
  [' \n\n ', '3:2 is not JSON: it is empty'],
  ['{"a": 1', '1:8 is not JSON: it ends inside an object'],
  ['[1,\n 2', '2:3 is not JSON: it ends inside a list'],
  ['{"a": "x', '1:7 is not JSON: a string does not end'],
  ['{"a": "x\n"}', '1:7 is not JSON: a string does not end on its line'],
  ['{"a": "C:\\Users"}', '1:10 is not JSON: a backslash in a string is not an escape of JSON; write two for one'],
  ['{"a": "\t"}', '1:8 is not JSON: a string has a control character'],
  ['{\n  "a": 1\n  "b": 2\n}', '3:3 is not JSON: a comma is missing'],
  ['[1 2]', '1:4 is not JSON: a comma is missing'],
  ['{\n  "a": 1,\n}', '2:9 is not JSON: there is a comma too many'],
  ['[1,,2]', '1:4 is not JSON: there is a comma too many'],
  ['[,1]', '1:2 is not JSON: there is a comma too many'],
  ['{"a" 1}', '1:6 is not JSON: a colon is missing'],
  ['{"a": }', '1:7 is not JSON: a value is missing'],
  ['{1: 2}', '1:2 is not JSON: a name in double quotes is missing'],
  ['{a: 2}', '1:2 is not JSON: a word needs double quotes'],
  ["{'a': 2}", '1:2 is not JSON: strings need double quotes'],
  ['{\u201ca\u201d: 2}', '1:2 is not JSON: it has typographic quotes; JSON needs straight double quotes'],
  ['{} // why', '1:4 is not JSON: JSON has no comments'],
  ['{} {}', '1:4 is not JSON: something follows the end'],
  ['{}}', '1:3 is not JSON: something follows the end'],
  ['[}', '1:2 is not JSON: } closes what was opened differently'],
  ['{"a": True}', '1:7 is not JSON: JSON has only true, false, null and numbers'],
  ['{"a": -}', '1:7 is not JSON: a number is not written as JSON has it'],
  ['{"a": 01}', '1:7 is not JSON: a number is not written as JSON has it'],
  ['{"a": 1.}', '1:7 is not JSON: a number is not written as JSON has it'],
  ['<html>', '1:1 is not JSON: it looks like markup'],
  ['{\n<<<<<<< HEAD\n', '2:1 is not JSON: it has the marks of a merge conflict'],
  ['\r\n\r\n  @', '3:3 is not JSON: a character is out of place'],
])('of %j is told with its place: %s', (text, wanted) => {
  expect(notJsonText('x', text)).toBe(`x:${wanted}`);
});

describe('a mistake is found where JSON.parse finds one, and only there', () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  it('in the texts that parsers disagree about', () => {
    const wrong = jsonCorpus.filter(({ bytes }) => {
      const text = bytes.toString('utf8');
      return (jsonMistake(text) === undefined) !== isJson(text);
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('in any JSON with one character changed, removed or added', () => {
    const edit = fc.tuple(
      fc.nat(),
      fc.nat({ max: 1 }),
      fc.constantFrom('', '"', ',', ':', '}', ']', '\\', '0', 'e', ' ', '-'),
    );
    fc.assert(
      fc.property(fc.json(), edit, (json, [place, removed, added]) => {
        const at = place % (json.length + 1);
        const text = json.slice(0, at) + added + json.slice(at + removed);
        expect(jsonMistake(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('in a string of 16 MiB', () => {
    const long = 'a'.repeat(2 ** 24);
    expect(jsonMistake(`["${long}\\n"]`)).toBeUndefined();
    expect(jsonMistake(`["${long}\\n" 1]`)).toMatchObject({ line: 1, column: long.length + 7 });
  });
});
