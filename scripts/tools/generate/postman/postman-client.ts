import type { HeaderList } from '../../../contract/exchange';
import { headerValue } from '../../../lib/headers';
import type { ScriptClient } from './script-client';

/**
 * The part of Postman's script API used here. Only this file names `pm`, and always in full: importers translate every name
 * that is a part of it, wherever else the scripts use that name.
 */
interface Pm {
  readonly info: { readonly requestId: string };
  readonly variables: {
    get(name: string): unknown;
    set(name: string, value: string): void;
    unset(name: string): void;
    replaceIn(text: string): string;
  };
  readonly request: {
    readonly method: string;
    readonly url: { toString(): string };
    readonly headers: PostmanHeaders;
    readonly body?: { readonly mode?: string; readonly raw?: string };
    toJSON(): unknown;
  };
  readonly response?: {
    readonly code: number;
    readonly status: string;
    readonly responseTime: number;
    readonly stream?: Uint8Array;
    readonly headers: PostmanHeaders;
    text(): string;
  };
  readonly execution: { setNextRequest(id: string): void; skipRequest(): void };
  readonly test: ((name: string, check: () => void) => void) & { skip(name: string, check: () => void): void };
  sendRequest(
    request: object,
    done: (error: Error | null, response: { code: number; json(): unknown }) => void,
  ): unknown;
}

interface PostmanHeaders {
  all(): readonly { key: string; value: string }[];
}

declare const pm: Pm;
declare const Buffer: { from(text: string, encoding: 'utf8'): Uint8Array };
declare function setTimeout(action: () => void, ms: number): unknown;

const headerList = (headers: PostmanHeaders): HeaderList =>
  headers.all().map(({ key, value }) => [key, String(value ?? '')] as const);

/** Whether the bytes are valid UTF-8. */
function isUtf8(text: string, bytes: Uint8Array | undefined): boolean {
  if (!bytes || !text.includes('\uFFFD')) return true;
  const encoded = Buffer.from(text, 'utf8');
  return encoded.length === bytes.length && encoded.every((byte, index) => byte === bytes[index]);
}

/** Whether the importer of another program put its own name in the place of `pm`, which may be defined there too. */
const isTranslated = (): boolean => !String(() => pm.info).includes('pm.info');

/** Postman and Newman; `undefined` in other programs. */
export function postmanClient(): ScriptClient | undefined {
  if (typeof pm === 'undefined' || isTranslated()) return undefined;
  return {
    known: { by: 'id', as: pm.info.requestId },
    get: (name) => pm.variables.get(name),
    set: (name, value) => pm.variables.set(name, value),
    unset: (name) => pm.variables.unset(name),
    uniqueId: () => pm.variables.replaceIn('{{$guid}}'),
    template: () => JSON.stringify(pm.request.toJSON()),
    sent: () => ({
      method: pm.request.method,
      url: pm.request.url.toString(),
      headers: headerList(pm.request.headers),
      body: pm.variables.replaceIn(pm.request.body?.raw ?? ''),
    }),
    received: () => {
      if (!pm.response?.code) return undefined;
      const bytes = pm.response.stream;
      const body = bytes
        ? String((bytes as { toString(encoding?: string): string }).toString('utf8'))
        : pm.response.text();
      return {
        kind: 'response',
        status: pm.response.code,
        statusText: pm.response.status,
        headers: headerList(pm.response.headers),
        body,
        validUtf8: isUtf8(body, bytes),
        receivedAt: Date.now(),
        durationMs: pm.response.responseTime,
      };
    },
    // A file that could not be read: Newman and Postman then send an empty body, and only log it. A file that was read
    // may be sent without a length, in chunks.
    sentOtherwise: () =>
      pm.request.body?.mode === 'file' && headerValue(headerList(pm.request.headers), 'content-length') === '0'
        ? 'the file with its body was not found: run Newman with --working-dir set to the folder above collections/'
        : undefined,
    test: (name, check) => pm.test(name, check),
    note: (name) => pm.test.skip(name, () => undefined),
    skipRequest: () => pm.execution.skipRequest(),
    again: (caseId, waitMs) => {
      pm.execution.setNextRequest(caseId);
      setTimeout(() => undefined, waitMs);
    },
    // `async` for Bruno's importer, which writes `await` before it.
    send: async (request, done) => {
      await pm.sendRequest(request, done);
    },
  };
}
