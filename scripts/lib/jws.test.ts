import { base64urlEncode } from './base64url';
import { decodeJws, looksLikeJws } from './jws';

const token = (header: string, payload: string, signature = 'c2lnbg'): string =>
  `${base64urlEncode(header)}.${base64urlEncode(payload)}.${signature}`;
const header = '{"alg":"HS256"}';
const noHeader = 'its first segment (header) is not a JSON object in base64url';
const noPayload = 'its second segment (payload) is not a JSON object in base64url';

describe('the form of a JWS', () => {
  it.each([
    ['a.b.c', true],
    ['-_.09.Zz', true],
    ['a.b', false],
    ['a.b.', false],
    ['a..c', false],
    ['.b.c', false],
    ['a.b.c.d', false],
    ['a.b.c=', false],
    ['a.b.c\n', false],
    ['a b.c.d', false],
    ['', false],
  ])('%j: %j', (text, wanted) => {
    expect(looksLikeJws(text)).toBe(wanted);
  });
});

describe('a JWS', () => {
  it('is decoded', () => {
    expect(decodeJws(token(header, '{"sub":"Zoë","aud":["a"]}'))).toEqual({
      ok: true,
      jws: { header: { alg: 'HS256' }, payload: { sub: 'Zoë', aud: ['a'] }, duplicates: [], signatureBytes: 4 },
    });
  });

  it('reports duplicate names, in the header and in the payload', () => {
    const reading = decodeJws(token('{"alg":"none","alg":"HS256"}', '{"a":{"exp":1,"exp":2},"sub":"a","sub":"b"}'));
    expect(reading.ok && reading.jws.duplicates).toEqual([
      { name: 'alg', within: '' },
      { name: 'exp', within: '/a' },
      { name: 'sub', within: '' },
    ]);
  });

  it.each([
    ['two segments', 'a.b', 'segments', 'it does not have three segments'],
    ['four segments', `${token(header, '{}')}.x`, 'segments', 'it does not have three segments'],
    ['an empty signature', token(header, '{}', ''), 'segments', 'it does not have three segments'],
    ['nothing', '', 'segments', 'it does not have three segments'],
    ['a header that is a text', token('"HS256"', '{}'), 'header', noHeader],
    ['a header that is not JSON', token('HS256', '{}'), 'header', noHeader],
    ['an empty header', token('', '{}'), 'header', noHeader],
    ['a header with a byte order mark', token(`\uFEFF${header}`, '{}'), 'header', noHeader],
    ['a payload that is an array', token(header, '[]'), 'payload', noPayload],
    ['a payload that is null', token(header, 'null'), 'payload', noPayload],
    ['a payload in padded base64', `${base64urlEncode(header)}.e30=.c2ln`, 'payload', noPayload],
    [
      'a payload that is not UTF-8',
      `${base64urlEncode(header)}.${Buffer.from('{"a":"\xff"}', 'latin1').toString('base64url')}.c2ln`,
      'payload',
      noPayload,
    ],
    [
      'a signature in base64',
      token(header, '{}', 'a+b/'),
      'signature',
      'its third segment (signature) is not base64url',
    ],
    [
      'a signature of an impossible length',
      token(header, '{}', 'aaaaa'),
      'signature',
      'its third segment (signature) is not base64url',
    ],
  ])('is refused with the segment that is bad: %s', (_name, text, problem, message) => {
    expect(decodeJws(text)).toEqual({ ok: false, problem, message });
  });
});
