import { isIP } from 'node:net';
import { requestLine } from './framing';
import { asUtf8, headBytes, type MessageHead, rawValues, tokensOf } from './head';
import type { ProxyRefusal, ProxyRefusalKind } from './refusal';

/** Whose requests a proxy takes, and what it makes of them. */
export interface Admission {
  /** Names by which clients may call the proxy, in lower case; addresses and `localhost` may always be used. */
  readonly names: ReadonlySet<string>;
  /** The `Host` of the target. */
  readonly targetHost: string;
}

/** A request as it goes to the target. */
export interface Admitted {
  readonly method: string;
  /** The request target, as it was written. */
  readonly path: string;
  readonly version: string;
  /** With the target's `Host`. */
  readonly head: MessageHead;
  readonly bytes: Buffer;
}

/** The host of a `Host` header, without its port; `undefined` if it is not one. */
function hostOf(authority: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::\d{0,5})?$/.exec(authority) ?? [];
  return (bracketed ?? plain)?.toLowerCase().replace(/\.$/, '');
}

/**
 * Whether a client may call the proxy by this name. A page in a browser can make a name of its own resolve to this
 * machine (DNS rebinding), but it cannot make the browser send an address or `localhost` for it.
 */
function mayCall(authority: string, { names, targetHost }: Admission): boolean {
  const host = hostOf(authority);
  if (host === undefined) return false;
  return (
    isIP(host) !== 0 ||
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    names.has(host) ||
    authority.toLowerCase() === targetHost
  );
}

/** The request target without scheme and authority, and the authority if it has one. */
function originForm(target: string): { readonly path: string; readonly authority?: string } | undefined {
  if (target.startsWith('/') || target === '*') return { path: target };
  const [, authority, path] = /^https?:\/\/([^/?#]*)([^#]*)$/i.exec(target) ?? [];
  if (authority === undefined || path === undefined) return undefined;
  return { path: path.startsWith('/') ? path : `/${path}`, authority };
}

/**
 * Decides whether a request is forwarded, and how: its `Host` names the target, and a whole URL becomes its path.
 * Everything else stays as it is.
 */
export function admit(head: MessageHead, admission: Admission): Admitted | ProxyRefusal {
  const line = requestLine(head);
  if (typeof line === 'string') return { kind: 'unreadable', message: 'the first line of the request is not HTTP' };
  const { method, target, version } = line;
  const refused = (kind: ProxyRefusalKind, message: string): ProxyRefusal => ({
    ...{ kind, message },
    request: { method, path: asUtf8(target) },
  });
  if (method === 'CONNECT')
    return refused('connect', 'it is a reverse proxy and opens no tunnels; use its URL as the base URL of the app');
  const upgrades = tokensOf(head, 'upgrade').filter((protocol) => protocol !== 'h2c');
  if (upgrades.length > 0) return refused('upgrade', 'it does not forward WebSockets or other upgrades');
  const form = originForm(target);
  if (!form) return refused('unreadable', 'the request target is neither a path nor a URL');
  const hosts = rawValues(head, 'host');
  if (hosts.length > 1) return refused('two-hosts', 'the request has two Host headers');
  if (form.authority !== undefined && !mayCall(form.authority, admission))
    return refused(
      'forward-proxy',
      'it forwards to its target only; use its URL as the base URL of the app, and not as HTTP_PROXY',
    );
  const [host] = hosts;
  if (host !== undefined && host !== '' && !mayCall(host, admission))
    return refused(
      'other-host',
      'the Host header is not a name of this proxy; start it with --allowed-host to add one',
    );
  const replaced = new Map<number, string>();
  for (const { name, line: at } of head.headers) {
    if (name.toLowerCase() === 'host') replaced.set(at, `${name}: ${admission.targetHost}`);
  }
  if (form.authority !== undefined) replaced.set(head.start, `${method} ${form.path} HTTP/${version}`);
  const headers = head.headers.map((header) =>
    header.name.toLowerCase() === 'host' ? { ...header, value: admission.targetHost } : header,
  );
  return { method, path: form.path, version, head: { ...head, headers }, bytes: headBytes(head, replaced) };
}
