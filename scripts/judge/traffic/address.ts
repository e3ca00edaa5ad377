/** The parts of a URL that decide where a request goes, as they were sent. */
export interface Address {
  /** Scheme, host and port in lower case, without the scheme's own port. */
  readonly origin: string;
  /** Path and query as they were sent, without a fragment; at least `/`. */
  readonly target: string;
  /** The path alone. */
  readonly path: string;
}

const ownPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** Splits an absolute URL without changing how its path is written; `undefined` if it is not an http(s) one. */
export function addressOf(url: string): Address | undefined {
  const [, scheme = '', authority = '', rest = ''] = /^(https?):\/\/([^/?#\\]*)([^#]*)/i.exec(url) ?? [];
  if (scheme === '' || authority === '') return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const name = scheme.toLowerCase();
  const port = `:${ownPorts[name] ?? ''}`;
  const target = rest.startsWith('?') || rest === '' ? `/${rest}` : rest;
  return {
    origin: `${name}://${host.endsWith(port) ? host.slice(0, -port.length) : host}`,
    target,
    path: target.replace(/\?.*/s, ''),
  };
}
