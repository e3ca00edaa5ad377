import { hashBase, hashOf, leavingFactor } from './window-hash';

/** Enough for some ten thousand windows: of other texts, one window in twenty is then looked up for nothing. */
const bitsLog = 20;

/** Tells most windows that are in none of the sets which share it, by a bit for each hash. */
export class WindowFilter {
  readonly #bits = new Uint8Array(1 << (bitsLog - 3));

  add(hash: number): void {
    const bit = hash >>> (32 - bitsLog);
    this.#bits[bit >>> 3]! |= 1 << (bit & 7);
  }

  /** Whether a window of this hash may be in a set. */
  has(hash: number): boolean {
    const bit = hash >>> (32 - bitsLog);
    return (this.#bits[bit >>> 3]! & (1 << (bit & 7))) !== 0;
  }

  /** Where the first window of a text that may be in a set starts; -1 if there is none. Called for each text. */
  firstIn(text: string, length: number): number {
    const bits = this.#bits;
    const leaving = leavingFactor(length);
    let hash = hashOf(text, 0, length);
    for (let start = 0; ; start += 1) {
      // What `has` and `rolled` do, without calls.
      const bit = hash >>> (32 - bitsLog);
      if ((bits[bit >>> 3]! & (1 << (bit & 7))) !== 0) return start;
      if (start + length >= text.length) return -1;
      hash =
        (Math.imul(hash - Math.imul(text.charCodeAt(start), leaving), hashBase) + text.charCodeAt(start + length)) | 0;
    }
  }

  clear(): void {
    this.#bits.fill(0);
  }
}
