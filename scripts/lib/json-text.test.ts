import { hostileText } from '../testing/hostile-text';
import { jsonText } from './json-text';

const alone = /\p{Surrogate}/gu;
const escaped = (half: string): string => `\\u${half.charCodeAt(0).toString(16)}`;

describe('JSON text', () => {
  it.each([
    ['\ud800', '"\\\\ud800"'],
    ['a\udfffb', '"a\\\\udfffb"'],
    ['\udc00\ud800', '"\\\\udc00\\\\ud800"'],
    ['\\ud800', '"\\\\ud800"'],
    ['\\\ud800', '"\\\\\\\\ud800"'],
    ['\u{1f600}\n', '"\u{1f600}\\n"'],
    ['\u{e0001}', '"\\udb40\\udc01"'],
  ])('is for every parser: %j', (text, json) => {
    expect(jsonText(text)).toBe(json);
  });

  it('is indented on request', () => {
    expect(jsonText({ a: ['é'] }, 2)).toBe('{\n  "a": [\n    "é"\n  ]\n}');
  });

  it('has no command for a CI server, and reads back as it was', () => {
    const value = { '::error::a': '##vso[task.complete result=Failed;] ##teamcity[x] ::add-mask::b' };
    const text = jsonText(value);
    expect(text).not.toMatch(/::(?:error|add-mask)::|##(?:vso|teamcity)\[/);
    expect(JSON.parse(text)).toEqual(value);
  });

  it.each([
    [
      'reads back as it was, except half of a surrogate pair',
      (json: string, text: string) =>
        JSON.parse(json)[`${text}!`.replace(alone, escaped)] === text.replace(alone, escaped),
    ],
    [
      'is on one line, with nothing for a terminal to obey',
      (json: string) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(json),
    ],
  ])('%s, for any text', (_name, holds) => {
    expect(hostileText.filter(([, text]) => !holds(jsonText({ [`${text}!`]: text }), text))).toEqual([]);
  });
});
