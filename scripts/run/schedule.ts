import { wait } from '../lib/wait';

/** New items wait while this many are delayed, so that an endless source does not fill the memory. */
const mostDelayed = 256;

/** Hands out items to the workers of a run, in order. An item that is put back is delayed without holding up the rest. */
export class Schedule<T> {
  readonly #source: Iterator<T>;
  readonly #returned: T[] = [];
  /** Items that were taken and are not done. */
  #open = 0;
  #delayed = 0;
  #exhausted = false;
  #idle: (() => void)[] = [];

  constructor(
    items: Iterable<T>,
    readonly signal: AbortSignal,
  ) {
    this.#source = items[Symbol.iterator]();
  }

  /** Takes up to `most` new items, or one that was put back; waits if none is ready; returns none at the end. */
  async take(most: number): Promise<readonly T[]> {
    while (!this.signal.aborted) {
      const batch = this.#ready(most);
      if (batch.length > 0) return batch;
      if (this.#open === 0) break;
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
    this.#wake();
    return [];
  }

  #ready(most: number): readonly T[] {
    if (this.#returned.length > 0) return this.#returned.splice(0, 1);
    const batch: T[] = [];
    while (batch.length < most && !this.#exhausted && this.#delayed < mostDelayed) {
      const next = this.#source.next();
      if (next.done) this.#exhausted = true;
      else batch.push(next.value);
    }
    this.#open += batch.length;
    return batch;
  }

  /** Puts back an item that was taken, to be handed out again after a delay. */
  putBack(item: T, afterMs: number): void {
    this.#delayed += 1;
    void wait(afterMs, this.signal).then(() => {
      this.#delayed -= 1;
      this.#returned.push(item);
      this.#wake();
    });
  }

  /** An item that was taken is done. */
  done(): void {
    this.#open -= 1;
    this.#wake();
  }

  #wake(): void {
    const idle = this.#idle;
    this.#idle = [];
    for (const resume of idle) resume();
  }
}
