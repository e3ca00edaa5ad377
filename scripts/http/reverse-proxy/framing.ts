import { type MessageHead, type MessageProblem, rawValues, tokensOf } from './head';

/** Where the body of a message ends. */
export type Framing =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

export type MessageFraming = Framing | { readonly kind: 'problem'; readonly problem: MessageProblem };

const problem = (name: MessageProblem): MessageFraming => ({ kind: 'problem', problem: name });
const empty: Framing = { kind: 'length', length: 0 };

/** The length that Content-Length gives; `undefined` without one. Several equal values are one (RFC 9110 §8.6). */
function contentLength(head: MessageHead): number | MessageProblem | undefined {
  const values = new Set(
    rawValues(head, 'content-length').flatMap((value) => value.split(',').map((each) => each.trim())),
  );
  if (values.size === 0) return undefined;
  if (values.size > 1) return 'two-lengths';
  const [text = ''] = values;
  return /^\d{1,15}$/.test(text) ? Number(text) : 'bad-length';
}

/** What Transfer-Encoding and Content-Length say; `undefined` without both. */
function declared(head: MessageHead, version: string): MessageFraming | undefined {
  const length = contentLength(head);
  if (typeof length === 'string') return problem(length);
  if (rawValues(head, 'transfer-encoding').length === 0)
    return length === undefined ? undefined : { kind: 'length', length };
  if (length !== undefined) return problem('length-and-chunks');
  const [coding, ...others] = tokensOf(head, 'transfer-encoding');
  // A coding below the chunks would have to be undone, and HTTP/1.0 knows none (RFC 9112 §6.1).
  return coding === 'chunked' && others.length === 0 && version === '1.1' ? { kind: 'chunked' } : problem('bad-coding');
}

/** A request line in its parts. */
export interface RequestLine {
  readonly method: string;
  readonly target: string;
  readonly version: string;
}

/** The request line of a head, or why it cannot be read. */
export function requestLine({ lines, start }: MessageHead): RequestLine | MessageProblem {
  const [, method, target, version] =
    /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([!-~\x80-\xff]+) HTTP\/(\d\.\d)$/.exec(lines[start] ?? '') ?? [];
  if (method === undefined || target === undefined || version === undefined) return 'start-line';
  return version === '1.1' || version === '1.0' ? { method, target, version } : 'version';
}

/** Where the body of a request ends. */
export function requestFraming(head: MessageHead): MessageFraming {
  const line = requestLine(head);
  if (typeof line === 'string') return problem(line);
  return declared(head, line.version) ?? empty;
}

/** A status line in its parts. */
export interface StatusLine {
  readonly version: string;
  readonly status: number;
  readonly text: string;
}

/** The status line of a head, or why it cannot be read. */
export function statusLine({ lines, start }: MessageHead): StatusLine | MessageProblem {
  const [, version, status, text = ''] = /^HTTP\/(1\.[01]) ([1-9]\d\d)(?: (.*))?$/.exec(lines[start] ?? '') ?? [];
  if (version === undefined || status === undefined) return 'start-line';
  return { version, status: Number(status), text };
}

/** Where the body of a response ends (RFC 9112 §6.3), which depends on the method of its request. */
export function responseFraming(head: MessageHead, method: string): MessageFraming {
  const line = statusLine(head);
  if (typeof line === 'string') return problem(line);
  if (method === 'HEAD' || line.status < 200 || line.status === 204 || line.status === 304) return empty;
  return declared(head, line.version) ?? { kind: 'until-close' };
}
