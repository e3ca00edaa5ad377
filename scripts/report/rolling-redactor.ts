import { Redactor } from './redactor';

/** How many secrets a generation has; of the older ones, two generations are kept at most. */
const generation = 100;

interface Learnt {
  readonly kind: string;
  readonly allForms: boolean;
}

/**
 * A redactor for streams without end: it never forgets the secrets that it is given first, and of those that it learns
 * later keeps the last few hundred. A token in its usual form is recognised without having been learnt.
 */
export class RollingRedactor extends Redactor {
  #older = new Redactor();
  #newer = new Redactor();
  #count = 0;
  /** Learnt since something was last redacted. Most secrets of a long stream are never looked for. */
  readonly #waiting = new Map<string, Learnt>();

  /** @param permanent secrets that are never forgotten, with what is shown in their place */
  constructor(permanent: readonly (readonly [secret: string | undefined, kind: string])[] = []) {
    super();
    for (const [secret, kind] of permanent) super.learn(secret, kind, true);
  }

  override learn(secret: string | undefined, kind: string, allForms = false): void {
    if (secret === undefined) return;
    this.#waiting.delete(secret);
    this.#waiting.set(secret, { kind, allForms });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > generation && oldest !== undefined) this.#waiting.delete(oldest);
  }

  override redact(text: string): string {
    for (const [secret, { kind, allForms }] of this.#waiting) {
      if (this.#count >= generation) {
        this.#older = this.#newer;
        this.#newer = new Redactor();
        this.#count = 0;
      }
      this.#count += 1;
      this.#newer.learn(secret, kind, allForms);
    }
    this.#waiting.clear();
    return this.#older.redact(this.#newer.redact(super.redact(text)));
  }
}
