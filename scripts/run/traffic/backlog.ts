/** What waits to be judged: one item after the other, and never before what else is to be done now. */
export class Backlog<T> {
  readonly #waiting: T[] = [];
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

  /** Resolves when nothing waits any more. */
  empty(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenEmpty.push(resolve);
    });
  }

  #schedule(): void {
    if (this.#scheduled || !this.#started || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => this.#step());
  }

  #step(): void {
    this.#scheduled = false;
    const item = this.#waiting.shift()!;
    this.#size -= this.sizeOf(item);
    this.work(item);
    if (this.#waiting.length > 0) this.#schedule();
    else for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }
}
