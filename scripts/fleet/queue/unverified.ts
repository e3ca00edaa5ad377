import { cut } from '../../lib/text-layout';
import type { FleetReport } from '../types';

type Unverified = NonNullable<FleetReport['unverified']>;
type UnverifiedKind = Unverified['entries'][number]['kind'];

const mostListed = 100;
const longestName = 200;

/** What was found in Redis and does not count. It keeps the first entries, so that it stays small. */
export class UnverifiedList {
  #count = 0;
  readonly #entries: Unverified['entries'][number][] = [];

  add(kind: UnverifiedKind, name: string, why: string): void {
    this.#count += 1;
    if (this.#entries.length < mostListed) this.#entries.push({ kind, name: cut(name, longestName), why });
  }

  /** For the report; `undefined` if everything was signed. */
  get found(): Unverified | undefined {
    return this.#count === 0 ? undefined : { count: this.#count, entries: [...this.#entries] };
  }
}
