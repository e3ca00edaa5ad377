import { type ExchangeFailure, failureKinds, type HeaderList } from '../../../contract/exchange';
import type { NotRecorded } from '../../../judge/traffic/types';
import { headerValue } from '../../../lib/headers';
import { isJsonObject, type JsonObject } from '../../../lib/json';
import { packageInfo } from '../../../lib/package-root';
import { base64Body, isPart, type RecordedBody, textBody } from './body';
import { asText, exchangeOfFields, headersOf, noResponseOf, readStatus } from './fields';
import { isMaskedBody, unmasked } from './masked';
import type { ReadValue, RecordingEntry } from './types';

const object = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
/** HAR writes -1 for what is not known. */
const known = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

/** Nothing takes longer than a day. */
const longestMs = 86_400_000;

/** HAR has a list without members if no headers were recorded. */
const listedHeaders = (value: unknown): HeaderList | undefined =>
  Array.isArray(value) && value.length === 0 ? undefined : headersOf(value);

/** Recorders at the wire, which keep every header: a missing one was not sent. */
const wireRecorders =
  /mitmproxy|charles|proxyman|fiddler|postman|insomnia|playwright|puppeteer|burp|zap|httptoolkit|http toolkit|wireshark|newman|requestly|whistle|payout-contract/i;

/** A body as text, unless it is cut or without its secrets; what our proxy writes has fields that say so. */
function plainBody(
  text: string,
  { _bodyLength, _bodyRedacted }: JsonObject,
  isOurs: boolean,
): RecordedBody | undefined {
  const isChanged = isOurs ? _bodyLength !== undefined || _bodyRedacted === true : isMaskedBody(text);
  return isChanged ? undefined : textBody(text);
}

const lengthOf = (headers: HeaderList): number | undefined => {
  const text = headerValue(headers, 'content-length')?.trim() ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
};

/** The body of a request: `none` if there was none, `undefined` if it was not recorded as it was sent. */
function requestBody(
  { postData, bodySize, method }: JsonObject,
  headers: HeaderList,
  isOurs: boolean,
): RecordedBody | 'none' | undefined {
  const { text, encoding, _encoding } = object(postData);
  const length = lengthOf(headers);
  if (typeof text === 'string' && text !== '') {
    const isBase64 = encoding === 'base64' || _encoding === 'base64';
    const body = isBase64 ? base64Body(text, headers) : plainBody(text, object(postData), isOurs);
    const isCoded = headerValue(headers, 'content-encoding') !== undefined;
    const isOther =
      body && !isCoded && length !== undefined && length !== (body.bytes?.length ?? Buffer.byteLength(body.text));
    return isOther || (isCoded && !body?.bytes) ? undefined : body;
  }
  const isEmpty = length === 0 || bodySize === 0 || /^(?:GET|HEAD|OPTIONS|TRACE)$/.test(String(method));
  const isSent = (length ?? 0) > 0 || (known(bodySize) ?? 0) > 0 || isJsonObject(postData);
  return isEmpty && !isSent ? 'none' : undefined;
}

/** The body of a response: `undefined` if it was not recorded unchanged. */
function responseBody(
  { content, status }: JsonObject,
  headers: HeaderList,
  method: string,
  isOurs: boolean,
): RecordedBody | undefined {
  const { text, encoding, size } = object(content);
  if (typeof text === 'string' && text !== '') {
    const body = encoding === 'base64' ? base64Body(text, headers) : plainBody(text, object(content), isOurs);
    return body && isPart(body.text, known(size)) ? undefined : body;
  }
  // Browsers write no text for what they did not keep, too.
  const isEmpty = method === 'HEAD' || [204, 304].includes(readStatus(status) ?? 0) || lengthOf(headers) === 0;
  const isSaid = text === '' && (known(size) ?? 0) === 0 && (lengthOf(headers) ?? 0) === 0;
  return isEmpty || isSaid ? { text: '', validUtf8: true } : undefined;
}

