import type { Exchange } from '../../contract/exchange';
import { headerPairs } from '../../lib/headers';
import type { WireExchange } from '../../lib/wire-exchange';
import { decodedBody } from './read/body';

/** The path of a request target; a proxy's client sends a whole URL. */
export const pathOf = (target: string): string =>
  target.startsWith('/') ? target : target.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/';

/** What a server of our own saw, as the checker judges it. */
export function seenExchange({ request, response, startedAt, endedAt }: WireExchange, url: string): Exchange {
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
