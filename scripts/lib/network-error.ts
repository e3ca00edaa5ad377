/** What can go wrong between two hosts before a response is complete. */
export const networkErrorKinds = [
  'dns',
  'refused',
  'reset',
  'timeout',
  'tls-expired',
  'tls-untrusted',
  'tls-name',
  'tls',
  'proxy',
  'protocol',
  'other',
] as const;
export type NetworkErrorKind = (typeof networkErrorKinds)[number];

/** An error as Node and its client libraries give it. */
export interface ErrorLike {
  readonly code?: unknown;
  readonly message?: string;
}

/** A network error of a known kind. Its message is in plain words; nothing but people should read it. */
export class NetworkError extends Error {
  /** The code of the error, if it has one. */
  readonly code: string | undefined;
  /** The status of a proxy that refused the tunnel. */
  readonly proxyStatus: number | undefined;

  constructor(
    readonly kind: NetworkErrorKind,
    message: string,
    { code, proxyStatus }: { readonly code?: string; readonly proxyStatus?: number | undefined } = {},
  ) {
    super(message);
    this.code = code;
    this.proxyStatus = proxyStatus;
  }
}

type Table<T> = readonly (readonly [RegExp, T])[];

const codes: Table<NetworkErrorKind> = [
  [/^(ENOTFOUND|EAI_\w+|ENODATA)$/, 'dns'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/, 'refused'],
  [/TIMEDOUT|TIMEOUT/, 'timeout'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/, 'reset'],
  [/^CERT_HAS_EXPIRED$|^CERT_NOT_YET_VALID$/, 'tls-expired'],
  [/ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/, 'tls-name'],
  [/SELF_SIGNED|^UNABLE_TO_(GET|VERIFY)|^CERT_(UNTRUSTED|REJECTED|SIGNATURE_FAILURE)|^INVALID_CA$/, 'tls-untrusted'],
  [/CERT|^ERR_TLS|^ERR_SSL|^UNABLE_TO|SIGNATURE|^EPROTO$/, 'tls'],
  [/^HPE_|^ERR_HTTP|^Z_|^ERR__?(ZLIB|BROTLI)|^UND_ERR/, 'protocol'],
];

/** For errors that libraries throw without a code. This is the only place that reads their messages. */
const messages: Table<NetworkErrorKind> = [
  [/socket hang up|aborted/i, 'reset'],
  [/Parse Error|Maximum response size|does not match the HTTP|header check|unexpected end/i, 'protocol'],
];

/** How a response can exceed what is read of it. */
export type Excess = 'long-body' | 'long-head' | 'upgrade' | 'second-response';

/** The codes and messages by which Node, undici and postman-request report excess. */
const excesses: Table<Excess> = [
  [/^ERR_BUFFER_TOO_LARGE$|^Maximum response size reached$/, 'long-body'],
  [/^(UND_ERR_HEADERS_OVERFLOW|HPE_HEADER_OVERFLOW)$/, 'long-head'],
  [/^bad upgrade$/, 'upgrade'],
  [/^bad response$/, 'second-response'],
];

const matching = <T>(table: Table<T>, text: string): T | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1];

const codeOf = ({ code }: ErrorLike): string => (typeof code === 'string' ? code : '');

/** How a response exceeded what is read of it, if that is what the error reports. */
export const excessOf = (error: ErrorLike): Excess | undefined =>
  matching(excesses, codeOf(error)) ?? matching(excesses, error.message ?? '');

/** The kind of a network error, by the code that Node or a client library gave it. */
export function networkErrorKind(error: ErrorLike): NetworkErrorKind {
  if (error instanceof NetworkError) return error.kind;
  return matching(codes, codeOf(error)) ?? matching(messages, error.message ?? '') ?? 'other';
}

const words: Readonly<Record<NetworkErrorKind, string>> = {
  dns: 'the host name was not found',
  refused: 'the connection was refused',
  reset: 'the connection closed before the response was complete',
  timeout: 'the request timed out',
  'tls-expired': "the server's certificate has expired or is not valid yet",
  'tls-untrusted': "the server's certificate is not issued by a trusted authority",
  'tls-name': "the server's certificate is for another host name",
  tls: 'the TLS handshake failed',
  proxy: 'the proxy refused the connection',
  protocol: 'the response is not valid HTTP',
  other: 'the request failed',
};

/** Codes and messages that say more than their kind does. */
const details: Table<string> = [
  [
    /CERT(IFICATE)?_REQUIRED/,
    'the server requires a client certificate: set IMBURSE_CLIENT_CERT and IMBURSE_CLIENT_KEY',
  ],
  [/^Z_|header check|unexpected end|ZLIB|BROTLI/, 'the body cannot be decompressed'],
];

/** A network error in plain words, its code at the end. */
export function networkErrorText(error: ErrorLike): string {
  if (error instanceof NetworkError) return error.message;
  const code = codeOf(error) || error.message || 'no code';
  return `${matching(details, code) ?? words[networkErrorKind(error)]} (${code})`;
}

/** Any error of Node or of a client library as a network error. */
export function toNetworkError(error: ErrorLike): NetworkError {
  if (error instanceof NetworkError) return error;
  const code = codeOf(error);
  return new NetworkError(networkErrorKind(error), networkErrorText(error), code ? { code } : {});
}
