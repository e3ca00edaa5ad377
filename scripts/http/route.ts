import type { ProxyServer } from './proxy';

/** How a target is reached, where not directly and with what Node trusts. Holds a key: not for showing. */
export interface Route {
  readonly proxy?: ProxyServer | undefined;
  /** Certificates of authorities to trust in place of Node's own, in PEM. */
  readonly ca?: string | undefined;
  /** Shown to a server that asks for it; certificate and key in PEM. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string } | undefined;
}

/** What Node's TLS needs of a route. An untrusted server is refused whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
export function tlsOptions({ ca, clientCertificate }: Route): {
  readonly rejectUnauthorized: true;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
} {
  return { rejectUnauthorized: true, ...(ca !== undefined && { ca }), ...clientCertificate };
}
