import { Recent } from '../lib/recent';
import type { KnownSecrets } from './known-secrets';

const mostKept = 400;
/** In characters, of all texts that were looked into for one. */
const mostLookedInto = 8000;

/** What was looked into for one text, and what else decided about it. */
export interface Trace {
  readonly exact: string[];
  readonly folded: string[];
  /** The runs of which it was asked whether they are allowed, and the answers. */
  readonly asked: Map<string, boolean>;
  /** A part of it was known, so that another time something else may be decided. */
  depends: boolean;
}

interface Kept<T> extends Pick<Trace, 'asked'> {
  readonly decided: T;
}

const lengthOf = (texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + length, 0);

/**
 * What was decided about texts that come again, such as the names of headers. It holds until a secret is learned that has
 * a part in common with what was looked into, or a run of the text is allowed that was not.
 */
export class LookedAt<T> {
  readonly #seen = new Recent<true>(mostKept);
  #kept = new Recent<Kept<T>>(mostKept);
  #changes = 0;

  constructor(readonly known: KnownSecrets) {}

  /** What was decided about a text; `undefined` if it has to be looked at. */
  decidedFor(key: string, isAllowed: (run: string) => boolean): T | undefined {
    const { changes } = this.known;
    if (changes !== this.#changes) {
      this.#changes = changes;
      this.#kept = new Recent(mostKept);
    }
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    for (const [run, answer] of kept.asked) if (isAllowed(run) !== answer) return undefined;
    return kept.decided;
  }

  /** A trace of looking at a text that has come before: most texts come once. */
  traceFor(key: string): Trace | undefined {
    if (this.#seen.get(key)) return { exact: [], folded: [], asked: new Map(), depends: false };
    this.#seen.set(key, true);
    return undefined;
  }

  keep(key: string, decided: T, { exact, folded, asked, depends }: Trace): void {
    if (depends || lengthOf(exact) + lengthOf(folded) > mostLookedInto) return;
    this.known.watch(exact, folded);
    this.#kept.set(key, { decided, asked });
  }
}
