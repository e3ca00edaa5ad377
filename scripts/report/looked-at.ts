import { Recent } from '../lib/recent';
import { type KnownSecrets, type Lookups, lookupsOf } from './known-secrets';

/** In characters: longer texts rarely come again. */
const longest = 100;
const mostKept = 400;
/** In characters, of all texts that were looked into for one. */
const mostLookedInto = 4000;

/** What was looked into for one text, and whether what is shown for it follows from the text alone. */
export interface Trace {
  readonly exact: string[];
  readonly folded: string[];
  /** A part of it was known or allowed, so that another time something else may be shown. */
  depends: boolean;
}

const lengthOf = (texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + length, 0);

/**
 * Short texts that were looked at before, such as the names of headers: what was shown for one is shown again, unless it
 * may hold a secret that was learned since.
 */
export class LookedAt {
  readonly #shown = new Recent<{ readonly shown: string; readonly lookups: Lookups }>(mostKept);

  /** What is shown for a text; `undefined` if it has to be looked at. */
  shownFor(key: string, known: KnownSecrets): string | undefined {
    const kept = this.#shown.get(key);
    return kept && !known.mayHold(kept.lookups) ? kept.shown : undefined;
  }

  /** A trace of looking at a text that may come again. */
  traceFor(text: string): Trace | undefined {
    return text.length <= longest ? { exact: [], folded: [], depends: false } : undefined;
  }

  keep(key: string, shown: string, { exact, folded, depends }: Trace): void {
    if (depends || lengthOf(exact) + lengthOf(folded) > mostLookedInto) return;
    this.#shown.set(key, { shown, lookups: lookupsOf(exact, folded) });
  }
}
