import { isLoopbackHost } from '../lib/loopback';
import { NetworkError } from '../lib/network-error';

// The origin rule: credentials go to the target's own origin only, redirects are never followed, and plain HTTP is for
// this machine only. This file checks every connection and every request.

/** How containers on one machine name each other, or the machine: a name without dots, or Docker's and Podman's. */
const container = /^(?:[a-z0-9_-]*[a-z_-][a-z0-9_-]*|(?:host|gateway)\.(?:docker|containers)\.internal)$/i;

/** A host and port to connect to; `secure` if TLS is spoken there. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** An IPv6 address as Node takes it. */
export const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, '');

/** A host and port as a URL has them. */
export const authorityOf = ({ host, port }: Pick<ServerAddress, 'host' | 'port'>): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The host and port of a URL. */
export function endpointOf(url: string): ServerAddress {
  const { hostname, port, protocol } = new URL(url);
  const secure = protocol === 'https:';
  return { host: withoutBrackets(hostname), port: Number(port) || (secure ? 443 : 80), secure };
}

/** Whether a target is on this machine. */
export const isLoopback = ({ baseUrl }: { readonly baseUrl: string }): boolean =>
  isLoopbackHost(new URL(baseUrl).hostname);

/** Whether what is sent to an endpoint leaves this machine unencrypted. */
export const isClearText = ({ host, secure }: Pick<ServerAddress, 'host' | 'secure'>): boolean =>
  !secure && !isLoopbackHost(host);

/** Whether a host is a container on this machine, or the machine as a container sees it. */
export const isContainerHost = (host: string): boolean => container.test(host);

/** Refuses plain HTTP to another machine; to a container only if that is not allowed. */
export function refuseClearText(endpoint: ServerAddress, localHttp = false): NetworkError | undefined {
  if (!isClearText(endpoint) || (localHttp && isContainerHost(endpoint.host))) return undefined;
  return new NetworkError('other', `plain HTTP to ${endpoint.host} is refused: use https`, { code: 'CLEAR_TEXT' });
}

/** Refuses a request to another origin than the target's. */
export function refuseOtherOrigin(url: string, origin: string): NetworkError | undefined {
  if (url.startsWith(`${origin}/`) || new URL(url).origin === origin) return undefined;
  return new NetworkError('other', `the request is not for ${origin}, so it was not sent`, { code: 'OTHER_ORIGIN' });
}
