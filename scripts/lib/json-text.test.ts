import { hostileText } from '../testing/hostile-text';
import { jsonText } from './json-text';

describe('JSON text', () => {
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
    ['reads back as it was', (json: string, text: string) => JSON.parse(json)[`${text}!`] === text],
    [
      'is on one line, with nothing for a terminal to obey',
      (json: string) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(json),
    ],
  ])('%s, for any text', (_name, holds) => {
    expect(hostileText.filter(([, text]) => !holds(jsonText({ [`${text}!`]: text }), text))).toEqual([]);
  });
});
