import type { HeaderList } from '../../../contract/exchange';
import { parseJson } from '../../../lib/json';
import type { ScriptClient } from './script-client';

/** The part of Bruno's script API used here. Importing a collection leaves these names as they are. */
interface Bru {
  hasVar(name: string): boolean;
  getVar(name: string): unknown;
  setVar(name: string, value: string): void;
  deleteVar(name: string): void;
  getEnvVar(name: string): unknown;
  getCollectionVar(name: string): unknown;
  getGlobalEnvVar(name: string): unknown;
  interpolate(text: string): string;
  readonly runner: { skipRequest(): void };
}

interface BrunoRequest {
  getName(): string;
  getMethod(): string;
  getUrl(): string;
  getHeaders(): Readonly<Record<string, string | null>>;
  getBody(options: { readonly raw: true }): unknown;
  setBody(body: unknown, options: { readonly raw: true }): void;
  setHeader(name: string, value: string | null): void;
  disableParsingResponseJson(): void;
}

interface BrunoResponse {
  getStatus(): number | null;
  getStatusText(): string;
  getHeaders(): Readonly<Record<string, string | readonly string[] | null>>;
  getBody(): unknown;
  getResponseTime(): number;
  getSize(): { readonly body: number };
  /** Only in developer mode. */
  readonly getDataBuffer?: () => { toString(encoding: 'utf8'): string };
}

declare const bru: Bru;
declare const req: BrunoRequest;
declare const res: BrunoResponse;
declare const Buffer:
  | { from(text: string, encoding: 'utf8' | 'base64'): { toString(encoding: 'utf8'): string } }
  | undefined;
declare function test(name: string, check: () => void): unknown;

const headerList = (headers: Readonly<Record<string, string | readonly string[] | null>>): HeaderList =>
  Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((one) => [name, String(one)] as const),
  );

/** The number of bytes of a text in UTF-8. */
const utf8Length = (text: string): number => encodeURIComponent(text).replace(/%../g, '_').length;

/**
 * The body of the response as text. In safe mode, Bruno parses it if the status is an error, whatever it was asked for: then
 * duplicate names and spaces are lost.
 */
function receivedBody(): string {
  const body = res.getDataBuffer?.().toString('utf8') ?? res.getBody();
  if (body === null || body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** What Bruno has sent otherwise than the collection has it; `undefined` if nothing. */
function changedByBruno(bytes: string | undefined): string | undefined {
  const body = req.getBody({ raw: true });
  if (bytes !== undefined && (typeof body !== 'object' || body === null)) return 'Bruno has no file with the body';
  const { 'Content-Type': own, 'content-type': added } = req.getHeaders();
  if (added !== undefined && added !== null && added !== own) return 'Bruno gives the body a Content-Type of its own';
  // Older versions write bytes as a JSON object.
  if (String(body) === '[object Object]') return 'Bruno does not send bytes as they are';
  if (typeof body !== 'string') return undefined;
  if (/\{\{\w+\}\}/.test(body)) return 'Bruno replaces no variables in a body of this media type';
  return /json/i.test(own ?? '') && !parseJson(body).ok ? 'Bruno sends what is not JSON as a JSON string' : undefined;
}

/** Whether a script can give Bruno bytes to send, which it sends as they are: in safe mode, it cannot. */
function takesBytes(): boolean {
  if (typeof Buffer === 'undefined') return false;
  const before = req.getBody({ raw: true });
  req.setBody(Buffer.from('a', 'utf8'), { raw: true });
  const taken = String(req.getBody({ raw: true })) === 'a';
  req.setBody(before, { raw: true });
  return taken;
}

/** Bruno adds a Content-Type to a body without one, and reads a body before it sends it. */
function correctRequest(bytes: string | undefined): void {
  const { 'Content-Type': own, 'content-type': added } = req.getHeaders();
  // `null` keeps it from adding another.
  if (added !== undefined) req.setHeader('content-type', own ?? null);
  const body = req.getBody({ raw: true });
  if (bytes !== undefined) {
    if (takesBytes()) req.setBody(Buffer!.from(bytes, 'base64'), { raw: true });
  } else if (typeof body === 'string' && !/json/i.test(own ?? '')) {
    req.setBody(bru.interpolate(body), { raw: true });
  } else if (typeof body === 'string' && takesBytes()) {
    const text = bru.interpolate(body);
    if (!parseJson(text).ok) req.setBody(Buffer!.from(text, 'utf8'), { raw: true });
  }
}

/** Bruno, in its app and in its runner; `undefined` in other programs. */
export function brunoClient(): ScriptClient | undefined {
  if (typeof bru === 'undefined') return undefined;
  // As JSON, a body loses duplicate names and digits.
  req.disableParsingResponseJson();
  return {
    known: { by: 'title', as: req.getName() },
    get: (name) =>
      bru.hasVar(name)
        ? bru.getVar(name)
        : (bru.getEnvVar(name) ?? bru.getCollectionVar(name) ?? bru.getGlobalEnvVar(name)),
    set: (name, value) => bru.setVar(name, value),
    unset: (name) => bru.deleteVar(name),
    uniqueId: () => bru.interpolate('{{$guid}}'),
    template: () => JSON.stringify([req.getUrl(), req.getHeaders(), String(req.getBody({ raw: true }) ?? '')]),
    sent: () => ({
      method: req.getMethod(),
      url: req.getUrl(),
      headers: headerList(req.getHeaders()),
      body: String(req.getBody({ raw: true }) ?? ''),
    }),
    received: () => {
      const status = typeof res === 'undefined' ? undefined : res.getStatus();
      if (!status) return undefined;
      const body = receivedBody();
      return {
        kind: 'response',
        status,
        statusText: res.getStatusText(),
        headers: headerList(res.getHeaders()),
        body,
        validUtf8: !body.includes('\uFFFD') || utf8Length(body) === res.getSize().body,
        receivedAt: Date.now(),
        durationMs: res.getResponseTime(),
      };
    },
    correctRequest,
    sentOtherwise: changedByBruno,
    test: (name, check) => {
      test(name, check);
    },
    note: (name) => console.log(name),
    skipRequest: () => bru.runner.skipRequest(),
  };
}
