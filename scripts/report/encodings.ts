/** Text that another text may stand for, and where it stands. */
export interface Decoded {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The text may be words that were only set apart, so it is compared with known secrets and not judged by itself. */
  readonly comparedOnly?: true;
}

/** Finds what is written in one encoding. */
interface Decoder {
  /** In characters: nothing shorter can be written in it. */
  readonly shortest: number;
  /** What else a text needs in order to hold anything. */
  readonly sign?: RegExp;
  readonly decode: (text: string) => Iterable<Decoded>;
}

/** The character that an escape of JSON, C, HTML, URLs, quoted-printable or JavaScript stands for. */
const escaped =
  /\\u\{([0-9A-Fa-f]{1,6})\}|(?:\\u|%u)([0-9A-Fa-f]{4})|(?:\\x|%|=)([0-9A-Fa-f]{2})|&#x([0-9A-Fa-f]{1,6});|&#(\d{1,7});|\\([0-7]{3})|(=(?:\r?\n|(?:\\r)?\\n))|\\([/"'\\])|&(amp|lt|gt|quot|apos);/g;
const escapedRun =
  /(?:[\w+/.~-]|={1,2}(?![0-9A-Fa-f]{2}|\r?\n|\\)|\\u\{[0-9A-Fa-f]{1,6}\}|(?:\\u|%u)[0-9A-Fa-f]{4}|(?:\\x|%|=)[0-9A-Fa-f]{2}|&#x[0-9A-Fa-f]{1,6};|&#\d{1,7};|\\[0-7]{3}|=(?:\r?\n|(?:\\r)?\\n)|\\[/"'\\]|&(?:amp|lt|gt|quot|apos);){9,}/g;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const characterOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

function unescaped(run: string): string {
  return run.replace(escaped, (_, braced, unicode, byte, htmlHex, htmlDecimal, octal, soft, plain, entity) => {
    if (soft !== undefined) return '';
    if (plain !== undefined) return plain;
    if (entity !== undefined) return entities[entity] ?? '';
    if (htmlDecimal !== undefined) return characterOf(Number(htmlDecimal));
    if (octal !== undefined) return characterOf(Number.parseInt(octal, 8));
    return characterOf(Number.parseInt(braced ?? unicode ?? byte ?? htmlHex, 16));
  });
}

const latin1 = (bytes: Iterable<number>): string => Buffer.from([...bytes]).toString('latin1');

/** A decoder for the runs that a pattern finds; each may have several readings. */
function runs(
  shortest: number,
  pattern: RegExp,
  readings: (run: string) => readonly string[],
  { sign, comparedOnly = false }: { readonly sign?: RegExp; readonly comparedOnly?: boolean } = {},
): Decoder {
  return {
    shortest,
    ...(sign && { sign }),
    *decode(text) {
      for (const { 0: run, index } of text.matchAll(pattern))
        for (const reading of readings(run))
          yield { start: index, end: index + run.length, text: reading, ...(comparedOnly && { comparedOnly: true }) };
    },
  };
}

/** A run may start within a group of characters: one reading for each place. */
const shifted = (run: string, group: number, read: (text: string) => string): string[] =>
  Array.from({ length: group }, (_, start) => read(run.slice(start)));

const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(run: string): string {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of run) {
    held = ((held << 5) | base32Letters.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return latin1(bytes);
}

/** Numbers of bytes, decimal or octal, as in a list. */
function numbers(run: string): string[] {
  const digits = run.match(/\d+/g) ?? [];
  return [10, 8].map((base) => latin1(digits.map((each) => Number.parseInt(each, base)).filter((byte) => byte < 256)));
}

function binary(run: string): string[] {
  return shifted(run.replace(/[^01]/g, ''), 8, (bits) =>
    latin1((bits.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))),
  );
}

const withoutSigns = (run: string): string => run.replace(/\\+[nrt]|[^\w+/=%]/g, '');

/**
 * Base64, base32, hexadecimal, lists of bytes, escapes, and characters set apart. Other encodings need no decoder: what
 * looks random is hidden in any.
 */
const decoders: readonly Decoder[] = [
  runs(
    9,
    escapedRun,
    (run) => {
      const text = unescaped(run);
      return text === run ? [] : [text];
    },
    // Each escape has one of these.
    { sign: /[\\%=&]/ },
  ),
  runs(12, /[A-Za-z0-9+/_-]{12,}/g, (run) => shifted(run, 4, (part) => Buffer.from(part, 'base64').toString('latin1'))),
  runs(18, /[0-9A-Fa-f]{18,}/g, (run) => shifted(run, 2, (part) => Buffer.from(part, 'hex').toString('latin1'))),
  runs(26, /(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[\s,:;_-]{1,2}){8,}(?:0x|\\x)?[0-9A-Fa-f]{2}/g, (run) => [
    Buffer.from(run.replace(/0x|[^0-9A-Fa-f]/g, ''), 'hex').toString('latin1'),
  ]),
  runs(17, /(?:\d{1,3}[\s,;.:-]{1,2}){8,}\d{1,3}/g, numbers),
  runs(72, /(?:[01]{8}[\s,]?){9,}/g, binary),
  runs(16, /[A-Z2-7]{16,}/g, (run) => shifted(run, 8, base32)),
  // Single characters are not words, so they are judged; longer groups may be.
  runs(22, /(?:[\w+/=](?:[\s,.|:;"'-]|\\{1,4}[nrt]){1,4}){11,}[\w+/=]?/g, (run) => [withoutSigns(run)]),
  runs(8, /(?:[\w+/=%]{1,8}(?:[\s,.|:;"'-]|\\{1,4}[nrt]){1,4}){4,}[\w+/=%]{0,8}/g, (run) => [withoutSigns(run)], {
    comparedOnly: true,
  }),
];

/** Every reading of every encoded part of a text. */
export function* decodings(text: string): Generator<Decoded> {
  for (const { shortest, sign, decode } of decoders)
    if (text.length >= shortest && (!sign || sign.test(text))) yield* decode(text);
}
