import { bytesOfBase64, bytesOfHex, toBase64, toBase64url, toHex } from './codings';

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 37 + 251) % 256);

describe('codings without Node', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 31, 32, 33])('agree with Node about %d bytes', (length) => {
    const some = bytes(length);
    const node = Buffer.from(some);
    expect(toBase64(some)).toBe(node.toString('base64'));
    expect(toBase64url(some)).toBe(node.toString('base64url'));
    expect(toHex(some)).toBe(node.toString('hex'));
    expect(bytesOfBase64(node.toString('base64'))).toEqual(some);
    expect(bytesOfBase64(node.toString('base64url'))).toEqual(some);
    expect(bytesOfHex(node.toString('hex'))).toEqual(some);
  });

  it.each(['A', 'AAAAA', 'AA AA\n', '+/-_', '!', 'QUJDR'])('decode %j from base64 as Node does', (text) => {
    expect([...bytesOfBase64(text)]).toEqual([...Buffer.from(text, 'base64')]);
  });

  it.each(['abc', 'zz', '00fg', 'ABCD'])('decode %j from hex as Node does', (text) => {
    expect([...bytesOfHex(text)]).toEqual([...Buffer.from(text, 'hex')]);
  });
});
