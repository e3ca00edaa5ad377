/** So many requests in a row without an answer, and the target is asked whether it is there at all. */
const suspicious = 5;

/**
 * The circuit breaker of a run. One request that cannot be answered is a case's own matter; many in a row, and then
 * one more that was answered before, are an outage.
 */
export class Health {
  #unanswered = 0;
  #asking: Promise<void> | undefined;

  /**
   * @param ask whether the target still answers something that it answered before
   * @param onOutage called once, with what the last request met
   */
  constructor(
    readonly ask: () => Promise<boolean>,
    readonly onOutage: (reason: string) => void,
  ) {}

  /** Whether it is in question that the target is there: nothing more should be sent meanwhile. */
  get isAsking(): boolean {
    return this.#asking !== undefined;
  }

  /** Resolves when it is not in question whether the target is there. */
  async settled(): Promise<void> {
    await this.#asking;
  }

  /** The target answered, whatever it said. */
  answered(): void {
    this.#unanswered = 0;
  }

  /** A request met no answer of the target's own. */
  unanswered(reason: string): void {
    this.#unanswered += 1;
    if (this.#unanswered < suspicious || this.#asking) return;
    this.#asking = this.ask().then((answers) => {
      this.#asking = undefined;
      // What was answered meanwhile counts as well.
      if (answers || this.#unanswered < suspicious) this.#unanswered = 0;
      else this.onOutage(reason);
    });
  }
}
