import { hostileText } from '../testing/hostile-text';
import { visible } from './terminal-text';

describe('making text visible', () => {
  it.each([
    ['a\u001b[31mb', 'a\\u001b[31mb'],
    ['\u0000\u0007\u007f', '\\u0000\\u0007\\u007f'],
    ['\u009b31m', '\\u009b31m'],
    ['one\r\ntwo\t', 'one\\u000d\\u000atwo\\u0009'],
    ['\u202eabc\u2066', '\\u202eabc\\u2066'],
    ['\u2028\u2029\u0085', '\\u2028\\u2029\\u0085'],
    ['\u200b\ufeff\u00ad', '\\u200b\\ufeff\\u00ad'],
    ['\ud800x\udc00', '\\ud800x\\udc00'],
    ['\u{e0041}', '\\udb40\\udc41'],
    ['\uffff', '\\uffff'],
    ['Grüße, 支払い 👍 שלום', 'Grüße, 支払い 👍 שלום'],
    ['', ''],
  ])('%j becomes %j', (given, wanted) => {
    expect(visible(given)).toBe(wanted);
  });

  it('keeps what it is told to keep', () => {
    expect(visible('a\nb\tc\rd', '\n\t')).toBe('a\nb\tc\\u000dd');
  });

  it('leaves no control character in any hostile text', () => {
    const obeyed = hostileText.filter(([, text]) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(visible(text)));
    expect(obeyed).toEqual([]);
  });
});
