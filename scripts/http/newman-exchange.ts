import { isUtf8 } from 'node:buffer';
import type { EventEmitter } from 'node:events';
import type { Exchange, HeaderList } from '../contract/exchange';
import { decompressedAfterNewman, maxBodyBytes } from '../lib/content-coding';
import { listedValue } from '../lib/headers';
import type { ErrorLike } from '../lib/network-error';
import { whenAborted } from '../lib/when-aborted';
import { failureOf, failureOutcome } from './bounds';

/** The part of Newman's `request` event that is used here. */
export interface RequestEvent {
  readonly item: { readonly id: string };
  readonly request: {
    readonly method: string;
    readonly headers: { readonly members: readonly { key: string; value: string }[] };
    readonly url: { toString(): string };
  };
  readonly response?: {
    readonly code: number;
    readonly status: string;
    readonly responseTime: number;
    readonly stream?: Buffer;
    readonly headers: { readonly members: readonly { key: string; value: string }[] };
  };
}

/**
 * Configures the runner of a run that was just started, where Newman has no option: how much of a body is read, and that
 * no proxy is taken from the environment, because the agents connect by the route.
 */
export function configureRuntime(emitter: object, more: object): void {
  Object.defineProperty(emitter, 'runner', {
    set: (runner: { options: { run?: object } }) => {
      const requester = { maxResponseSize: maxBodyBytes };
      runner.options.run = { ...more, requester, ignoreProxyEnvironmentVariables: true };
    },
  });
}

/** Makes a run of Newman send nothing more after the signal. By itself it would continue to its end. */
export function stopAtSignal(emitter: EventEmitter, signal: AbortSignal): void {
  emitter.once('start', (_error: Error | null, { run }: { run: { abort(): void } }) => {
    emitter.once(
      'done',
      whenAborted(signal, () => run.abort()),
    );
  });
}

const headerList = (headers: { readonly members: readonly { key: string; value: string }[] }): HeaderList =>
  headers.members.map(({ key, value }) => [key, String(value ?? '')] as const);

/** Node, and so Newman, takes each byte of a header for a character; the direct engine and the proxy read UTF-8. */
const asUtf8Headers = (headers: HeaderList): HeaderList =>
  headers.map(([name, value]) => [name, Buffer.from(value, 'latin1').toString('utf8')]);

/** The outcome of a request, from Newman's event; `body` is the request's. */
export function toExchange(
  error: Error | null,
  event: RequestEvent,
  attempt: number,
  body: string | undefined,
): Exchange {
  const { item, request, response } = event;
  const sent = {
    method: request.method,
    url: request.url.toString(),
    headers: headerList(request.headers),
    ...(body !== undefined && { body }),
  };
  const failure = (thrown: ErrorLike): Exchange => ({
    caseId: item.id,
    attempt,
    request: sent,
    outcome: failureOutcome(failureOf(thrown)),
  });
  if (error || !response) return failure(error ?? { message: 'no response' });
  const headers = asUtf8Headers(headerList(response.headers));
  let bytes = response.stream ?? Buffer.alloc(0);
  try {
    const hasBody = request.method !== 'HEAD' && response.code !== 204 && response.code !== 304;
    if (hasBody) bytes = decompressedAfterNewman(bytes, listedValue(headers, 'content-encoding'));
  } catch (thrown) {
    return failure(thrown as ErrorLike);
  }
  return {
    caseId: item.id,
    attempt,
    request: sent,
    outcome: {
      kind: 'response',
      status: response.code,
      statusText: response.status,
      headers,
      body: bytes.toString('utf8'),
      validUtf8: isUtf8(bytes),
      receivedAt: Date.now(),
      durationMs: response.responseTime,
    },
  };
}
