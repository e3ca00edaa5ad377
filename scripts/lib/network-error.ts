/** What can go wrong between two hosts before a complete response is there. */
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

/** A network error of known kind, its message in plain words. Libraries hand it on as they were given it. */
export class NetworkError extends Error {
  constructor(
    readonly kind: NetworkErrorKind,
    message: string,
  ) {
    super(message);
  }
}

/** An error as Node and its client libraries give it. */
export interface ErrorLike {
  readonly code?: unknown;
  readonly message?: string;
}

const codes: readonly (readonly [RegExp, NetworkErrorKind])[] = [
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

const messages: readonly (readonly [RegExp, NetworkErrorKind])[] = [
  [/socket hang up|aborted/i, 'reset'],
  [/Parse Error|Maximum response size|does not match the HTTP|header check|unexpected end/i, 'protocol'],
];

const matching = (table: readonly (readonly [RegExp, NetworkErrorKind])[], text: string) =>
  table.find(([pattern]) => pattern.test(text))?.[1];

const codeOf = ({ code }: ErrorLike): string => (typeof code === 'string' ? code : '');

/** The kind of a network error, from the code that Node or a client library gave it. */
export function networkErrorKind(error: ErrorLike): NetworkErrorKind {
  if (error instanceof NetworkError) return error.kind;
  return matching(codes, codeOf(error)) ?? matching(messages, error.message ?? '') ?? 'other';
}

const words: Readonly<Record<NetworkErrorKind, string>> = {
  dns: 'the host name is not known',
  refused: 'the connection was refused',
  reset: 'the connection was closed before the response was complete',
  timeout: 'there was no answer in time',
  'tls-expired': 'the certificate of the server has expired or is not valid yet',
  'tls-untrusted': 'the certificate of the server is from an authority that is not trusted here',
  'tls-name': 'the certificate of the server is for another host name',
  tls: 'no TLS connection could be made',
  proxy: 'the proxy let nothing through',
  protocol: 'the response is not valid HTTP',
  other: 'the request failed',
};

/** Codes and messages that say more than their kind does. */
const details: readonly (readonly [RegExp, string])[] = [
  [
    /CERT(IFICATE)?_REQUIRED/,
    'the server asks for a client certificate: set IMBURSE_CLIENT_CERT and IMBURSE_CLIENT_KEY',
  ],
  [/^Z_|header check|unexpected end|ZLIB|BROTLI/, 'the body cannot be unpacked'],
];

/** A network error in plain words, its code at the end. */
export function networkErrorText(error: ErrorLike): string {
  if (error instanceof NetworkError) return error.message;
  const code = codeOf(error) || error.message || 'no code';
  const detail = details.find(([pattern]) => pattern.test(code))?.[1];
  return `${detail ?? words[networkErrorKind(error)]} (${code})`;
}
