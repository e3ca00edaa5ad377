/** A place in a stream. Both begin with 1; columns are counted in bytes. */
export interface StreamPlace {
  readonly line: number;
  readonly column: number;
}

const newline = 0x0a;
const nothing = new Uint8Array();

/** Counts the lines of a stream that comes in pieces. */
export class LineCounter {
  #line = 1;
  /** The offset at which the line begins, and that of the current piece. */
  #lineStart = 0;
  #offset = 0;
  #piece: Uint8Array = nothing;
  /** Up to where lines are counted in the piece. */
  #counted = 0;

  begin(piece: Uint8Array): void {
    this.#piece = piece;
    this.#counted = 0;
  }

  /** The place of an index of the current piece; to be called with rising indexes. */
  placeOf(index: number): StreamPlace {
    let found = this.#piece.indexOf(newline, this.#counted);
    for (; found !== -1 && found < index; found = this.#piece.indexOf(newline, found + 1)) {
      this.#line += 1;
      this.#lineStart = this.#offset + found + 1;
    }
    this.#counted = index;
    return { line: this.#line, column: this.#offset + index - this.#lineStart + 1 };
  }

  end(): void {
    this.placeOf(this.#piece.length);
    this.#offset += this.#piece.length;
    this.begin(nothing);
  }
}
