import { hostileText } from '../testing/hostile-text';
import { jsonText } from './json-text';

describe('JSON text', () => {
  it('is indented on request', () => {
    expect(jsonText({ a: ['é'] }, 2)).toBe('{\n  "a": [\n    "é"\n  ]\n}');
  });

  it.each(hostileText)(
    'reads back as it was, on one line, with nothing for a terminal to obey: %s',
    (_attempt, text) => {
      const json = jsonText({ [`${text}!`]: text });
      expect(JSON.parse(json)).toEqual({ [`${text}!`]: text });
      expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    },
  );
});
