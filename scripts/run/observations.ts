import type { Exchange } from '../contract/exchange';
import { Reading } from '../judge/rules/reading';
import { type Trait, traitsOf } from '../judge/traits';
import type { CheckedCase } from '../judge/types';
import { type Observed, observe } from '../report/drift';

/** Collects during a run what its target does where the contract allows several behaviours. */
export class Observations {
  readonly #seen = new Map<string, readonly Trait[]>();

  /** Takes the last exchange of a case. One without a response shows nothing. */
  see(checkedCase: CheckedCase, { outcome, ...exchange }: Exchange): void {
    if (outcome.kind !== 'response') return;
    this.#seen.set(checkedCase.id, traitsOf(new Reading({ ...exchange, outcome }), checkedCase, outcome.receivedAt));
  }

  get observed(): Observed {
    return observe(this.#seen);
  }
}
