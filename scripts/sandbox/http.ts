import { isDeepStrictEqual } from 'node:util';

/** A header as written: its case is kept. */
export type Header = readonly [name: string, value: string];

/** A request, read to its end. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  /** The path with the query, as sent. */
  readonly target: string;
  readonly query: URLSearchParams;
  /** The value of a header; the name is case-insensitive. */
  header(name: string): string | undefined;
  /** The body, or its beginning if it is far too large. */
  readonly body: Uint8Array;
  /** The size of the whole body. */
  readonly bodySize: number;
}

/** A response before it is written. */
export interface Reply {
  readonly status: number;
  readonly reason?: string;
  readonly headers: readonly Header[];
  readonly body: string | Uint8Array;
  readonly delayMs?: number;
  /** Written in this many chunks, without a Content-Length. */
  readonly chunks?: number;
  /** Sent without `Date`. */
  readonly undated?: true;
}

/** The value of a reply's header. */
export function replyHeader(reply: Reply, name: string): string | undefined {
  return reply.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The reply without a header. */
export function withoutHeader(reply: Reply, name: string): Reply {
  return { ...reply, headers: reply.headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase()) };
}

/** The reply with a header set. */
export function withHeader(reply: Reply, name: string, value: string): Reply {
  return { ...reply, headers: [...withoutHeader(reply, name).headers, [name, value]] };
}

/** The reply with its body edited as text. */
export function withText(reply: Reply, edit: (text: string) => string | Uint8Array): Reply {
  return { ...reply, body: edit(typeof reply.body === 'string' ? reply.body : new TextDecoder().decode(reply.body)) };
}

/** The reply with its JSON body edited as a value; a body that is not JSON is left alone. */
export function withJson(reply: Reply, edit: (value: never) => unknown): Reply {
  return withText(reply, (text) => {
    try {
      const before: unknown = JSON.parse(text);
      const after = edit(before as never);
      return isDeepStrictEqual(before, after) ? text : JSON.stringify(after);
    } catch {
      return text;
    }
  });
}
