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
/** After this many other responses, or at regular intervals, a 429 does not depend on the rate: only its own request waits. */
const seldom = 40;
const leastPeriod = 8;
const samePeriod = 0.2;
/** Above this rate, the limit is lifted if none was set. */
const fastestRate = 300;

/** Hands out turns at a rate that adapts to the target; without a rate, at once. */
export class Pace {
  #next = 0;
  #rate: number | undefined;
  /** Since the last 429. */
  #responses = 0;
  /** Before the last 429 that was not one of several at once. */
  #responsesBefore = 0;
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
   * The target answered 429: all requests wait and the rate is halved, once for all that were already under way. A 429
   * that does not depend on the rate concerns its own request alone.
   *
   * @param sentAt when the request was sent
   * @param now both in milliseconds by the clock of `performance.now()`
   * @param pauseMs how long the target asks to wait
   */
  throttled(sentAt: number, now: number, pauseMs = 0): void {
    const [responses, before] = [this.#responses, this.#responsesBefore];
    this.#responses = 0;
    if (sentAt < this.#slowedAt) return;
    this.#slowedAt = now;
    this.#responsesBefore = responses;
    const isPeriodic = responses >= leastPeriod && Math.abs(responses - before) <= samePeriod * responses;
    if (this.#slowdowns > 0 && (responses >= seldom || isPeriodic)) {
      this.#speedUp();
      return;
    }
    this.#slowdowns += 1;
    this.#next = Math.max(this.#next, now + Math.min(pauseMs, longestPauseMs));
    this.#rate = this.#rate === undefined ? carefulRate : Math.min(this.#rate, Math.max(slowestRate, this.#rate / 2));
  }

  /** The target answered with anything but 429. */
  responded(): void {
    this.#responses += 1;
    if (this.#rate === undefined || this.#rate === this.asked) return;
    const repeats = Math.max(0, this.#slowdowns - tolerated);
    const needed = Math.min(mostResponsesToSpeedUp, responsesToSpeedUp * 2 ** repeats);
    if (this.#responses % needed === 0) this.#speedUp();
  }

  #speedUp(): void {
    if (this.#rate === undefined) return;
    const faster = this.#rate * 2;
    this.#rate = this.asked === undefined ? (faster > fastestRate ? undefined : faster) : Math.min(this.asked, faster);
  }

  /**
   * Resolves when the next request may be sent, or when the signal of the run or that of the request is raised. A request
   * that waits while a 429 slows the run down takes a new turn: it would be refused too, and slow the run down again.
   */
  async turn(signal?: AbortSignal): Promise<void> {
    const given = signal ? AbortSignal.any([this.signal, signal]) : this.signal;
    let slowdowns: number | undefined;
    while (this.#rate !== undefined && slowdowns !== this.#slowdowns && !given.aborted) {
      slowdowns = this.#slowdowns;
      const turn = Math.max(this.#next, performance.now());
      this.#next = turn + 1000 / this.#rate;
      await wait(turn - performance.now(), given);
    }
  }
}
