import type { Framing, MessageFraming } from './framing';
import { type MessageHead, type MessageProblem, maxForwardedHead, parseHead, parseHeaderLines } from './head';

/** A part of a stream of messages, in order. All `bytes` together are the stream. */
export type Piece =
  | { readonly kind: 'head'; readonly bytes: Buffer; readonly head: MessageHead }
  /** `content` is what these bytes say of the body, without the framing of chunks. */
  | { readonly kind: 'body'; readonly bytes: Buffer; readonly content?: Buffer }
  | { readonly kind: 'end' }
  /** The stream cannot be read any further; `bytes` are all that is left. */
  | { readonly kind: 'problem'; readonly problem: MessageProblem; readonly bytes: Buffer };

type State = 'head' | 'length' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailers' | 'until-close' | 'failed';

const maxChunkLine = 4096;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Bytes that are kept until a line or a block of lines is complete. */
class Held {
  #buffer = Buffer.alloc(0);
  length = 0;

  add(bytes: Buffer): void {
    if (this.length + bytes.length > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(1024, 2 * (this.length + bytes.length)));
      this.#buffer.copy(larger, 0, 0, this.length);
      this.#buffer = larger;
    }
    bytes.copy(this.#buffer, this.length);
    this.length += bytes.length;
  }

  byteAt(index: number): number | undefined {
    return index < 0 ? undefined : this.#buffer[index];
  }

  /** Everything that was kept; nothing is kept any more. */
  take(): Buffer {
    const bytes = this.#buffer.subarray(0, this.length);
    this.#buffer = Buffer.alloc(0);
    this.length = 0;
    return bytes;
  }
}

/**
 * Finds the messages in a stream of HTTP/1.x, strictly: what two readers might read in two ways is a problem. A line is
 * passed on when it is complete, and the content of a body at once.
 *
 * @param framingOf where the body of a message ends; asked once for each head
 */
export class MessageScanner {
  #state: State = 'head';
  readonly #held = new Held();
  /** Where the current line starts in what is held. */
  #lineStart = 0;
  /** Whether a line that is not empty was read in this block. */
  #hasLines = false;
  /** Bytes of the body or chunk that are still to come. */
  #left = 0;

  constructor(readonly framingOf: (head: MessageHead) => MessageFraming) {}

  /** Whether the stream may end here without cutting a message short. */
  get isBetweenMessages(): boolean {
    return this.#state === 'head' && this.#held.length === 0;
  }

  /** Whether the body goes on until the connection closes. */
  get endsWithConnection(): boolean {
    return this.#state === 'until-close';
  }

  /** The bytes that were not passed on yet; for the end of the stream. */
  rest(): Buffer {
    return this.#held.take();
  }

  *scan(chunk: Buffer): Generator<Piece, void> {
    let at = 0;
    while (at < chunk.length) {
      switch (this.#state) {
        case 'failed':
          return;
        case 'until-close':
          yield { kind: 'body', bytes: chunk.subarray(at), content: chunk.subarray(at) };
          return;
        case 'length':
        case 'chunk-data': {
          const content = chunk.subarray(at, at + this.#left);
          at += content.length;
          this.#left -= content.length;
          const done = this.#left === 0;
          const whole = this.#state === 'length';
          if (done) this.#state = whole ? 'head' : 'chunk-end';
          yield { kind: 'body', bytes: content, content };
          if (done && whole) yield { kind: 'end' };
          break;
        }
        default: {
          const end = chunk.indexOf(lineFeed, at);
          const line = chunk.subarray(at, end < 0 ? chunk.length : end + 1);
          this.#held.add(line);
          at += line.length;
          const found = end < 0 ? this.#unfinishedLine() : this.#line();
          for (const piece of found) {
            if (piece.kind !== 'problem') yield piece;
            else {
              this.#state = 'failed';
              yield { ...piece, bytes: Buffer.concat([piece.bytes, chunk.subarray(at)]) };
              return;
            }
          }
        }
      }
    }
  }

  #problem(problem: MessageProblem, bytes = this.#held.take()): Piece[] {
    return [{ kind: 'problem', problem, bytes }];
  }

  #unfinishedLine(): Piece[] {
    if (this.#state === 'chunk-end' && this.#held.length > 1) return this.#problem('bad-chunk');
    if (this.#state === 'chunk-size' && this.#held.length > maxChunkLine) return this.#problem('bad-chunk');
    return this.#held.length > maxForwardedHead ? this.#problem('long-head') : [];
  }

  /** What follows from a line that is complete. */
  #line(): Piece[] {
    const { length } = this.#held;
    const empty = length - this.#lineStart === 2;
    if (this.#held.byteAt(length - 2) !== carriageReturn || length - this.#lineStart < 2)
      return this.#problem('bare-line-end');
    this.#lineStart = length;
    if (length > maxForwardedHead) return this.#problem('long-head');
    if (this.#state === 'head') {
      this.#hasLines ||= !empty;
      return empty && this.#hasLines ? this.#head() : [];
    }
    if (this.#state === 'trailers') return empty ? this.#trailers() : [];
    const bytes = this.#take();
    if (this.#state === 'chunk-end') {
      if (bytes.length !== 2) return this.#problem('bad-chunk', bytes);
      this.#state = 'chunk-size';
      return [{ kind: 'body', bytes }];
    }
    return this.#chunkSize(bytes);
  }

  #take(): Buffer {
    this.#lineStart = 0;
    this.#hasLines = false;
    return this.#held.take();
  }

  #chunkSize(bytes: Buffer): Piece[] {
    const [, size] =
      /^([0-9A-Fa-f]{1,8})(?:[ \t]*;[^\x00-\x08\x0a-\x1f\x7f]*)?\r\n$/.exec(bytes.toString('latin1')) ?? [];
    if (size === undefined) return this.#problem('bad-chunk', bytes);
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'chunk-data';
    return [{ kind: 'body', bytes }];
  }

  #head(): Piece[] {
    const bytes = this.#take();
    const head = parseHead(bytes);
    if (typeof head === 'string') return this.#problem(head, bytes);
    const framing = this.framingOf(head);
    if (framing.kind === 'problem') return this.#problem(framing.problem, bytes);
    const piece: Piece = { kind: 'head', bytes, head };
    return this.#start(framing) ? [piece] : [piece, { kind: 'end' }];
  }

  /** Prepares for a body; false if there is none. */
  #start(framing: Framing): boolean {
    if (framing.kind === 'chunked') this.#state = 'chunk-size';
    else if (framing.kind === 'until-close') this.#state = 'until-close';
    else if (framing.length > 0) {
      this.#state = 'length';
      this.#left = framing.length;
    } else return false;
    return true;
  }

  #trailers(): Piece[] {
    const bytes = this.#take();
    const lines = bytes.toString('latin1').split('\r\n').slice(0, -2);
    const trailers = parseHeaderLines(lines, 0);
    if (typeof trailers === 'string') return this.#problem(trailers, bytes);
    this.#state = 'head';
    return [{ kind: 'body', bytes }, { kind: 'end' }];
  }
}
