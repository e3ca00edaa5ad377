import type { NetworkErrorKind } from '../../lib/network-error';
import type { MessageProblem } from './head';

/** Why a request is not forwarded. */
export type ProxyRefusalKind =
  | 'other-host'
  | 'two-hosts'
  | 'forward-proxy'
  | 'connect'
  | 'upgrade'
  | 'slow-head'
  | 'unreadable'
  | 'switched-protocols'
  | 'unreachable'
  | 'too-many';

/** What a response of the proxy itself says. */
export interface ProxyRefusal {
  readonly kind: ProxyRefusalKind;
  /** What happened, for people; it quotes nothing that was received. */
  readonly message: string;
  /** The request, as far as it can be read. */
  readonly request?: { readonly method: string; readonly path: string };
}

/** What is wrong with a message, in words that follow "the request" or "the response". */
export const problemText: Readonly<Record<MessageProblem, string>> = {
  'long-head': 'has more than 64 KiB of headers',
  'bare-line-end': 'has a line that ends with LF and not with CR LF',
  'start-line': 'has a first line that is not HTTP',
  version: 'is not HTTP/1.0 or HTTP/1.1',
  'header-line': 'has a header line that is not valid',
  'folded-header': 'has a header that is folded over several lines',
  'two-lengths': 'has two different values of Content-Length',
  'bad-length': 'has a Content-Length that is not a number',
  'length-and-chunks': 'has both Content-Length and Transfer-Encoding',
  'bad-coding': 'has a Transfer-Encoding other than chunked',
  'bad-chunk': 'has a chunk that is not valid',
  'no-request': 'belongs to no request',
};

/** Status, and the error type of RFC 9209 that tells machines what happened. */
const answers: Readonly<Record<ProxyRefusalKind, { readonly status: 421 | 502; readonly error: string }>> = {
  'other-host': { status: 421, error: 'http_request_denied' },
  'two-hosts': { status: 502, error: 'http_request_error' },
  'forward-proxy': { status: 421, error: 'http_request_denied' },
  connect: { status: 502, error: 'http_request_denied' },
  upgrade: { status: 502, error: 'http_request_denied' },
  'slow-head': { status: 502, error: 'http_request_error' },
  unreadable: { status: 502, error: 'http_request_error' },
  'switched-protocols': { status: 502, error: 'http_upgrade_failed' },
  unreachable: { status: 502, error: 'destination_unavailable' },
  'too-many': { status: 502, error: 'http_request_denied' },
};

/** The error types of RFC 9209 for a target that cannot be reached. */
export const networkErrors: Readonly<Partial<Record<NetworkErrorKind, string>>> = {
  dns: 'dns_error',
  refused: 'connection_refused',
  reset: 'connection_terminated',
  timeout: 'connection_timeout',
  'tls-expired': 'tls_certificate_error',
  'tls-untrusted': 'tls_certificate_error',
  'tls-name': 'tls_certificate_error',
  tls: 'tls_protocol_error',
};

/** The response of the proxy itself. It closes the connection, and never quotes what it received. */
export function refusalBytes({ kind, message }: ProxyRefusal, error = answers[kind].error): Buffer {
  const { status } = answers[kind];
  const body = `payout-contract proxy: ${message}\n`;
  return Buffer.from(
    [
      `HTTP/1.1 ${status} ${status === 421 ? 'Misdirected Request' : 'Bad Gateway'}`,
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Proxy-Status: payout-contract; error=${error}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
