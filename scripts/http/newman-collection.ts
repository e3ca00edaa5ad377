import type { Exchange } from '../contract/exchange';
import { isJsonObject } from '../lib/json';
import { loadNewman } from './load-newman';
import { newmanAgents } from './newman-agents';
import { configureRuntime, type RequestEvent, stopAtSignal, toExchange } from './newman-exchange';
import type { Route } from './route';

export interface CollectionRun {
  /** The collection, parsed. */
  readonly collection: object;
  /** Values for the collection's variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly route?: Route;
  readonly signal: AbortSignal;
  /** Called with each exchange, in order; `caseId` is the id of the request's item. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** Postman options of an item that could send its credentials to another origin, or to an unverified server. */
const unsafe = new Set(['followRedirects', 'followAuthorizationHeader', 'strictSSL', 'insecureHTTPParser']);

/** The same collection without the unsafe options. */
function withoutUnsafe(collection: object): object {
  return JSON.parse(JSON.stringify(collection), (key, value: unknown) =>
    key === 'protocolProfileBehavior' && isJsonObject(value)
      ? Object.fromEntries(Object.entries(value).filter(([name]) => !unsafe.has(name)))
      : value,
  );
}

/**
 * Runs a user's own collection with Newman, including its scripts.
 *
 * @returns how many of the collection's own assertions failed
 */
export async function runCollection({
  collection,
  variables,
  timeoutMs,
  route = {},
  signal,
  onExchange,
}: CollectionRun): Promise<number> {
  const { run } = loadNewman();
  const envVar = Object.entries(variables).map(([key, value]) => ({ key, value }));
  const attempts = new Map<string, number>();
  return new Promise<number>((resolve, reject) => {
    const emitter = run(
      {
        collection: withoutUnsafe(collection),
        envVar,
        reporters: [],
        ignoreRedirects: true,
        requestAgents: newmanAgents(route, { timeoutMs }),
      },
      (error, summary) =>
        error ? reject(error) : resolve(summary.run.failures.filter(({ error: { test } }) => test).length),
    );
    configureRuntime(emitter);
    stopAtSignal(emitter, signal);
    emitter.on('request', (error: Error | null, event: RequestEvent & { request: { body?: { raw?: string } } }) => {
      const attempt = (attempts.get(event.item.id) ?? 0) + 1;
      attempts.set(event.item.id, attempt);
      onExchange(toExchange(error, event, attempt, event.request.body?.raw));
    });
    signal.addEventListener('abort', () => resolve(0), { once: true });
  });
}
