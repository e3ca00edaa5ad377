import { Recent } from '../lib/recent';
import { type KnownSecrets, type Lookups, lookupsOf } from './known-secrets';

/** In characters: longer texts rarely come again. */
export const longestKept = 100;
const mostKept = 400;
/** In characters, of all texts that were looked into for one. */
const mostLookedInto = 4000;

/** What was looked into for one text, and what else decided what is shown for it. */
export interface Trace {
  readonly exact: string[];
  readonly folded: string[];
  /** The runs of which it was asked whether they are allowed, and the answers. */
  readonly asked: Map<string, boolean>;
  /** A part of it was known, so that another time something else may be shown. */
  depends: boolean;
}

interface Kept extends Pick<Trace, 'asked'> {
  readonly shown: string;
  readonly lookups: Lookups;
}

const lengthOf = (texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + length, 0);

/**
 * Short texts that were looked at before, such as the names of headers: what was shown for one is shown again, unless it
 * may hold a secret that was learned since, or a run of it is allowed that was not.
 */
export class LookedAt {
  readonly #seen = new Recent<true>(mostKept);
  readonly #shown = new Recent<Kept>(mostKept);

  /** What is shown for a text; `undefined` if it has to be looked at. */
  shownFor(key: string, known: KnownSecrets, isAllowed: (run: string) => boolean): string | undefined {
    const kept = this.#shown.get(key);
    if (!kept || known.mayHold(kept.lookups)) return undefined;
    for (const [run, answer] of kept.asked) if (isAllowed(run) !== answer) return undefined;
    return kept.shown;
  }

  /** A trace of looking at a text that has come before: most texts come once. */
  traceFor(key: string): Trace | undefined {
    if (this.#seen.get(key)) return { exact: [], folded: [], asked: new Map(), depends: false };
    this.#seen.set(key, true);
    return undefined;
  }

  keep(key: string, shown: string, { exact, folded, asked, depends }: Trace): void {
    if (depends || lengthOf(exact) + lengthOf(folded) > mostLookedInto) return;
    this.#shown.set(key, { shown, asked, lookups: lookupsOf(exact, folded) });
  }
}
