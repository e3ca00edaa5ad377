/** How long a run waits for a response: as long as the user allows, and less once the target left requests unanswered. */
export class TimeLimit {
  /** The cases that got no response while their controls got one. */
  readonly #hanging = new Set<string>();
  #slowestMs = 0;

  /** @param mostMs what the user allows */
  constructor(readonly mostMs: number) {}

  responded(durationMs: number): void {
    this.#slowestMs = Math.max(this.#slowestMs, durationMs);
  }

  leftUnanswered(caseId: string): void {
    this.#hanging.add(caseId);
  }

  /** Whether the target is known to hang, after several cases without a response while their controls got one. */
  get isKnownToHang(): boolean {
    return this.#hanging.size >= 2;
  }

  /** For the next request. To wait as long for others that hang would tell nothing more. */
  get ms(): number {
    if (this.#hanging.size === 0) return this.mostMs;
    return this.within(this.isKnownToHang ? 1000 : 3000);
  }

  /** This long, or longer if the target was seen to be slow. */
  within(leastMs: number): number {
    return Math.min(this.mostMs, Math.max(leastMs, 10 * this.#slowestMs));
  }
}
