import type { Program } from './program';

/** What exploring sends. */
export type Explore =
  /**
   * What a run on this machine explores unless told otherwise: a share of all pairs, which the seed chooses. With
   * `mostMs` it ends after that time, so that nobody waits long for what nobody asked for.
   */
  | { readonly kind: 'default'; readonly mostMs?: number }
  /** All pairs, or all triples. */
  | { readonly kind: 'pairs' | 'triples' }
  /** So many programs of all pairs, histories and requests at once. */
  | { readonly kind: 'some'; readonly programs: number }
  /** These programs. */
  | { readonly kind: 'named'; readonly programs: readonly Program[] };
