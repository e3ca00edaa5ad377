import { LineCounter, type StreamPlace } from './stream-place';

/** A value found in a stream of JSON, and where it begins. */
export interface ScannedValue extends StreamPlace {
  /** The names that lead to it; `*` for a member of an array. */
  readonly path: readonly string[];
  /** Its position in its array or in the stream, from 1. */
  readonly position: number;
  /** Its JSON text; `undefined` if it is longer than the limit. */
  readonly text: string | undefined;
}

/** What is wrong with a stream of JSON, and where. */
export interface ScanProblem extends StreamPlace {
  readonly message: string;
  /** The stream ended too early. */
  readonly ended?: true;
  /** The position of the value in which it is, if it is in one. */
  readonly position?: number;
}

export interface ScannerOptions {
  /** Whether the value at this path is wanted as a whole. Asked for the first four levels only. */
  readonly wanted: (path: readonly string[]) => boolean;
  readonly onValue: (value: ScannedValue) => void;
  readonly onProblem: (problem: ScanProblem) => void;
  /** Each line is a value of its own, so that a broken one does not spoil the next. */
  readonly lines?: boolean;
  /** In bytes of JSON text; the rest of a longer string is replaced by `cutMark`. */
  readonly longestString: number;
  /** In bytes, after strings were cut. */
  readonly longestValue: number;
}

/** The end of a string that was longer than the limit. */
export const cutMark = '\u2702[cut]';

type Expected = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end';

interface Frame {
  readonly array: boolean;
  name: string;
  position: number;
}

interface OpenCapture {
  readonly depth: number;
  readonly path: readonly string[];
  readonly position: number;
  readonly place: StreamPlace;
  readonly parts: Uint8Array[];
  size: number;
}

const deepestPath = 4;
const deepestNesting = 2000;
const longestName = 200;
const [quote, backslash, comma, colon, newline] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** White space, the separator of JSON text sequences, and a byte order mark's bytes, which may come first. */
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1e;

const joined = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('utf8');

/**
 * Finds values in JSON of any size that comes in pieces. It keeps one wanted value at a time, with its long strings cut,
 * so that its memory does not grow with the file or with a string in it.
 */
export class JsonScanner {
  readonly #frames: Frame[] = [];
  #expected: Expected = 'value';
  readonly #lines = new LineCounter();
  #topLevel = 0;
  /** Where the value at the top level begins, and whether anything wanted was in it. */
  #start: StreamPlace = { line: 1, column: 1 };
  #found = false;
  #capture: OpenCapture | undefined;
  /** Where the part of the current piece begins that belongs to the captured value. */
  #from = 0;
  #within: 'nothing' | 'string' | 'name' | 'literal' | 'broken-line' | 'failed' = 'nothing';
  /** Bytes of an escape sequence that are still to come. */
  #escape = 0;
  #stringSize = 0;
  #isCutting = false;
  #name: number[] = [];

  constructor(readonly options: ScannerOptions) {}

  /** Whether the stream cannot be read any further. */
  get failed(): boolean {
    return this.#within === 'failed';
  }

