/** A text that is JSON or not (RFC 8259), as bytes: what parsers disagree about. */
export interface JsonSample {
  readonly name: string;
  readonly bytes: Buffer;
  readonly valid: boolean;
}

const deep = 100_000;

/** JSON, though some of it is unwise: each line is a sample. */
const validTexts: readonly string[] = [
  ...['{}', '[]', '""', '0', '-0', '1', '-1', 'true', 'false', 'null', ' null ', '\t\r\n {}\t\r\n ', '[ ]', '{ }'],
  ...['[1]', '[1,2]', '[[]]', '[[],[]]', '[{}]', '[null,1,"1",{}]', '{"a":1}', '{"a":1,"b":2}', '{"":0}', '{"a":[]}'],
  ...['0.1', '-0.1', '1e1', '1E1', '1e+1', '1e-1', '0e0', '0e+1', '1.5E-3', '-0e-0', '123456789012345678901234567890'],
  ...['1e999', '-1e999', '1e-999', `0.${'0'.repeat(400)}1`, `1${'0'.repeat(400)}`, '9007199254740993'],
  ...['"a"', '"\\""', '"\\\\"', '"\\/"', '"\\b\\f\\n\\r\\t"', '"\\u0061"', '"\\u0000"', '"\\u001F"', '"/"', '"\x7f"'],
  ...['"\\ud83d\\ude00"', '"\\ud800"', '"\\udc00\\ud800"', '"\\uD800\\uD800\\n"', '"\\ud800abc"', '"\\uDFAA"'],
  ...['"\u00e9"', '"\u{1f600}"', '"\u2028\u2029"', '"\ufeff"', '"\uffff"', '"\ufffd"', '"\u{10ffff}"', '"\\ufeff"'],
  ...['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{"a":{"a":{"a":1}}}', '{"__proto__":1}', '{"__proto__":{"x":1}}'],
  ...['{"__proto__":null,"__proto__":[]}', '{"constructor":{"prototype":1}}', '{"toString":1,"valueOf":2}'],
  ...['{"length":-1}', '{"hasOwnProperty":1}', '{"then":1}', '{"toJSON":1}', '[["__proto__"]]', '{"\\u0000":1}'],
  ...['{"accessToken":null,"expires":null}', '{"errors":[{}],"errorCodes":[]}', '{"rewards":{"length":1e9}}'],
  ...[
    `"${'a'.repeat(100_000)}"`,
    `[${'1,'.repeat(50_000)}1]`,
    `{"a":"${'\\n'.repeat(50_000)}"}`,
    ' '.repeat(50_000) + 1,
  ],
  ...[`${'['.repeat(deep)}${']'.repeat(deep)}`, `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`],
  ...[`{"errors":${'['.repeat(deep)}${']'.repeat(deep)}}`, `[${'[{"a":'.repeat(500)}1${'}]'.repeat(500)}]`],
];

