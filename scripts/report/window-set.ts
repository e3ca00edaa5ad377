/** The multiplier of a hash that rolls over a text; odd, so that no bit is lost. */
const base = 0x01000193;
/** Enough for some ten thousand windows: of other texts, one window in twenty is then looked up for nothing. */
const bitsLog = 20;

/** The windows of some texts: all their parts of one length. */
export class WindowSet {
  readonly #windows = new Set<string>();
  /** A bit for each hash of a window. It tells most windows that are not in the set, without making a text of each. */
  #bits: Uint8Array | undefined;

  constructor(readonly length: number) {}

  get size(): number {
    return this.#windows.size;
  }

  add(text: string): void {
    for (let end = this.length; end <= text.length; end += 1) {
      const window = text.slice(end - this.length, end);
      const place = hashOf(window, this.length) >>> (32 - bitsLog);
      this.#bits ??= new Uint8Array(1 << (bitsLog - 3));
      this.#bits[place >>> 3]! |= 1 << (place & 7);
      this.#windows.add(window);
    }
  }

  has(window: string): boolean {
    return this.#windows.has(window);
  }

  /** Whether a window of this hash may be in the set. */
  mayHave(hash: number): boolean {
    const place = hash >>> (32 - bitsLog);
    return this.#bits !== undefined && (this.#bits[place >>> 3]! & (1 << (place & 7))) !== 0;
  }
}

/** The hash of the first window of a text. */
function hashOf(text: string, length: number): number {
  let hash = 0;
  for (let index = 0; index < length; index += 1) hash = (Math.imul(hash, base) + text.charCodeAt(index)) | 0;
  return hash;
}

/** The stretches of a text that consist of windows of these sets, which have one length. */
export function stretchesIn(text: string, sets: readonly WindowSet[]): [start: number, end: number][] {
  const found: [number, number][] = [];
  const filled = sets.filter(({ size }) => size > 0);
  const length = filled[0]?.length ?? text.length + 1;
  if (text.length < length) return found;
  const isPart = (start: number): boolean => {
    const window = text.slice(start, start + length);
    return filled.some((set) => set.has(window));
  };
  let leaving = 1;
  for (let index = 1; index < length; index += 1) leaving = Math.imul(leaving, base);
  let hash = hashOf(text, length);
  let next = 0;
  for (let start = 0; ; start += 1) {
    if (start >= next && filled.some((set) => set.mayHave(hash)) && isPart(start)) {
      next = start + length;
      while (isPart(next + 1 - length)) next += 1;
      found.push([start, next]);
    }
    if (start + length >= text.length) return found;
    const rest = hash - Math.imul(text.charCodeAt(start), leaving);
    hash = (Math.imul(rest, base) + text.charCodeAt(start + length)) | 0;
  }
}
