import { deflateSync, gzipSync } from 'node:zlib';

type Encode = (text: string) => string;

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): number[] => [...Buffer.from(text, encoding)];
const base64: Encode = (text) => Buffer.from(text).toString('base64');
const hex: Encode = (text) => Buffer.from(text).toString('hex');
const percent: Encode = (text) =>
  bytes(text)
    .map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
    .join('');
const reverse: Encode = (text) => [...text].reverse().join('');
const grouped = (text: string, length: number, sign: string): string =>
  (text.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join(sign);
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** Digits of another base, as in base58. */
function inBase(text: string, alphabet: string): string {
  let number = BigInt(`0x${hex(text)}`);
  let digits = '';
  for (; number > 0n; number /= BigInt(alphabet.length))
    digits = alphabet[Number(number % BigInt(alphabet.length))] + digits;
  return digits;
}

function base32(text: string): string {
  const bits = bytes(text)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

const quotedPrintable: Encode = (text) =>
  bytes(text)
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');

/** How a server may write what it was sent. */
export const encodings: Readonly<Record<string, Encode>> = {
  'as it is': (text) => text,
  base64,
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64 in lines of 76': (text) => grouped(base64(`some text before ${text}`), 76, '\r\n'),
  'base64 in lines of 8': (text) => grouped(base64(text), 8, '\n'),
  'base64 in lines, as JSON': (text) => grouped(base64(text), 8, '\\n'),
  'base64 with escaped slashes': (text) => base64(text).replaceAll('/', '\\/'),
  'base64 twice': (text) => base64(base64(text)),
  'base64, spaced': (text) => [...base64(text)].join(' '),
  'base64, reversed': (text) => reverse(base64(text)),
  'base64 of the reversed text': (text) => base64(reverse(text)),
  'base64, percent-encoded': (text) => percent(base64(text)),
  'base64 of hexadecimal': (text) => base64(hex(text)),
  'base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'base64 of gzip': (text) => gzipSync(text).toString('base64'),
  'hexadecimal of deflate': (text) => deflateSync(text).toString('hex'),
  'an encoded word of mail': (text) => `=?UTF-8?B?${base64(text)}?=`,
  hexadecimal: hex,
  'hexadecimal in capitals': (text) => hex(text).toUpperCase(),
  'hexadecimal with colons': (text) => grouped(hex(text), 2, ':'),
  'hexadecimal with spaces': (text) => grouped(hex(text), 2, ' '),
  'a list of hexadecimal bytes': (text) =>
    bytes(text)
      .map((byte) => `0x${byte.toString(16)}`)
      .join(', '),
  'hexadecimal of base64': (text) => hex(base64(text)),
  'hexadecimal of UTF-16': (text) => utf16be(text).toString('hex'),
  'escapes of C': (text) =>
    bytes(text)
      .map((byte) => `\\x${byte.toString(16)}`)
      .join(''),
  'octal escapes': (text) =>
    bytes(text)
      .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
      .join(''),
  'a list of bytes': (text) => JSON.stringify(bytes(text)),
  'binary digits': (text) =>
    bytes(text)
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join(' '),
  'percent encoding': encodeURIComponent,
  'percent encoding of every character': percent,
  'percent encoding twice': (text) => percent(percent(text)),
  'escapes of JSON': (text) =>
    [...text].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  'decimal entities': (text) =>
    bytes(text)
      .map((byte) => `&#${byte};`)
      .join(''),
  'hexadecimal entities': (text) =>
    bytes(text)
      .map((byte) => `&#x${byte.toString(16)};`)
      .join(''),
  'quoted-printable': quotedPrintable,
  'quoted-printable with soft line breaks': (text) => grouped(text.replaceAll('=', '=3D'), 5, '=\r\n'),
  'characters set apart': (text) => [...text].join(' '),
  'groups of four': (text) => grouped(text, 4, '-'),
  'lines of six': (text) => grouped(text, 6, '\n'),
  'an array of characters': (text) => JSON.stringify([...text]),
  'an array of pieces': (text) => JSON.stringify(text.match(/.{1,5}/g)),
  'zero-width characters between': (text) => [...text].join('\u200b'),
  'zero bytes between (UTF-16)': (text) => [...text].join('\u0000'),
  'zero bytes between, as JSON': (text) => JSON.stringify([...text].join('\u0000')),
  reversed: reverse,
  'in capitals': (text) => text.toUpperCase(),
  'in lower case': (text) => text.toLowerCase(),
  'full-width letters': (text) => text.replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0)),
  rot13: (text) =>
    text.replace(/[A-Za-z]/g, (each) => {
      const first = each <= 'Z' ? 65 : 97;
      return String.fromCharCode(((each.charCodeAt(0) - first + 13) % 26) + first);
    }),
  base32,
  base58: (text) => inBase(text, '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'),
  'one large number': (text) => inBase(text, '0123456789'),
};
