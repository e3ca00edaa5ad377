import type { HeaderList } from '../contract/exchange';
import { isJsonObject } from '../lib/json';
import type { RecordedBody } from '../run/traffic/read/body';
import { bodyOf, readBody, readsItself } from './body';
import { headerList } from './headers';
import type { ResponseLike } from './types';

/** A response as it can be judged. */
export interface ReadResponse {
  readonly status: number;
  readonly statusText: string;
  /** `undefined` if they are not known. */
  readonly headers: HeaderList | undefined;
  readonly body: RecordedBody;
  readonly url?: string;
}

/** What the clients add to the fields that all responses have. */
interface ResponseFields extends ResponseLike {
  readonly statusText?: unknown;
  readonly statusMessage?: unknown;
  readonly rawHeaders?: unknown;
  readonly rawBody?: unknown;
}

/** The body, wherever this client keeps it: got and superagent keep the text in addition to what they parsed. */
function readBodyOf(response: ResponseFields): RecordedBody | Promise<RecordedBody> {
  if (ArrayBuffer.isView(response.rawBody)) return bodyOf(response.rawBody, 'response');
  // Before other fields are read: node-fetch warns of who reads `data`.
  if (readsItself(response)) return readBody(response, 'response');
  const { text, body, data } = response;
  if (readsItself(body)) return readBody(body, 'response');
  // The response of node:http is the stream of its body.
  if ('pipe' in response && [text, body, data].every((each) => each === undefined)) return bodyOf(response, 'response');
  if (typeof text === 'string' && text !== '') return bodyOf(text, 'response');
  // superagent makes an empty object of a body that it does not read.
  if (typeof text === 'string' && isJsonObject(body) && Object.keys(body).length === 0) return bodyOf('', 'response');
  return bodyOf('data' in response ? data : body, 'response');
}

/**
 * Reads a response of any of the usual clients.
 *
 * @throws TypeError if it is not a response, or if its body cannot be read
 */
export async function readResponse(response: ResponseFields): Promise<ReadResponse> {
  const given: unknown = response;
  const status = typeof given === 'object' && given !== null ? (response.status ?? response.statusCode) : undefined;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 999)
    throw new TypeError(
      'this is not a response: give one of fetch, undici, axios, got or supertest, or { status, headers, body }',
    );
  const { statusText, statusMessage, url } = response;
  const reason = statusText ?? statusMessage;
  return {
    status,
    statusText: typeof reason === 'string' ? reason : '',
    headers: headerList(response.headers, response.rawHeaders),
    body: await readBodyOf(response),
    ...(typeof url === 'string' && url !== '' && { url }),
  };
}
