import { setMaxListeners } from 'node:events';
import type { Exchange, ExchangeFailure } from '../contract/exchange';
import { resolveRequest } from '../contract/request';
import { clientHeaders, httpClient } from './client';
import type { Route } from './route';
import type { Engine, PreparedRequest, SendOptions } from './types';

const withoutError = ({ kind, reason, message }: ExchangeFailure): ExchangeFailure => ({ kind, reason, message });

/** Sends the same requests as the Newman engine, over undici. */
export function directEngine(baseUrl: string, route: Route = {}): Engine & { close(): Promise<void> } {
  const client = httpClient(baseUrl, route);
  async function* send(batch: readonly PreparedRequest[], options: SendOptions): AsyncIterable<Exchange> {
    // One listener for each request in flight, however many there are.
    setMaxListeners(0, options.signal);
    for (const { contractCase, attempt, values } of batch) {
      if (options.signal.aborted) return;
      const resolved = resolveRequest(contractCase.request, baseUrl, values);
      const request = { ...resolved, headers: [...resolved.headers, ...clientHeaders] };
      const outcome = await client.send(request, options);
      const { method, url, headers, body } = request;
      const text = typeof body === 'string' ? body : body && Buffer.from(body).toString('utf8');
      yield {
        caseId: contractCase.id,
        attempt,
        request: { method, url, headers, ...(text !== undefined && { body: text }) },
        outcome: outcome.kind === 'response' ? outcome : withoutError(outcome),
      };
    }
  }
  return { name: 'direct', batchSize: 1, send, close: () => client.close() };
}
