import type { Transaction } from './transaction';

/** The exchanges of one connection that are not over. */
export class Exchanges {
  /** Without a complete response, in the order of the requests. */
  readonly #unanswered: Transaction[] = [];
  readonly #open = new Set<Transaction>();

  constructor(readonly finished: (transaction: Transaction) => void) {}

  get isBusy(): boolean {
    return this.#open.size > 0;
  }

  get unanswered(): number {
    return this.#unanswered.length;
  }

  /** The one to which the next response belongs. */
  get next(): Transaction | undefined {
    return this.#unanswered[0];
  }

  begin(transaction: Transaction): void {
    this.#unanswered.push(transaction);
    this.#open.add(transaction);
  }

  requestRead(transaction: Transaction): void {
    transaction.requestComplete = true;
    this.#settle(transaction);
  }

  /** Notes that responses are complete; what is noted of them before must be all. */
  answered(transactions: readonly Transaction[]): void {
    for (const transaction of transactions) this.#settle(transaction);
  }

  /** Takes the one whose response is complete. */
  takeNext(): Transaction | undefined {
    return this.#unanswered.shift();
  }

  /** Ends all of them; those without a complete response for a reason. */
  end(because: (transaction: Transaction) => void): void {
    for (const transaction of this.#unanswered) because(transaction);
    this.#unanswered.length = 0;
    for (const transaction of this.#open) this.finished(transaction);
    this.#open.clear();
  }

  #settle(transaction: Transaction): void {
    if (this.#unanswered.includes(transaction) || !transaction.requestComplete) return;
    if (this.#open.delete(transaction)) this.finished(transaction);
  }
}