/** No JSON: each line is a sample. */
const invalidTexts: readonly string[] = [
  ...['', ' ', '\n', '\ufeff', '\ufeff{}', '\ufeff1', '{}\ufeff', '\u00a0{}', '{}\u2028', '\u200b[]', '\v[]', '\f[]'],
  ...[
    '-',
    '+1',
    '01',
    '-01',
    '00',
    '1.',
    '.1',
    '-.1',
    '1.e1',
    '1e',
    '1e+',
    '1E-',
    '1eE2',
    '0x1',
    '0o7',
    '0b1',
    '1_000',
  ],
  ...['1 2', '1a', '1.2.3', '--1', '++1', '-a', '1e1.5', 'Infinity', '-Infinity', 'NaN', '-NaN', '\uff11', '1f', '0L'],
  ...['True', 'TRUE', 'tru', 'truee', 'nul', 'nulll', 'None', 'undefined', 'fals', 'true false', 'null,', ',null'],
  ...['[', ']', '[1', '[1,', '[1,]', '[,1]', '[,]', '[1,,2]', '[1 2]', '[1]]', '[[1]', '[1;2]', '[1:2]', '[a]', '[1}'],
  ...['{', '}', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{,"a":1}', '{"a" 1}', '{"a"::1}', '{"a":1 "b":2}'],
  ...['{a:1}', "{'a':1}", '{1:1}', '{null:1}', '{"a":1}}', '{"a":1]', '{"a",1}', '{"a":}', '{:1}', '{[]:1}', '{"a":a}'],
  ...[
    '"',
    '"a',
    'a"',
    "'a'",
    '"a" "b"',
    '"\\"',
    '"\\a"',
    '"\\x41"',
    '"\\u"',
    '"\\u1"',
    '"\\u123"',
    '"\\u123g"',
    '"\\U0061"',
  ],
  ...[
    '"\n"',
    '"\t"',
    '"\0"',
    '"\x1f"',
    '"\b"',
    '"\r\n"',
    '"\\\n"',
    '"\\\u00e9"',
    '"\\u{61}"',
    '"a\0b"',
    '\0',
    '{}\0',
    '\0{}',
  ],
  ...[
    '[]//',
    '[]/**/',
    '/* */[]',
    '#\n[]',
    '[]#',
    '{"a":/*c*/1}',
    '--\n1',
    '<a/>',
    '<!doctype html>',
    '%PDF',
    'a=1&b=2',
  ],
  ...[
    ")]}',\n{}",
    'callback({})',
    '{}{}',
    '[][]',
    '1,2',
    '{};',
    '(1)',
    '`a`',
    '$(1)',
    '\x1b[31m{}',
    '{}\x1b',
    '&quot;&quot;',
  ],
  ...['['.repeat(deep), '{"a":'.repeat(deep), `${'['.repeat(deep)}${']'.repeat(deep - 1)}`, '[{"a":'.repeat(50_000)],
  ...[`${'['.repeat(deep)}}`, ']'.repeat(deep), '"\\'.repeat(50_000), `"${'a'.repeat(100_000)}`, '-'.repeat(deep)],
];

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const around = (...bytes: number[]): Buffer => Buffer.from([0x22, ...bytes, 0x22]);

/** Bytes that are no UTF-8 text, and so no JSON. */
const invalidBytes: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['UTF-16, little endian', utf16('{}')],
  ['UTF-16, little endian, with a mark', utf16('\ufeff{}')],
  ['UTF-16, big endian', utf16('{}').swap16()],
  ['UTF-16, big endian, with a mark', utf16('\ufeff{}').swap16()],
  ['UTF-32', Buffer.from([0x7b, 0, 0, 0, 0x7d, 0, 0, 0])],
  ['a lone continuation', around(0x80)],
  ['a cut sequence', around(0xc3)],
  ['a cut sequence at the end', Buffer.from([0x22, 0xe2, 0x82])],
  ['an overlong slash', around(0xc0, 0xaf)],
  ['an overlong NUL', around(0xc0, 0x80)],
  ['a surrogate in UTF-8', around(0xed, 0xa0, 0x80)],
  ['a pair of surrogates in UTF-8', around(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80)],
  ['a character beyond Unicode', around(0xf4, 0x90, 0x80, 0x80)],
  ['five bytes', around(0xf8, 0x88, 0x80, 0x80, 0x80)],
  ['FE and FF', around(0xfe, 0xff)],
  ['Latin-1', around(0xe9)],
  ['FF outside a text', Buffer.from([0xff])],
  ['a property in Latin-1', Buffer.from('{"\xe9":1}', 'latin1')],
  ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])],
  ['half a byte order mark', Buffer.from([0xef, 0xbb, 0x7b, 0x7d])],
];

const named = (text: string): string =>
  JSON.stringify(text.length <= 30 ? text : `${text.slice(0, 20)}… (${text.length})`);

/** Samples of the kind that test suites for JSON parsers hold. */
export const jsonCorpus: readonly JsonSample[] = [
  ...validTexts.map((text) => ({ name: named(text), bytes: Buffer.from(text), valid: true })),
  ...invalidTexts.map((text) => ({ name: named(text), bytes: Buffer.from(text), valid: false })),
  ...invalidBytes.map(([name, bytes]) => ({ name, bytes, valid: false })),
];
