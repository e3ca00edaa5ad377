/** After this many requests in a row without a response, the target is probed. */
const suspicious = 5;

/**
 * The circuit breaker of a run. One request without a response concerns one case only. Several in a row, and then a
 * probe without a response, are an outage.
 */
export class Health {
  #unanswered = 0;
  #probing: Promise<void> | undefined;

  /**
   * @param probe returns whether the target still answers a request that it answered before
   * @param onOutage called once, with how the last request ended
   */
  constructor(
    readonly probe: () => Promise<boolean>,
    readonly onOutage: (reason: string) => void,
  ) {}

  /** Whether a probe is under way: nothing else should be sent meanwhile. */
  get isProbing(): boolean {
    return this.#probing !== undefined;
  }

  /** Resolves when no probe is under way. */
  async settled(): Promise<void> {
    await this.#probing;
  }

  /** The target responded, with any status. */
  answered(): void {
    this.#unanswered = 0;
  }

  /** A request got no response of the target's own. */
  unanswered(reason: string): void {
    this.#unanswered += 1;
    if (this.#unanswered < suspicious || this.#probing) return;
    this.#probing = this.probe().then((answers) => {
      this.#probing = undefined;
      // Responses that arrived meanwhile count as well.
      if (answers || this.#unanswered < suspicious) this.#unanswered = 0;
      else this.onOutage(reason);
    });
  }
}
