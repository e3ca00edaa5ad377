/** What can go wrong between two hosts before a response is there. */
export type NetworkErrorKind = 'dns' | 'refused' | 'reset' | 'timeout' | 'tls' | 'protocol' | 'other';

const patterns: readonly (readonly [RegExp, NetworkErrorKind])[] = [
  [/^(ENOTFOUND|EAI_\w+|ENODATA)$/, 'dns'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/, 'refused'],
  [/TIMEDOUT|TIMEOUT/, 'timeout'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/, 'reset'],
  [/CERT|^ERR_TLS|^ERR_SSL|^UNABLE_TO|SIGNATURE|^EPROTO$|^HOSTNAME_MISMATCH$/, 'tls'],
  [/^HPE_|^ERR_HTTP|^Z_|^UND_ERR/, 'protocol'],
];

/** The kind of a network error, from the code that Node or a client library gave it. */
export function networkErrorKind(error: { readonly code?: unknown; readonly message?: string }): NetworkErrorKind {
  const code = typeof error.code === 'string' ? error.code : '';
  const known = patterns.find(([pattern]) => pattern.test(code));
  if (known) return known[1];
  if (/socket hang up|aborted/i.test(error.message ?? '')) return 'reset';
  return /Parse Error|Maximum response size|does not match the HTTP|header check|unexpected end/i.test(
    error.message ?? '',
  )
    ? 'protocol'
    : 'other';
}
