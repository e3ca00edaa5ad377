import type { Arrival, Behaviour } from '../behaviour';
import type { Change } from '../types';

/** What a request must be, or what must have come before it, for a fault to show. */
export interface Condition {
  /** In words, after what goes wrong: "for a body with a byte order mark". */
  readonly title: string;
  /** Called once for each server, so that what it remembers lives in its closure. */
  readonly start: () => (arrival: Arrival) => boolean | Promise<boolean>;
  /** What such a request needs in order to get as far as the effect. */
  readonly reach?: Change;
}

const changed = (behaviour: Behaviour, change: Change | undefined): Behaviour => ({
  ...behaviour,
  ...change?.(behaviour),
});

/** A change that is made for the requests that fulfil a condition alone. */
export const when =
  ({ start, reach }: Condition, change: Change): Change =>
  (right) => {
    const wrong = changed(changed(right, reach), change);
    const holds = start();
    return { select: async (arrival) => ((await holds(arrival)) ? wrong : right) };
  };
