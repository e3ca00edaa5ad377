import type { HeaderList } from '../contract/exchange';
import type { NotRecorded } from '../judge/traffic/types';
import { headerValue } from '../lib/headers';
import { isJsonObject, type JsonObject } from '../lib/json';
import type { RecordedBody } from '../run/traffic/read/body';
import { bodyOf, readBody, readsItself } from './body';
import { headerList } from './headers';

/** What is known of a request. */
export interface ReadRequest {
  readonly method?: string;
  readonly url?: string;
  readonly headers: HeaderList;
  readonly body?: RecordedBody;
  readonly notRecorded: ReadonlySet<NotRecorded>;
}

/** The fields of a request, as a client knows them. */
interface SentFields {
  readonly method?: unknown;
  readonly url?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
}

const object = (value: unknown): Record<string, unknown> =>
  (typeof value === 'object' && value !== null) || typeof value === 'function' ? (value as JsonObject) : {};

/** axios keeps what it sent in `config`, and where that went in its own request. */
function ofAxios({ config, request }: Record<string, unknown>): SentFields | undefined {
  if (typeof config !== 'object' || config === null) return undefined;
  const { baseURL, url, method, headers, data, params } = object(config);
  const went = object(object(request).res).responseUrl;
  const isWhole = /^[a-z][a-z\d+.-]*:/i.test(String(url ?? ''));
  const joined = isWhole
    ? String(url)
    : `${String(baseURL ?? '').replace(/\/+$/, '')}/${String(url ?? '').replace(/^\/+/, '')}`;
  const query = isJsonObject(params) ? new URLSearchParams(params as Record<string, string>).toString() : '';
  return {
    method: typeof method === 'string' ? method.toUpperCase() : 'GET',
    url: went ?? (query === '' ? joined : `${joined}${joined.includes('?') ? '&' : '?'}${query}`),
    headers,
    body: data,
  };
}

/** got keeps its options. */
function ofGot({ request }: Record<string, unknown>): SentFields | undefined {
  const { options } = object(request);
  if (typeof options !== 'object' || options === null) return undefined;
  const { method, url, headers, body, json } = object(options);
  return { method, url, headers, body: body ?? json };
}

/** supertest has the request of Node, and what was given to `send`. */
function ofSupertest({ req, request }: Record<string, unknown>): SentFields | undefined {
  const { getHeaders, method, path, protocol } = object(req);
  if (typeof getHeaders !== 'function') return undefined;
  const headers: Record<string, unknown> = getHeaders.call(req);
  return { method, url: `${protocol}//${headers.host}${path}`, headers, body: object(request)._data };
}

/** The request that a response knows of, if its client keeps it. */
export function requestBehind(response: object): SentFields | undefined {
  const fields = object(response);
  // The response of got is one of Node, and has the request of Node too, which does not know the body.
  return ofAxios(fields) ?? ofGot(fields) ?? ofSupertest(fields);
}

/** Whether the headers say that a body was sent. */
const announcesBody = (headers: HeaderList): boolean =>
  headerValue(headers, 'content-type') !== undefined || Number(headerValue(headers, 'content-length') ?? 0) > 0;

/** Reads a request; what is not known of it is not judged. */
export async function readRequest(sent: SentFields | undefined): Promise<ReadRequest> {
  const { method, url, body, headers: given } = sent ?? {};
  const headers = headerList(given);
  const isStream = readsItself(sent);
  const isRead = isStream && sent.bodyUsed === true;
  const read = isStream
    ? isRead
      ? undefined
      : await readBody(sent, 'request')
    : body === undefined || body === null
      ? undefined
      : bodyOf(body, 'request');
  const isUnknown = isRead || (read === undefined && (headers === undefined || announcesBody(headers)));
  const missing: NotRecorded[] = [
    ...(headers === undefined ? (['request-headers', 'authorization'] as const) : []),
    ...(isUnknown ? (['request-body'] as const) : []),
  ];
  return {
    ...(typeof method === 'string' && { method: upper(method) }),
    ...(url !== undefined && { url: String(url) }),
    headers: headers ?? [],
    ...(read && read.text !== '' && { body: read }),
    notRecorded: new Set(missing),
  };
}

/** Clients send the usual methods in capitals, however they are written. */
const upper = (method: string): string =>
  /^(?:delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
