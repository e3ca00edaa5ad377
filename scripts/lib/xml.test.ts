import { validateXML } from 'xmllint-wasm';
import { hostileText } from '../testing/hostile-text';
import { xmlAttribute, xmlDocument, xmlText } from './xml';

describe('XML', () => {
  it.each([
    ['a < b & c > "d"', 'a &lt; b &amp; c &gt; &quot;d&quot;'],
    [']]>', ']]&gt;'],
    ['\u001b[31m\u0000', '\\u001b[31m\\u0000'],
    ['\ufffe\ud800', '\\ufffe\\ud800'],
    ['a\r\nb\tc', 'a\\u000d\nb\tc'],
  ])('text %j becomes %j', (given, wanted) => {
    expect(xmlText(given)).toBe(wanted);
  });

  it('keeps line breaks and tabs in attributes', () => {
    expect(xmlAttribute('a\nb\t"c"')).toBe('a&#10;b&#9;&quot;c&quot;');
  });

  it('is indented, but not around text', () => {
    const text = { name: 'text', attributes: { n: 1 }, children: ['a ', { name: 'b' }, ' c\n'] };
    expect(xmlDocument({ name: 'root', children: [{ name: 'empty' }, text] })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<root>\n  <empty/>\n  <text n="1">a <b/> c\n</text>\n</root>\n',
    );
  });

  it('is well-formed for any text', async () => {
    const children = hostileText.map(([, text]) => ({ name: 'item', attributes: { value: text }, children: [text] }));
    const { errors } = await validateXML({ xml: xmlDocument({ name: 'root', children }), normalization: 'c14n' });
    expect(errors).toEqual([]);
  });
});
