import { decodeJws } from './jws';
import { jwsProblem } from './jws-header';

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const bytes = (length: number): string => Buffer.alloc(length, 7).toString('base64url');
const problemOf = (header: object, length: number): string | undefined => {
  const reading = decodeJws(`${encode(header)}.${encode({})}.${bytes(length)}`);
  return reading.ok ? jwsProblem(reading.jws)?.source : 'malformed';
};

describe('a token is refused by the passage that forbids it', () => {
  it.each<[string, object, number, string]>([
    ['an algorithm in lower case', { alg: 'hs256' }, 32, 'RFC 7518 §3.1'],
    ['an algorithm that does not exist', { alg: 'FOO' }, 32, 'RFC 7518 §3.1'],
    ['an algorithm for keys only', { alg: 'A128KW' }, 32, 'RFC 7518 §3.1'],
    ['an algorithm with a space', { alg: 'HS256 ' }, 32, 'RFC 7518 §3.1'],
    ['an algorithm with a point that is no domain', { alg: 'HS.256' }, 32, 'RFC 7518 §3.1'],
    ['a scheme without a name', { alg: 'urn:' }, 32, 'RFC 7518 §3.1'],
    ['no algorithm', {}, 32, 'RFC 7515 §4.1.1'],
    ['an algorithm that is a number', { alg: 256 }, 32, 'RFC 7515 §4.1.1'],
    ['an algorithm that is a list', { alg: ['HS256'] }, 32, 'RFC 7515 §4.1.1'],
    ['none', { alg: 'none' }, 32, 'RFC 8725 §3.1'],
    ['none in another case', { alg: 'nOnE' }, 32, 'RFC 8725 §3.1'],
    ['an HS256 signature of 20 bytes', { alg: 'HS256' }, 20, 'RFC 7518 §3.2 to §3.5'],
    ['an ES256 signature of 32 bytes', { alg: 'ES256' }, 32, 'RFC 7518 §3.2 to §3.5'],
    ['an ES256 signature in DER', { alg: 'ES256' }, 71, 'RFC 7518 §3.2 to §3.5'],
    ['an ES512 signature of 128 bytes', { alg: 'ES512' }, 128, 'RFC 7518 §3.2 to §3.5'],
    ['an RS256 signature of a key of 1024 bits', { alg: 'RS256' }, 128, 'RFC 7518 §3.2 to §3.5'],
    ['an empty crit', { alg: 'HS256', crit: [] }, 32, 'RFC 7515 §4.1.11'],
    ['a crit that is a text', { alg: 'HS256', crit: 'b64', b64: true }, 32, 'RFC 7515 §4.1.11'],
    ['a crit with an empty name', { alg: 'HS256', crit: [''] }, 32, 'RFC 7515 §4.1.11'],
    ['a crit with a name twice', { alg: 'HS256', crit: ['b64', 'b64'], b64: true }, 32, 'RFC 7515 §4.1.11'],
    ['a crit with an unknown name', { alg: 'HS256', crit: ['exp'], exp: 1 }, 32, 'RFC 7515 §4.1.11'],
    ['a crit that names what is not there', { alg: 'HS256', crit: ['b64'] }, 32, 'RFC 7515 §4.1.11'],
    ['a crit with a name of the standard', { alg: 'HS256', crit: ['alg'] }, 32, 'RFC 7515 §4.1.11'],
    ['an unencoded payload', { alg: 'HS256', crit: ['b64'], b64: false }, 32, 'RFC 7797 §7'],
    ['an unencoded payload, not in crit', { alg: 'HS256', b64: false }, 32, 'RFC 7797 §7'],
    ['a b64 that is a text', { alg: 'HS256', crit: ['b64'], b64: 'true' }, 32, 'RFC 7797 §7'],
    ['a b64 that is not in crit', { alg: 'HS256', b64: true }, 32, 'RFC 7797 §6'],
  ])('%s', (_name, header, length, source) => {
    expect(problemOf(header, length)).toBe(source);
  });

  it.each<[object, number]>([
    [{ alg: 'HS256', typ: 'JWT' }, 32],
    [{ alg: 'HS256', crit: ['b64'], b64: true }, 32],
    [{ alg: 'ES256' }, 64],
    [{ alg: 'ES384' }, 96],
    [{ alg: 'ES512' }, 132],
    [{ alg: 'ES256K' }, 64],
    [{ alg: 'EdDSA' }, 64],
    [{ alg: 'EdDSA' }, 114],
    [{ alg: 'Ed25519' }, 64],
    [{ alg: 'PS256' }, 512],
    [{ alg: 'ML-DSA-44' }, 2420],
    [{ alg: 'urn:example:alg' }, 7],
    [{ alg: 'https://example.com/alg' }, 7],
    [{ alg: 'signature.example.com' }, 7],
    [{ alg: 'example.com/alg' }, 7],
    [{ alg: '1.2.840.10045.4.3.2' }, 7],
    [{ alg: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' }, 7],
  ])('but not %j with a signature of %i bytes', (header, length) => {
    expect(problemOf(header, length)).toBeUndefined();
  });
});
