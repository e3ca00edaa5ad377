import type { Program } from './program';

/** What exploring sends. */
export type Explore =
  /**
   * The default for a target on this machine: a share of all pairs, chosen by the seed. `mostMs` limits the time, so
   * that nobody waits long for something that they did not ask for.
   */
  | { readonly kind: 'default'; readonly mostMs?: number }
  /** All pairs, or all triples. */
  | { readonly kind: 'pairs' | 'triples' }
  /** This many programs, chosen from all pairs, histories and requests at once. */
  | { readonly kind: 'some'; readonly programs: number }
  /** The programs that the user named. */
  | { readonly kind: 'named'; readonly programs: readonly Program[] };
