import type { CheckedExchange } from '../../judge/traffic/types';
import { secretShape } from '../../lib/secret-shape';
import { cut } from '../../lib/text-layout';
import type { Redactor } from '../../report/redactor';
import type { NotJudged, Traffic } from '../../report/types';

/** Rows that are kept; of those, rows that are reported. */
const mostRows = 1000;
const mostReported = 20;
const longest = 200;

/** Counts the exchanges that were not judged, by reason, host, method and path; its memory is bounded. */
export class NotJudgedCounts {
  readonly #rows = new Map<string, { -readonly [K in keyof NotJudged]: NotJudged[K] }>();
  #more = 0;

  constructor(readonly redactor: Redactor) {}

  add({ notJudged, origin, path }: CheckedExchange, method: string): void {
    if (notJudged === undefined) return;
    const key = JSON.stringify([notJudged, origin, method, path]);
    const row = this.#rows.get(key);
    if (row) row.count += 1;
    else if (this.#rows.size >= mostRows) this.#more += 1;
    else {
      const host = this.#shown(origin.replace(/^[^/]*\/\//, '')) || 'no host';
      this.#rows.set(key, {
        ...{ reason: notJudged, host, method: this.#shown(method), path: this.#shownPath(path), count: 1 },
      });
    }
  }

  #shown(text: string): string {
    return cut(this.redactor.redact(text), longest);
  }

  /** A path may hold a secret that no header tells, such as a key in a link. */
  #shownPath(path: string): string {
    const segments = path.split('/').map((segment) => (secretShape(segment) === undefined ? segment : '[redacted]'));
    return this.#shown(segments.join('/'));
  }

  get result(): Pick<Traffic, 'notJudged' | 'notJudgedMore'> {
    const rows = [...this.#rows.values()].sort((one, other) => other.count - one.count);
    const left = rows.slice(mostReported).reduce((sum, { count }) => sum + count, this.#more);
    return { notJudged: rows.slice(0, mostReported).map((row) => ({ ...row })), notJudgedMore: left };
  }
}
