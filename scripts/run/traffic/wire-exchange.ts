import { TextDecoder } from 'node:util';
import type { Exchange } from '../../contract/exchange';
import { headerPairs } from '../../lib/headers';

/** A request and its response as a server of our own saw them. */
export interface SeenExchange {
  readonly request: {
    readonly method: string;
    /** The request target, query included. */
    readonly path: string;
    readonly rawHeaders: readonly string[];
    readonly body: Uint8Array;
  };
  /** In milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly response?: {
    readonly status: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: Uint8Array;
  };
}

/** The path of a request target; a proxy's client sends a whole URL. */
export const pathOf = (target: string): string =>
  target.startsWith('/') ? target : target.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/';

function textOf(bytes: Uint8Array): { readonly body: string; readonly validUtf8: boolean } {
  try {
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), validUtf8: true };
  } catch {
    return { body: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), validUtf8: false };
  }
}

/** What a server of our own saw, as the checker judges it. */
export function seenExchange({ request, response, startedAt, endedAt }: SeenExchange, url: string): Exchange {
  const { method, path, rawHeaders, body } = request;
  return {
    ...{ caseId: '', attempt: 1 },
    request: {
      ...{ method, url: url + pathOf(path), headers: headerPairs(rawHeaders) },
      ...(body.length > 0 && { body: textOf(body).body }),
    },
    outcome:
      response === undefined
        ? { kind: 'failure', reason: 'aborted', message: 'the client hung up' }
        : {
            ...{ kind: 'response', status: response.status, statusText: '', headers: response.headers },
            ...textOf(response.body),
            ...{ receivedAt: endedAt, durationMs: endedAt - startedAt },
          },
  };
}
