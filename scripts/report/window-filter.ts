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

  clear(): void {
    this.#bits.fill(0);
  }
}
