import { setMaxListeners } from 'node:events';
import type { Exchange } from '../contract/exchange';
import { resolveRequest } from '../contract/request';
import { httpClient, sentExchange, withClientHeaders } from './client';
import type { Route } from './route';
import type { Engine, PreparedRequest, SendOptions } from './types';

/** Sends the same requests as the Newman engine, over undici. */
export function directEngine(baseUrl: string, route: Route = {}): Engine & { close(): Promise<void> } {
  const client = httpClient(baseUrl, route);
  async function* send(batch: readonly PreparedRequest[], options: SendOptions): AsyncIterable<Exchange> {
    // One listener for each request in flight, however many there are.
    setMaxListeners(0, options.signal);
    for (const { contractCase, attempt, values } of batch) {
      if (options.signal.aborted) return;
      const resolved = resolveRequest(contractCase.request, baseUrl, values);
      const request = { ...resolved, headers: withClientHeaders(resolved.headers) };
      yield sentExchange(contractCase.id, attempt, request, await client.send(request, options));
    }
  }
  return { name: 'direct', batchSize: 1, send, close: () => client.close() };
}
