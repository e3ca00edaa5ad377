import { failureKinds, type HeaderList } from '../../../contract/exchange';
import { type NotRecorded, notRecordedParts } from '../../../judge/traffic/types';
import { headerValue } from '../../../lib/headers';
import { isJsonObject, type JsonObject } from '../../../lib/json';
import { base64Body, type RecordedBody, textBody } from './body';
import { asText, exchangeOfFields, headersOf, noResponseOf, readStatus } from './fields';
import type { HarReader } from './har';
import { isMaskedBody, unmasked } from './masked';
import type { RecordingEntry } from './types';

/** The body of a message; `undefined` if it is not whole. A report or journal of ours has fields that say so. */
function bodyOf(message: JsonObject, headers: HeaderList, isReport: boolean): RecordedBody | undefined {
  const { body, bodyBase64, bodyLength, bodyRedacted } = message;
  if (typeof bodyBase64 === 'string') return base64Body(bodyBase64, headers);
  if (typeof body !== 'string') return undefined;
  const isChanged = isReport ? bodyLength !== undefined || bodyRedacted === true : isMaskedBody(body);
  return isChanged ? undefined : textBody(body);
}

/** `undefined` if it is neither a number of milliseconds nor a date. */
function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const time = Date.parse(asText(value) ?? '');
  return Number.isNaN(time) ? undefined : time;
}

const duration = (value: unknown): number =>
  typeof value === 'number' && value >= 0 && value < 86_400_000 ? value : 0;

/** An exchange in our own format (docs/check-what-you-have.md), or of a report or journal of ours. */
function exchangeOf(value: JsonObject, at: number | undefined, isReport = false): RecordingEntry {
  const request = isJsonObject(value.request) ? value.request : {};
  const response = isJsonObject(value.response) ? value.response : undefined;
  const { method, url } = request;
  if (typeof url !== 'string' || url === '') return { unreadable: 'request.url is missing' };
  if (typeof method !== 'string' || method === '') return { unreadable: 'request.method is missing' };
  const said = Array.isArray(value.notRecorded) ? value.notRecorded : [];
  const notRecorded = new Set<NotRecorded>(notRecordedParts.filter((part) => said.includes(part)));
  const note = (missing: boolean, part: NotRecorded): void => {
    if (missing) notRecorded.add(part);
  };
  note(at === undefined, 'time');
  const listed = headersOf(request.headers);
  note(listed === undefined, 'request-headers');
  const { headers, isMasked } = unmasked(listed ?? []);
  note(isMasked, 'authorization');
  const hasBody = request.body !== undefined && request.body !== null;
  const isSent = hasBody || request.bodyBase64 !== undefined || Number(headerValue(headers, 'content-length')) > 0;
  const body = isSent ? bodyOf(request, headers, isReport) : undefined;
  note(isSent && body === undefined, 'request-body');
  const sent = { method, url, headers, body };
  const context = { at: at ?? 0, notRecorded };
  const status = readStatus(response?.status);
  if (!response || status === undefined) {
    const { message, kind } = isJsonObject(value.failure) ? value.failure : {};
    const known = failureKinds.find((each) => each === kind);
    return exchangeOfFields(sent, noResponseOf(asText(message) ?? 'the recording holds no response', known), context);
  }
  const received = headersOf(response.headers);
  note(received === undefined, 'response-headers');
  const isEmpty = response.body === undefined && (status === 204 || status === 304 || method === 'HEAD');
  const answer = isEmpty ? textBody('') : bodyOf(response, received ?? [], isReport);
  note(answer === undefined, 'response-body');
  const timings = isJsonObject(response.timings) ? response.timings.totalMs : response.durationMs;
  const answered = { status, statusText: response.statusText, headers: received ?? [], body: answer };
  return exchangeOfFields(sent, { ...answered, durationMs: duration(timings) }, context);
}

/** Reads values that stand by themselves: exchanges, entries of HAR, and the events and cases of a run of ours. */
export class ValueReader {
  #startedAt: number | undefined;

  constructor(readonly har: HarReader) {}

  /** When the run began, from whose start the times of its exchanges count. */
  startedAt(value: unknown): void {
    this.#startedAt = timeOf(value);
  }

  #recorded(value: unknown): RecordingEntry[] {
    if (!isJsonObject(value)) return [];
    const { startedMs } = value;
    const isTimed = this.#startedAt !== undefined && typeof startedMs === 'number';
    return [exchangeOf(value, isTimed ? this.#startedAt! + startedMs : undefined, true)];
  }

  /** A case of `run.json`. */
  readCase(value: unknown): RecordingEntry[] {
    const exchanges = isJsonObject(value) ? value.exchanges : undefined;
    return Array.isArray(exchanges) ? exchanges.flatMap((each) => this.#recorded(each)) : [];
  }

  read(value: unknown): readonly RecordingEntry[] {
    if (!isJsonObject(value)) return [{ unreadable: 'it is not an object' }];
    const { type, run, exchange, startedDateTime, request, time } = value;
    if (type === 'run-started' && isJsonObject(run)) this.startedAt(run.startedAt);
    if (type === 'exchange') return this.#recorded(exchange);
    if (typeof startedDateTime === 'string') return this.har.read(value);
    if (isJsonObject(request)) return [exchangeOf(value, timeOf(time))];
    return typeof type === 'string' ? [] : [{ unreadable: 'it has no request' }];
  }
}
