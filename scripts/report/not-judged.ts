import type { NotJudged } from './types';

/** Kinds that are kept apart; of those, kinds that a report names. */
const mostKept = 1000;
const mostNamed = 50;

const requestKey = ({ reason, host, method, path }: NotJudged): string => JSON.stringify([reason, host, method, path]);

/** Counts requests that were not judged by their kind; its memory is bounded, and every request stays counted. */
export class NotJudgedTally {
  readonly #kinds = new Map<string, NotJudged>();

  add(request: NotJudged): void {
    const { reason, count } = request;
    const isKept = this.#kinds.has(requestKey(request)) || this.#kinds.size < mostKept;
    this.#add(this.#kinds, isKept ? request : { reason, count });
  }

  #add(kinds: Map<string, NotJudged>, request: NotJudged): void {
    const key = requestKey(request);
    kinds.set(key, { ...request, count: (kinds.get(key)?.count ?? 0) + request.count });
  }

  /** All that was counted since the last call, which is then forgotten. */
  take(): NotJudged[] {
    const taken = [...this.#kinds.values()];
    this.#kinds.clear();
    return taken;
  }

  /** The most frequent first; the others in one row for each reason. */
  most(): NotJudged[] {
    const sorted = [...this.#kinds.values()].sort((one, other) => other.count - one.count);
    const rest = new Map<string, NotJudged>();
    for (const { reason, count } of sorted.slice(mostNamed)) this.#add(rest, { reason, count });
    return [...sorted.slice(0, mostNamed), ...rest.values()];
  }
}
