import type { ClientRequest } from 'node:http';
import type { ExchangeFailure } from '../contract/exchange';
import { maxBodyBytes } from '../lib/content-coding';
import { type ErrorLike, type Excess, excessOf, NetworkError, toNetworkError } from '../lib/network-error';

/** The most bytes that are received of a body: compressed, it may be a little longer than what is read of it. */
export const maxPackedBytes = maxBodyBytes + 64 * 1024;

/** The most bytes of a status line and headers that are read. */
export const maxHeadBytes = 16 * 1024;

/** The most interim responses (1xx) that are accepted before the final one. */
export const maxInterim = 32;

/** How a response can exceed its bounds: what a library reports, and what is counted here. */
export type ExcessCode = Excess | 'interim';

const messages: Readonly<Record<ExcessCode, string>> = {
  'long-body': `the body is longer than ${maxBodyBytes} bytes after decompression`,
  'long-head': `the headers are longer than ${maxHeadBytes} bytes`,
  interim: `more than ${maxInterim} interim responses (1xx) came before the final one`,
  'second-response': 'the server sent more bytes after the end of the response',
  upgrade: 'the server switched protocols (101) without being asked to',
};

/** For a response that exceeds its bounds. */
export const excess = (code: ExcessCode): NetworkError => new NetworkError('protocol', messages[code], { code });

/** For a request whose response is not complete in time. */
export const timedOut = (timeoutMs: number): NetworkError =>
  new NetworkError('timeout', `no complete response within ${timeoutMs} ms`, { code: 'ETIMEDOUT' });

/** For a request that the end of the run cut short. */
export const runEnded = (): NetworkError => new NetworkError('other', 'the run ended');

/** Any error of a client library as a network error; one that reports excess says which bound was exceeded. */
export function failureOf(error: ErrorLike): NetworkError {
  if (error instanceof NetworkError) return error;
  const exceeded = excessOf(error);
  return exceeded ? excess(exceeded) : toNetworkError(error);
}

/** A network error as the outcome of an exchange. */
export const failureOutcome = ({ kind: reason, message }: NetworkError): ExchangeFailure => ({
  kind: 'failure',
  reason,
  message,
});

/** Holds a request of Node's own client to the bounds that come before its response: interim responses, no upgrade. */
export function boundRequest(request: ClientRequest): void {
  let interim = 0;
  request.on('information', () => {
    interim += 1;
    if (interim > maxInterim) request.destroy(excess('interim'));
  });
  // Without a listener, Node would close the connection and report nothing.
  request.once('upgrade', (_response, socket) => {
    socket.destroy();
    request.emit('error', excess('upgrade'));
  });
}
