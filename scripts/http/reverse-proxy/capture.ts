/** How many bytes of bodies all captures of a proxy may hold together. */
export class CaptureBudget {
  #used = 0;

  constructor(readonly limit: number) {}

  take(bytes: number): boolean {
    if (this.#used + bytes > this.limit) return false;
    this.#used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}

/** A copy of a body, as long as it is within its limits. */
export class Capture {
  /** Bytes that passed, copied or not. */
  length = 0;
  /** Why the copy is not complete. */
  dropped: 'long' | 'budget' | undefined;
  #chunks: Buffer[] = [];
  #held = 0;

  constructor(
    readonly limit: number,
    readonly budget: CaptureBudget,
  ) {}

  add(bytes: Buffer): void {
    this.length += bytes.length;
    if (this.dropped) return;
    if (this.length > this.limit) this.#drop('long');
    else if (!this.budget.take(bytes.length)) this.#drop('budget');
    else {
      this.#held += bytes.length;
      // A copy: a part would keep the whole buffer of the socket.
      this.#chunks.push(Buffer.from(bytes));
    }
  }

  #drop(because: 'long' | 'budget'): void {
    this.dropped = because;
    this.release();
  }

  get bytes(): Buffer {
    return this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
  }

  /** Forgets the copy. */
  release(): void {
    this.budget.give(this.#held);
    this.#held = 0;
    this.#chunks = [];
  }
}
