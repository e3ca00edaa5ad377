/** Finished items are removed only if there are more of them than this. */
const mostDone = 1024;

/** What waits to be judged: one item after the other, each after whatever else is due. */
export class Backlog<T> {
  /** With finished items at the front, which are removed together: shifting a long array for each one takes too long. */
  #waiting: (T | undefined)[] = [];
  /** How many items at the front are finished. */
  #done = 0;
  #size = 0;
  #started = false;
  #scheduled = false;
  #whenEmpty: (() => void)[] = [];

  /**
   * @param work must not throw
   * @param sizeOf how much memory an item takes
   * @param most how much may wait
   */
  constructor(
    readonly work: (item: T) => void,
    readonly sizeOf: (item: T) => number,
    readonly most: number,
  ) {}

  /** Begins with the work; until then, everything waits. */
  start(): void {
    this.#started = true;
    this.#schedule();
  }

  /** Adds an item; false if too much waits already. */
  push(item: T): boolean {
    const size = this.sizeOf(item);
    if (this.#size + size > this.most) return false;
    this.#size += size;
    this.#waiting.push(item);
    this.#schedule();
    return true;
  }

  get #isEmpty(): boolean {
    return this.#done === this.#waiting.length;
  }

  /** Resolves when nothing waits any more. */
  empty(): Promise<void> {
    if (this.#isEmpty) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenEmpty.push(resolve);
    });
  }

  /** Takes away all that still waits. */
  takeRest(): T[] {
    const rest = this.#waiting.slice(this.#done) as T[];
    this.#waiting = [];
    this.#done = 0;
    this.#size = 0;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
    return rest;
  }

  #schedule(): void {
    if (this.#scheduled || !this.#started || this.#isEmpty) return;
    this.#scheduled = true;
    setImmediate(() => this.#step());
  }

  #step(): void {
    this.#scheduled = false;
    if (this.#isEmpty) return;
    const item = this.#take();
    this.#size -= this.sizeOf(item);
    this.work(item);
    if (!this.#isEmpty) this.#schedule();
    else for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  #take(): T {
    const item = this.#waiting[this.#done] as T;
    this.#waiting[this.#done] = undefined;
    this.#done += 1;
    if (this.#done > mostDone && this.#done * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#done);
      this.#done = 0;
    }
    return item;
  }
}
