import fc from 'fast-check';
import { cpuMs } from '../testing/cpu-time';
import { base64Bytes, base64OfUrl, base64urlBytes, base64urlDecode, base64urlEncode, base64urlOf } from './base64url';

/** The same texts and bytes each time. */
const seed = 20_260_115;
const wellFormed = fc.string({ unit: 'grapheme' });

describe('base64url', () => {
  it('gives the same bytes as Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(base64urlBytes(Buffer.from(bytes).toString('base64url'))).toEqual([...bytes]);
      }),
      { seed },
    );
  });

  it('reads padded base64 as Node does, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(base64Bytes(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
      }),
      { seed },
    );
    expect(() => base64Bytes('a*b=')).toThrow('Not base64: a*b=');
  });

  it('writes and reads any text as Node does', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        const encoded = Buffer.from(text, 'utf8').toString('base64url');
        expect(base64urlEncode(text)).toBe(encoded);
        expect(base64urlDecode(encoded)).toBe(text);
      }),
      { seed },
    );
  });

  it('reads bytes as text only if they are UTF-8', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const strict = (bytes: Uint8Array): string | undefined => {
      try {
        return decoder.decode(bytes);
      } catch {
        return undefined;
      }
    };
    const nearUtf8 = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc
        .array(fc.constantFrom(0x41, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f, 0x98, 0xef, 0xbb, 0xbf))
        .map((bytes) => Uint8Array.from(bytes)),
    );
    fc.assert(
      fc.property(nearUtf8, (bytes) => {
        expect(base64urlDecode(Buffer.from(bytes).toString('base64url'))).toBe(strict(bytes));
      }),
      { seed, numRuns: 1000 },
    );
  });

  it.each([
    ['padding', 'YQ=='],
    ['the alphabet of base64', 'a+b/'],
    ['white space', 'YWJj\n'],
    ['a length that no bytes have', 'YWJjZ'],
    ['a character outside the alphabet', 'YWé'],
    ['a character of two units', 'YW😀'],
  ])('refuses %s', (_name, text) => {
    expect(base64urlBytes(text)).toBeUndefined();
    expect(base64urlDecode(text)).toBeUndefined();
  });

  it.each([
    ['', []],
    ['YQ', [97]],
    ['_-8', [255, 239]],
  ])('reads %j', (text, bytes) => {
    expect(base64urlBytes(text)).toEqual(bytes);
  });

  it.each([
    ['', ''],
    ['YQ', 'YQ=='],
    ['_-8', '/+8='],
  ])('%j is %j in padded base64', (url, padded) => {
    expect([base64OfUrl(url), base64urlOf(padded)]).toEqual([padded, url]);
  });

  it('refuses to write a lone surrogate', () => {
    expect(() => base64urlEncode('\ud800')).toThrow(URIError);
  });

  it('does a mebibyte in little processor time', () => {
    const roundTrip = () => expect(base64urlDecode(base64urlEncode('é'.repeat(2 ** 19)))).toHaveLength(2 ** 19);
    expect(cpuMs(roundTrip)).toBeLessThan(3000);
  });
});
