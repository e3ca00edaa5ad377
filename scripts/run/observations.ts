import type { Exchange } from '../contract/exchange';
import type { Trait } from '../judge/traits';
import { traitsOf } from '../judge/traits';
import type { CheckedCase } from '../judge/types';
import { type Observed, observe } from '../report/drift';

/** Collects, during a run, what the target does where the contract leaves it open. */
export class Observations {
  readonly #seen = new Map<string, readonly Trait[]>();

  /** Adds the last exchange of a case; one without a response shows nothing. */
  see(checkedCase: CheckedCase, { outcome, ...exchange }: Exchange): void {
    if (outcome.kind !== 'response') return;
    this.#seen.set(checkedCase.id, traitsOf({ ...exchange, outcome }, checkedCase, outcome.receivedAt));
  }

  get observed(): Observed {
    return observe(this.#seen);
  }
}
