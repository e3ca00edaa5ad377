import type { Exchange } from '../contract/exchange';
import { type RequestEvent, stopAtSignal, toExchange } from './newman-exchange';

export interface CollectionRun {
  /** The collection, parsed. */
  readonly collection: object;
  /** Values for the collection's variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called with each exchange, in order; `caseId` is the id of the request's item. */
  readonly onExchange: (exchange: Exchange) => void;
}

/**
 * Runs somebody's own collection with Newman, scripts included.
 *
 * @returns how many of the collection's own assertions failed
 */
export async function runCollection({
  collection,
  variables,
  timeoutMs,
  signal,
  onExchange,
}: CollectionRun): Promise<number> {
  const { run } = await import('newman');
  const envVar = Object.entries(variables).map(([key, value]) => ({ key, value }));
  const attempts = new Map<string, number>();
  return new Promise<number>((resolve, reject) => {
    const emitter = run(
      { collection, envVar, reporters: [], ignoreRedirects: true, timeoutRequest: timeoutMs },
      (error, summary) =>
        error ? reject(error) : resolve(summary.run.failures.filter(({ error: { test } }) => test).length),
    );
    stopAtSignal(emitter, signal);
    emitter.on('request', (error: Error | null, event: RequestEvent & { request: { body?: { raw?: string } } }) => {
      const attempt = (attempts.get(event.item.id) ?? 0) + 1;
      attempts.set(event.item.id, attempt);
      onExchange(toExchange(error, event, attempt, event.request.body?.raw));
    });
    signal.addEventListener('abort', () => resolve(0), { once: true });
  });
}
