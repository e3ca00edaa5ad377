import type { ExchangeFailure, HeaderList, SentRequest } from '../../../contract/exchange';
import type { TrafficContext } from '../../../judge/traffic/types';
import { isJsonObject } from '../../../lib/json';
import type { RecordedBody } from './body';
import type { RecordingEntry } from './types';

/** No server takes more of one message: in Node.js, 2000 headers and 16 KiB are the most. */
const mostHeaders = 2000;
/** In characters, names and values together. */
const longestHeaders = 2 ** 18;

const isField = (name: unknown): name is string => typeof name === 'string' && name !== '' && !name.startsWith(':');

function* fieldsIn(value: object): Generator<readonly [name: unknown, content: unknown]> {
  if (!Array.isArray(value)) for (const [name, content] of Object.entries(value)) yield [name, content];
  else
    for (const each of value) {
      if (Array.isArray(each)) yield [each[0], String(each[1] ?? '')];
      else if (isJsonObject(each)) yield [each.name, String(each.value ?? '')];
    }
}

/**
 * Headers as objects with name and value, as pairs, or as one object, without the pseudo headers of HTTP/2, which
 * browsers list; `undefined` if there are none. Of too many, only the first are there.
 */
export function headersOf(value: unknown): HeaderList | undefined {
  if (!Array.isArray(value) && !isJsonObject(value)) return undefined;
  const headers: [string, string][] = [];
  for (const [name, content] of fieldsIn(value)) {
    if (!isField(name)) continue;
    for (const each of [content].flat()) {
      if (headers.length > mostHeaders) return headers;
      headers.push([name, String(each ?? '')]);
    }
  }
  return headers;
}

/** Why so many headers are not read, which would be in every report. */
function tooManyHeaders(headers: HeaderList): string | undefined {
  if (headers.length > mostHeaders) return `has more than ${mostHeaders} headers`;
  const length = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return length > longestHeaders ? `has headers of more than ${longestHeaders / 1024} KiB` : undefined;
}

/** A status, which some tools write as text; `undefined` if it is not one, as the 0 of a request that got no response. */
export function readStatus(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 999 ? status : undefined;
}

/** A text; `undefined` if it is anything else. */
export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What a recording holds of a response. */
interface RecordedFields {
  readonly status: number;
  readonly statusText: unknown;
  readonly headers: HeaderList;
  readonly body: RecordedBody | undefined;
  readonly durationMs: number;
}

/** Why a recording holds no response that can be judged. */
export const noResponseOf = (message: string, reason: ExchangeFailure['reason'] = 'other'): ExchangeFailure => ({
  kind: 'failure',
  reason,
  message,
});

/** An exchange, from what a recording holds of its request, and of its response or why there is none. */
export function exchangeOfFields(
  { body: sent, ...request }: Omit<SentRequest, 'body'> & { readonly body: RecordedBody | undefined },
  response: RecordedFields | ExchangeFailure,
  { at, notRecorded }: Pick<TrafficContext, 'at' | 'notRecorded'>,
): RecordingEntry {
  const unreadable = tooManyHeaders(request.headers);
  if (unreadable !== undefined) return { unreadable: `the request ${unreadable}` };
  const context = { at, notRecorded, requestBytes: sent?.bytes };
  const exchange = { caseId: '', attempt: 1, request: { ...request, ...(sent && { body: sent.text }) } };
  if ('kind' in response) return { exchange: { ...exchange, outcome: response }, context };
  const { status, statusText, headers, body, durationMs } = response;
  const unread = tooManyHeaders(headers);
  if (unread !== undefined) return { unreadable: `the response ${unread}` };
  const received = { status, statusText: asText(statusText) ?? '', headers, receivedAt: at + durationMs, durationMs };
  const read = { body: body?.text ?? '', validUtf8: body?.validUtf8 ?? true };
  return { exchange: { ...exchange, outcome: { kind: 'response', ...received, ...read } }, context };
}
