import { wait } from '../lib/wait';

/** Requests a second after the first 429, if no rate was set. */
const carefulRate = 10;
const slowestRate = 1;

/** The rate doubles after this many responses in a row without a 429; after more of them if that led to 429 repeatedly. */
const responsesToSpeedUp = 10;
const tolerated = 3;
const mostResponsesToSpeedUp = 160;
/** The longest that a 429 makes all requests wait, not just its own. */
const longestPauseMs = 10_000;
/** Above this rate, the limit is lifted if none was set. */
const fastestRate = 300;

/** Hands out turns at a rate that adapts to the target; without a rate, at once. */
export class Pace {
  #next = 0;
  #rate: number | undefined;
  #responses = 0;
  #slowedAt = Number.NEGATIVE_INFINITY;
  #slowdowns = 0;

  constructor(
    readonly asked: number | undefined,
    readonly signal: AbortSignal,
  ) {
    this.#rate = asked;
  }

  /** Requests a second; `undefined` if there is no limit. */
  get rate(): number | undefined {
    return this.#rate;
  }

  /**
   * The target answered 429: halves the rate, once for all requests that were already under way.
   *
   * @param sentAt when the request was sent
   * @param now both in milliseconds by the clock of `performance.now()`
   * @param pauseMs how long the target asks to wait
   */
  throttled(sentAt: number, now: number, pauseMs = 0): void {
    this.#responses = 0;
    this.#next = Math.max(this.#next, now + Math.min(pauseMs, longestPauseMs));
    if (sentAt < this.#slowedAt) return;
    this.#slowdowns += 1;
    this.#slowedAt = now;
    this.#rate = this.#rate === undefined ? carefulRate : Math.min(this.#rate, Math.max(slowestRate, this.#rate / 2));
  }

  /** The target answered with anything but 429. */
  responded(): void {
    if (this.#rate === undefined || this.#rate === this.asked) return;
    this.#responses += 1;
    const repeats = Math.max(0, this.#slowdowns - tolerated);
    const needed = Math.min(mostResponsesToSpeedUp, responsesToSpeedUp * 2 ** repeats);
    if (this.#responses % needed !== 0) return;
    const faster = this.#rate * 2;
    this.#rate = this.asked === undefined ? (faster > fastestRate ? undefined : faster) : Math.min(this.asked, faster);
  }

  /** Resolves when the next request may be sent, or when the signal is raised. */
  async turn(): Promise<void> {
    if (this.#rate === undefined) return;
    const turn = Math.max(this.#next, performance.now());
    this.#next = turn + 1000 / this.#rate;
    await wait(turn - performance.now(), this.signal);
  }
}
