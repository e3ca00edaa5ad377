import { NetworkError } from '../lib/network-error';

/** No body is read further than this, in bytes after decoding. */
export const longestBody = 1024 * 1024;

/** No status line and headers are read further than this, in bytes. */
export const longestHead = 16 * 1024;

/** No more interim responses (1xx) are taken before the final one. */
export const mostInterim = 32;

/** For a body that is longer than is read. */
export const bodyTooLong = (): NetworkError =>
  new NetworkError('protocol', `the body is longer than ${longestBody} bytes, unpacked`);

/** For headers, or trailers, that are longer than is read. */
export const headTooLong = (): NetworkError =>
  new NetworkError('protocol', `the headers are longer than ${longestHead} bytes`);

/** For interim responses that do not come to an end. */
export const tooManyInterim = (): NetworkError =>
  new NetworkError('protocol', `more than ${mostInterim} interim responses (1xx) and no final one`);

/** For what follows the response to a request. */
export const moreThanOneResponse = (): NetworkError =>
  new NetworkError('protocol', 'there are bytes after the end of the response');

/** For a request whose response is not complete in time. */
export const tooLate = (timeoutMs: number): NetworkError =>
  new NetworkError('timeout', `no complete response within ${timeoutMs} ms`);

/** For a 101. */
export const switched = (): NetworkError =>
  new NetworkError('protocol', 'the server switches to another protocol (101), which nobody asked for');

/** For a 100, where the engine cannot pass over it. */
export const unasked = (): NetworkError =>
  new NetworkError('protocol', 'the server sends 100 Continue, for which nobody asked');
