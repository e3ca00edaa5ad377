import { Redactor } from './redactor';

/** How many secrets are learnt before the older ones are forgotten, twice as many at most. */
const generation = 200;

/**
 * A redactor for streams without end: it never forgets the secrets that it is given first, and of those that it learns
 * later keeps the last few hundred. A token in its usual form is recognised without having been learnt.
 */
export class RollingRedactor extends Redactor {
  #older = new Redactor();
  #newer = new Redactor();
  #learnt = new Set<string>();

  /** @param permanent secrets that are never forgotten, with what is shown in their place */
  constructor(permanent: readonly (readonly [secret: string | undefined, kind: string])[] = []) {
    super();
    for (const [secret, kind] of permanent) super.learn(secret, kind, true);
  }

  override learn(secret: string | undefined, kind: string, allForms = false): void {
    if (secret === undefined || this.#learnt.has(secret)) return;
    if (this.#learnt.size >= generation) {
      this.#older = this.#newer;
      this.#newer = new Redactor();
      this.#learnt = new Set();
    }
    this.#learnt.add(secret);
    this.#newer.learn(secret, kind, allForms);
  }

  override redact(text: string): string {
    return this.#older.redact(this.#newer.redact(super.redact(text)));
  }
}
