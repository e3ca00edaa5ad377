import type { ProxyServer } from './proxy';

/** How a target is reached. Holds a private key, so it must not be shown. */
export interface Route {
  /** Absent for a direct connection. */
  readonly proxy?: ProxyServer | undefined;
  /** Trusted authorities in place of Node's own, in PEM. */
  readonly ca?: string | undefined;
  /** Plain HTTP is allowed to containers on this machine. */
  readonly localHttp?: boolean | undefined;
  /** Shown to a server that asks for one; certificate and key in PEM. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string } | undefined;
}

/** A route's options for Node's TLS. Certificates are always verified, even with NODE_TLS_REJECT_UNAUTHORIZED=0. */
export function tlsOptions({ ca, clientCertificate }: Route): {
  readonly rejectUnauthorized: true;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
} {
  return { rejectUnauthorized: true, ...(ca !== undefined && { ca }), ...clientCertificate };
}