/** What Chromium says of responses that are not HTTP, or not complete; it may have recorded a status nevertheless. */
const protocolErrors =
  /^net::ERR_(?:INVALID_HTTP_RESPONSE|RESPONSE_HEADERS_\w+|CONTENT_LENGTH_MISMATCH|(?:INVALID|INCOMPLETE)_CHUNKED_ENCODING|CONTENT_DECODING_\w+|HTTP2_(?:PROTOCOL|FRAME_SIZE|COMPRESSION|FLOW_CONTROL)_ERROR|QUIC_PROTOCOL_ERROR)$/;

/** Why an entry holds no response of a server, if it does not. */
function noResponse(entry: JsonObject, response: JsonObject, headers: HeaderList): ExchangeFailure | undefined {
  const { status, statusText, _error, _errorKind, _failureText } = response;
  const error = asText(_error) ?? asText(_failureText) ?? asText(entry._error) ?? asText(entry.comment);
  if (protocolErrors.test(error ?? '')) return noResponseOf(error!, 'protocol');
  if (readStatus(status) === undefined) {
    const kind = failureKinds.find((each) => each === _errorKind);
    return noResponseOf(error ?? 'the recording holds no response', kind);
  }
  if (asText(entry._fromCache) !== undefined) return noResponseOf("the response came from the browser's cache");
  const isOwn = headerValue(headers, 'non-authoritative-reason') !== undefined || statusText === 'Internal Redirect';
  return isOwn ? noResponseOf('the browser answered itself') : undefined;
}

/** Reads the entries of a HAR file (HAR 1.2), as browsers, proxies and API clients write them. */
export class HarReader {
  /** A request of the file carried a credential, so the recorder keeps them. */
  #keepsCredentials = false;
  /** Our own program wrote the file. */
  #isOurs = false;

  /** The `creator` of the file, which comes before its entries. */
  creator(value: unknown): void {
    const { name, version, comment } = object(value);
    this.#isOurs = name === packageInfo().name;
    if (wireRecorders.test([name, version, comment].join(' '))) this.#keepsCredentials = true;
  }

  readonly read: ReadValue = (entry) => [this.#read(object(entry))];

  #read(entry: JsonObject): RecordingEntry {
    const request = object(entry.request);
    const response = object(entry.response);
    const { method, url } = request;
    if (typeof url !== 'string' || url === '') return { unreadable: 'request.url is missing' };
    if (typeof method !== 'string' || method === '') return { unreadable: 'request.method is missing' };
    const notRecorded = new Set<NotRecorded>();
    const sent = this.#sentHeaders(request, notRecorded);
    const started = Date.parse(asText(entry.startedDateTime) ?? '');
    if (Number.isNaN(started)) notRecorded.add('time');
    const at = Number.isNaN(started) ? 0 : started;
    const body = requestBody(request, sent, this.#isOurs);
    if (body === undefined) notRecorded.add('request-body');
    const received = listedHeaders(response.headers);
    if (!received) notRecorded.add('response-headers');
    const headers = received ?? [];
    const reason = noResponse(entry, response, headers);
    const answer = reason === undefined ? responseBody(response, headers, method, this.#isOurs) : undefined;
    if (answer === undefined) notRecorded.add('response-body');
    const durationMs = Math.min(known(entry.time) ?? 0, longestMs);
    const { status, statusText } = response;
    const answered = { status: readStatus(status) ?? 0, statusText, headers, body: answer, durationMs };
    const asked = { method, url, headers: sent, body: body === 'none' ? undefined : body };
    return exchangeOfFields(asked, reason ?? answered, { at, notRecorded });
  }

  #sentHeaders({ headers }: JsonObject, notRecorded: Set<NotRecorded>): HeaderList {
    const listed = listedHeaders(headers);
    if (!listed) notRecorded.add('request-headers');
    const sent = unmasked(listed ?? []);
    const hasCredential = headerValue(sent.headers, 'authorization') !== undefined;
    if (hasCredential) this.#keepsCredentials = true;
    if (sent.isMasked || !this.#keepsCredentials) notRecorded.add('authorization');
    return sent.headers;
  }
}
