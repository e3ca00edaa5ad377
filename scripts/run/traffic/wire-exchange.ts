import type { Exchange } from '../../contract/exchange';
import { headerPairs } from '../../lib/headers';
import { decodedBody } from './read/body';

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

/** What a server of our own saw, as the checker judges it. */
export function seenExchange({ request, response, startedAt, endedAt }: SeenExchange, url: string): Exchange {
  const { method, path, rawHeaders, body } = request;
  const received = response && decodedBody(response.body);
  return {
    ...{ caseId: '', attempt: 1 },
    request: {
      ...{ method, url: url + pathOf(path), headers: headerPairs(rawHeaders) },
      ...(body.length > 0 && { body: decodedBody(body).text }),
    },
    outcome:
      response === undefined || received === undefined
        ? { kind: 'failure', reason: 'aborted', message: 'the client hung up' }
        : {
            ...{ kind: 'response', status: response.status, statusText: '', headers: response.headers },
            ...{ body: received.text, validUtf8: received.validUtf8 },
            ...{ receivedAt: endedAt, durationMs: endedAt - startedAt },
          },
  };
}
