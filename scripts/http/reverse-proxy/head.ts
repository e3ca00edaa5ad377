import type { HeaderList } from '../../contract/exchange';

/** Why bytes are not a message that every reader would read alike (RFC 9112). */
export type MessageProblem =
  | 'long-head'
  | 'bare-line-end'
  | 'start-line'
  | 'version'
  | 'header-line'
  | 'folded-header'
  | 'two-lengths'
  | 'bad-length'
  | 'length-and-chunks'
  | 'bad-coding'
  | 'bad-chunk'
  | 'no-request';

/** The most bytes of a start line and headers, and of trailers. */
export const maxForwardedHead = 64 * 1024;

/** One header as it was written: latin1 text, so that its bytes can be restored. */
export interface RawHeader {
  readonly name: string;
  readonly value: string;
  /** Its line among the lines of the head. */
  readonly line: number;
}

/** The head of a message. All texts have one character for each byte. */
export interface MessageHead {
  /** Without their line ends; the first may be empty lines before the start line. */
  readonly lines: readonly string[];
  /** The line with the method or the status. */
  readonly start: number;
  readonly headers: readonly RawHeader[];
}

const headerLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*)$/;
const control = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Header lines, or why they cannot be read. */
export function parseHeaderLines(lines: readonly string[], from: number): readonly RawHeader[] | MessageProblem {
  const headers: RawHeader[] = [];
  for (let line = from; line < lines.length; line += 1) {
    const text = lines[line]!;
    if (text.startsWith(' ') || text.startsWith('\t')) return 'folded-header';
    const [, name, value] = headerLine.exec(text) ?? [];
    if (name === undefined || value === undefined || control.test(text)) return 'header-line';
    headers.push({ name, value: value.replace(/[ \t]+$/, ''), line });
  }
  return headers;
}

/** A head, from its bytes up to and with the empty line that ends it. */
export function parseHead(bytes: Buffer): MessageHead | MessageProblem {
  const lines = bytes.toString('latin1', 0, bytes.length - 4).split('\r\n');
  const start = lines.findIndex((line) => line !== '');
  const headers = parseHeaderLines(lines, start + 1);
  return typeof headers === 'string' ? headers : { lines, start, headers };
}

/** The bytes of a head with some of its lines replaced. */
export function headBytes({ lines }: MessageHead, replaced: ReadonlyMap<number, string>): Buffer {
  const written = replaced.size === 0 ? lines : lines.map((line, index) => replaced.get(index) ?? line);
  return Buffer.from(`${written.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** The values of a header, in any case, in order. */
export const rawValues = ({ headers }: Pick<MessageHead, 'headers'>, name: string): string[] =>
  headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value);

/** The tokens of a header that is a list, in lower case. */
export const tokensOf = (head: Pick<MessageHead, 'headers'>, name: string): string[] =>
  rawValues(head, name)
    .flatMap((value) => value.split(','))
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== '');

/** Latin1 text as a client library would show it: read as UTF-8. */
export const asUtf8 = (text: string): string =>
  /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, 'latin1').toString('utf8');

/** Headers as an exchange holds them. */
export const decodedHeaders = ({ headers }: Pick<MessageHead, 'headers'>): HeaderList =>
  headers.map(({ name, value }) => [name, asUtf8(value)]);
