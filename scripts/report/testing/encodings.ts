import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

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

/** Groups of four bytes as five digits, as in ascii85 and Z85. */
function base85(text: string, digit: (value: number) => string): string {
  const padded = [...bytes(text), 0, 0, 0].slice(0, Math.ceil(bytes(text).length / 4) * 4);
  return Array.from({ length: padded.length / 4 }, (_, at) => {
    let number = Buffer.from(padded).readUInt32BE(4 * at);
    let digits = '';
    for (let count = 0; count < 5; count += 1, number = Math.floor(number / 85)) digits = digit(number % 85) + digits;
    return digits;
  }).join('');
}

const z85 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

function uuencoded(text: string): string {
  const line = (part: number[]): string => {
    const sixes = [...Buffer.from(part).toString('base64').replace(/=/g, 'A')].map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(letter),
    );
    return [part.length, ...sixes].map((six) => (six === 0 ? '`' : String.fromCharCode(32 + six))).join('');
  };
  const all = bytes(text);
  return Array.from({ length: Math.ceil(all.length / 45) }, (_, at) => line(all.slice(45 * at, 45 * at + 45))).join(
    '\n',
  );
}

/** Each character by its number, in a notation. */
const each =
  (notation: (code: number) => string, between = ''): Encode =>
  (text) =>
    bytes(text).map(notation).join(between);
const inHex = (code: number, length = 2): string => code.toString(16).padStart(length, '0');

const fullWidth: Encode = (text) => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

/** Cyrillic letters in place of those that look alike. */
const alike: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  i: 'і',
  T: 'Т',
};

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
  'full-width letters': fullWidth,
  'base64 in full-width letters': (text) => fullWidth(base64(text)),
  'hexadecimal in full-width letters': (text) => fullWidth(hex(text)),
  'base64 in bold letters': (text) =>
    base64(text).replace(/[a-z]/g, (one) => String.fromCodePoint(one.charCodeAt(0) - 97 + 0x1d41a)),
  'percent encoding of full-width letters': (text) => encodeURIComponent(fullWidth(text)),
  'escapes of the bytes of full-width letters': (text) => each((code) => `\\u00${inHex(code)}`)(fullWidth(text)),
  rot13: (text) =>
    text.replace(/[A-Za-z]/g, (each) => {
      const first = each <= 'Z' ? 65 : 97;
      return String.fromCharCode(((each.charCodeAt(0) - first + 13) % 26) + first);
    }),
  base32,
  base58: (text) => inBase(text, '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'),
  'one large number': (text) => inBase(text, '0123456789'),
  'base32 in lower case': (text) => base32(text).toLowerCase(),
  'base32 in groups': (text) => grouped(base32(text), 4, ' '),
  'base32 with extended hexadecimal digits': (text) =>
    base32(text).replace(
      /./g,
      (letter) => '0123456789ABCDEFGHIJKLMNOPQRSTUV'['ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter)]!,
    ),
  base62: (text) => inBase(text, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
  ascii85: (text) => `<~${base85(text, (value) => String.fromCharCode(33 + value))}~>`,
  z85: (text) => base85(text, (value) => z85[value]!),
  uuencode: uuencoded,
  rot47: (text) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(((sign.charCodeAt(0) - 33 + 47) % 94) + 33)),
  'decimal entities without an end': each((code) => `&#${code}`),
  'decimal entities with blanks': each((code) => `&#${code} `),
  'decimal entities of some characters': (text) => text.replace(/[a-m]/g, (one) => `&#${one.charCodeAt(0)} `),
  'hexadecimal entities with zeros': each((code) => `&#x0000${inHex(code)}`),
  'escapes of CSS': each((code) => `\\${inHex(code)} `),
  'escapes of CSS for some characters': (text) => text.replace(/[a-m]/g, (one) => `\\${inHex(one.charCodeAt(0))} `),
  'names of characters': each((code) => `U+${inHex(code, 4).toUpperCase()}`, ' '),
  'escapes of Python': each((code) => `\\U${inHex(code, 8)}`),
  'escapes of Perl': each((code) => `\\x{${inHex(code)}}`),
  'octal escapes of Perl': each((code) => `\\o{${code.toString(8)}}`),
  'octal escapes with a letter': each((code) => `\\o${code.toString(8).padStart(3, '0')}`),
  'calls of SQL': each((code) => `CHAR(${code})`, '+'),
  'octal bytes': each((code) => code.toString(8).padStart(3, '0'), ' '),
  'hexadecimal bytes without zeros': each((code) => `0x${code.toString(16)}`, ' '),
  'binary bytes with a prefix': each((code) => `0b${code.toString(2).padStart(8, '0')}`, ' '),
  'hexadecimal with commas': each((code) => inHex(code), ','),
  'hexadecimal with arrows': each((code) => inHex(code), ' -> '),
  'an object of bytes': (text) => JSON.stringify(Object.fromEntries(bytes(text).entries())),
  'bytes by name': (text) => JSON.stringify(Object.fromEntries(bytes(text).map((code, at) => [`byte ${at}`, code]))),
  'fields of a character': (text) => JSON.stringify(Object.fromEntries([...text].entries())),
  'fields of a character, by name': (text) =>
    JSON.stringify(Object.fromEntries([...text].map((one, at) => [`part ${at}`, one]))),
  'lines of a character': (text) => [...text].join('\r\n'),
  'numbered lines of a character': (text) => [...text].map((one, at) => `${at}. ${one}`).join('\n'),
  'stars between': (text) => [...text].join('*'),
  'tags between': (text) => [...text].map((one) => `<b>${one}</b>`).join(''),
  'mathematical letters': (text) =>
    text.replace(/[a-z]/g, (one) => String.fromCodePoint(one.charCodeAt(0) - 97 + 0x1d5ba)),
  'letters that look alike': (text) => text.replace(/[aceopxyiT]/g, (one) => alike[one]!),
  'percent encoding three times': (text) => percent(percent(percent(text))),
  'percent encoding four times, of signs': (text) =>
    [1, 2, 3, 4].reduce(
      (before) => encodeURIComponent(before),
      text.replace(/[a-m]/g, (one) => percent(one)),
    ),
  'JSON in JSON in JSON': (text) =>
    [1, 2, 3].reduce((before) => JSON.stringify(before), text.replaceAll('i', '\\u0069')),
  'base64 three times': (text) => base64(base64(base64(text))),
  'base64 of brotli': (text) => brotliCompressSync(text).toString('base64'),
};
