import { wait } from '../lib/wait';

/** Requests a second after the first 429, where no rate was asked for. */
const carefulRate = 10;
const slowestRate = 1;

/** After so many answers in a row that are no 429, twice as many a second, until nothing limits them again. */
const answersToTrust = 10;
const fastestRate = 300;

/** Gives out turns at most `rate` times a second; without a rate at once. */
export class Pace {
  #next = 0;
  #rate: number | undefined;
  #answers = 0;

  constructor(
    readonly asked: number | undefined,
    readonly signal: AbortSignal,
  ) {
    this.#rate = asked;
  }

  /** Requests a second; `undefined` where nothing limits them. */
  get rate(): number | undefined {
    return this.#rate;
  }

  /** The target asked for patience (429): half as many from now on. */
  slowDown(): void {
    this.#answers = 0;
    this.#rate = this.#rate === undefined ? carefulRate : Math.min(this.#rate, Math.max(slowestRate, this.#rate / 2));
  }

  /** An answer that is no 429. */
  trust(): void {
    if (this.#rate === undefined || this.#rate === this.asked) return;
    this.#answers += 1;
    if (this.#answers % answersToTrust !== 0) return;
    const faster = this.#rate * 2;
    this.#rate = this.asked === undefined ? (faster > fastestRate ? undefined : faster) : Math.min(this.asked, faster);
  }

  async turn(): Promise<void> {
    if (this.#rate === undefined) return;
    const turn = Math.max(this.#next, performance.now());
    this.#next = turn + 1000 / this.#rate;
    await wait(turn - performance.now(), this.signal);
  }
}

/** `items` in at most `parts` runs of about the same length, in order. */
export function divide<T>(items: readonly T[], parts: number): T[][] {
  const size = Math.max(1, Math.ceil(items.length / parts));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