  push(piece: Uint8Array): void {
    this.#from = 0;
    this.#lines.begin(piece);
    for (let index = 0; index < piece.length; index += 1) {
      if (this.#within === 'string' && this.#escape === 0) index = this.#skipOrdinary(piece, index);
      if (index >= piece.length) break;
      const byte = piece[index]!;
      if (this.#within === 'string' || this.#within === 'name') this.#inString(byte, index, piece);
      else if (this.#within === 'failed') return;
      else if (this.#within === 'broken-line') {
        if (byte === newline) this.#within = 'nothing';
      } else this.#outside(byte, index, piece);
    }
    this.#keep(piece, piece.length);
    this.#lines.end();
  }

  /** Says what is missing if the stream ends inside a value. */
  end(): void {
    if (this.#within === 'literal') this.#endValue(0, new Uint8Array());
    if (this.#frames.length === 0 && this.#within !== 'string') return;
    if (!this.failed && this.#within !== 'broken-line') this.#fail('it ends inside a value', 0, 'failed', true);
  }

  #outside(byte: number, index: number, piece: Uint8Array): void {
    if (this.#within === 'literal') {
      const ends = isSpace(byte) || byte === comma || byte === closeBrace || byte === closeBracket;
      if (!ends) return;
      this.#within = 'nothing';
      this.#endValue(index, piece);
      if (this.failed) return;
    }
    if (byte === newline && this.options.lines && this.#frames.length > 0) {
      this.#fail('the line ends inside a value', index, 'nothing');
    } else if (!isSpace(byte)) this.#structure(byte, index, piece);
  }

  #structure(byte: number, index: number, piece: Uint8Array): void {
    const frame = this.#frames.at(-1);
    const expected = this.#expected;
    const isEnd = byte === closeBrace || byte === closeBracket;
    if (isEnd && frame && frame.array === (byte === closeBracket) && expected.endsWith('-or-end')) {
      this.#frames.pop();
      this.#endValue(index + 1, piece);
    } else if (byte === comma && frame && expected === 'comma-or-end') {
      this.#expected = frame.array ? 'value' : 'name';
    } else if (byte === colon && expected === 'colon') this.#expected = 'value';
    else if (byte === quote && frame && expected.startsWith('name')) {
      this.#within = 'name';
      this.#name = [];
    } else if (expected.startsWith('value') && !isEnd && byte !== comma && byte !== colon) {
      this.#beginValue(byte, index);
    } else this.#fail('unexpected character', index);
  }

  #nextPosition(): number {
    const frame = this.#frames.at(-1);
    if (frame?.array === false) return 1;
    if (frame) frame.position += 1;
    else this.#topLevel += 1;
    return frame?.position ?? this.#topLevel;
  }

  #beginValue(byte: number, index: number): void {
    const position = this.#nextPosition();
    if (this.#frames.length === 0) {
      this.#start = this.#lines.placeOf(index);
      this.#found = false;
    }
    if (!this.#capture && this.#frames.length <= deepestPath) {
      const path = this.#frames.map(({ array, name }) => (array ? '*' : name));
      if (this.options.wanted(path)) {
        this.#found = true;
        const place = this.#lines.placeOf(index);
        this.#capture = { depth: this.#frames.length, path, position, place, parts: [], size: 0 };
        this.#from = index;
      }
    }
    if (byte === quote) {
      this.#within = 'string';
      this.#stringSize = 0;
    } else if (byte === openBrace || byte === openBracket) {
      if (this.#frames.length >= deepestNesting) {
        this.#fail('it is nested too deeply', index);
        return;
      }
      this.#frames.push({ array: byte === openBracket, name: '', position: 0 });
      this.#expected = byte === openBracket ? 'value-or-end' : 'name-or-end';
    } else if (/[-\w]/.test(String.fromCharCode(byte))) this.#within = 'literal';
    else this.#fail('unexpected character', index);
  }

  /** The next byte of a string that means something; nearly all of a large file is in strings. */
  #skipOrdinary(piece: Uint8Array, start: number): number {
    const room = this.#isCutting ? piece.length : Math.max(0, this.options.longestString - this.#stringSize);
    const last = Math.min(piece.length, start + room);
    let index = start;
    for (; index < last; index += 1) {
      const byte = piece[index];
      if (byte === quote || byte === backslash || byte === newline) break;
    }
    this.#stringSize += index - start;
    return index;
  }

  #inString(byte: number, index: number, piece: Uint8Array): void {
    if (this.#escape > 0) {
      this.#escape = this.#escape === 5 && byte !== 0x75 ? 0 : this.#escape - 1;
      if (this.#within === 'name' && this.#name.length < longestName) this.#name.push(byte);
      return;
    }
    if (byte === quote) {
      this.#endString(index, piece);
      return;
    }
    if (byte === newline) {
      this.#fail('a string holds a line break', index, this.options.lines ? 'nothing' : 'failed');
      return;
    }
    this.#stringSize += 1;
    if (this.#within === 'name') {
      if (this.#name.length < longestName) this.#name.push(byte);
    } else if (this.#stringSize > this.options.longestString && !this.#isCutting && (byte & 0xc0) !== 0x80) {
      this.#keep(piece, index);
      this.#isCutting = true;
      if (this.#capture) this.#add(Buffer.from(cutMark));
    }
    if (byte === backslash) this.#escape = 5;
  }

  #endString(index: number, piece: Uint8Array): void {
    if (this.#isCutting) this.#from = index;
    this.#isCutting = false;
    const isName = this.#within === 'name';
    this.#within = 'nothing';
    if (!isName) {
      this.#endValue(index + 1, piece);
      return;
    }
    const frame = this.#frames.at(-1);
    if (frame && this.#frames.length <= deepestPath) frame.name = joined([Uint8Array.from(this.#name)]);
    this.#expected = 'colon';
  }

  #endValue(index: number, piece: Uint8Array): void {
    this.#expected = this.#frames.length === 0 ? 'value' : 'comma-or-end';
    if (this.#frames.length === 0 && this.#topLevel > 1 && !this.#found && !this.options.lines) {
      this.#failAt('other text follows', this.#start);
      return;
    }
    const capture = this.#capture;
    if (capture?.depth !== this.#frames.length) return;
    this.#keep(piece, index);
    this.#capture = undefined;
    const { path, position, place, size, parts } = capture;
    const text = size > this.options.longestValue ? undefined : joined(parts);
    this.options.onValue({ path, position, text, ...place });
  }

  /** Keeps the bytes of the captured value in this piece up to an index. */
  #keep(piece: Uint8Array, index: number): void {
    if (this.#capture && !this.#isCutting && index > this.#from) this.#add(piece.slice(this.#from, index));
    this.#from = index;
  }

  #add(bytes: Uint8Array): void {
    const capture = this.#capture!;
    capture.size += bytes.length;
    if (capture.size <= this.options.longestValue) capture.parts.push(bytes);
    else capture.parts.length = 0;
  }

  #fail(message: string, index: number, next?: 'nothing' | 'failed', ended?: boolean): void {
    this.#failAt(message, this.#lines.placeOf(index), next, ended);
  }

  #failAt(
    message: string,
    place: StreamPlace,
    next: 'nothing' | 'broken-line' | 'failed' = this.options.lines ? 'broken-line' : 'failed',
    ended = false,
  ): void {
    const position = this.#capture?.position ?? (this.options.lines ? this.#topLevel : undefined);
    this.#capture = undefined;
    this.#frames.length = 0;
    this.#escape = 0;
    this.#isCutting = false;
    this.#expected = 'value';
    this.#within = next;
    this.options.onProblem({
      message,
      ...place,
      ...(ended && { ended: true as const }),
      ...(position !== undefined && { position }),
    });
  }
}
