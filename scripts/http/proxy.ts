import { BlockList, isIP } from 'node:net';
import type { Env } from '../lib/io';
import { UserError } from '../lib/user-error';
import { withoutBrackets } from './origin';

/** A proxy from the environment. Its URL may contain a password, so it must not be shown. */
export interface ProxyServer {
  readonly url: URL;
  readonly host: string;
  readonly port: number;
}

/** An entry of NO_PROXY: a name, an address or a range of addresses, and the only port that it is for. */
function entryOf(text: string): { readonly name: string; readonly only?: string | undefined } {
  const [, bracketed, bits = '', port] = /^\[([^\]]*)\](\/\d+)?(?::(\d+))?$/.exec(text) ?? [];
  if (bracketed !== undefined) return { name: bracketed + bits, only: port };
  // An IPv6 address without brackets has no port.
  if (text.split(':').length > 2) return { name: text };
  const [name = '', only] = text.split(':');
  return { name, only };
}

function inRange(host: string, range: string): boolean {
  const [network = '', bits = ''] = range.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), kind);
  return list.check(host, kind);
}

function matches(host: string, name: string): boolean {
  const isAddress = isIP(host) !== 0;
  const bare = isAddress ? name : name.replace(/^\*?\./, '').replace(/\.$/, '');
  if (bare.includes('*')) {
    const pattern = bare.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '[^/]*');
    return new RegExp(`^${pattern}$`).test(host);
  }
  if (!isAddress) return host === bare || host.endsWith(`.${bare}`);
  const bits = isIP(host) === 4 ? 32 : 128;
  return host === name || inRange(host, name.includes('/') ? name : `${name}/${bits}`);
}

/** Whether NO_PROXY exempts a target. */
function exempt(list: string, { hostname, port, protocol }: URL): boolean {
  const host = withoutBrackets(hostname).replace(/\.$/, '');
  const own = port || (protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((text) => {
      const { name, only } = entryOf(text);
      return (only === undefined || only === own) && (name === '*' || matches(host, name));
    });
}

/**
 * The text of a proxy's URL as a URL parser reads it: a backslash in the user part (`DOMAIN\user`) would end the host,
 * and a percent sign that encodes nothing could not be decoded.
 */
function withEncodedUser(text: string): string {
  const [, scheme = '', user, rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)(?:([^/?#]*)@)?(.*)$/i.exec(text) ?? [];
  if (user === undefined) return text;
  return `${scheme}${user.replaceAll('\\', '%5C').replace(/%(?![0-9A-Fa-f]{2})/g, '%25')}@${rest}`;
}

/** The bytes that a percent-encoded text stands for: not every proxy's password is UTF-8. */
const percentBytes = (text: string): Buffer =>
  Buffer.concat(
    (text.match(/%[0-9a-f]{2}|[^%]+|%/gi) ?? []).map((part) =>
      /^%[0-9a-f]{2}$/i.test(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part),
    ),
  );

/** The user name and password of a proxy as they are sent to it; `undefined` if its URL has none. */
export function proxyCredentials({
  url: { username, password },
}: Pick<ProxyServer, 'url'>): { readonly user: Buffer; readonly password: Buffer } | undefined {
  if (username === '' && password === '') return undefined;
  return { user: percentBytes(username), password: percentBytes(password) };
}

/** The value of Proxy-Authorization for a proxy; `undefined` if its URL has no user. */
export function proxyAuthorization(proxy: Pick<ProxyServer, 'url'>): string | undefined {
  const own = proxyCredentials(proxy);
  return own && `Basic ${Buffer.concat([own.user, Buffer.from(':'), own.password]).toString('base64')}`;
}

/** Something that is told secrets, such as a redactor. */
interface Learns {
  learn(secret: string, kind: string, own?: boolean): void;
}

/** Tells a redactor the password of a proxy, in every form in which the proxy may repeat it: a page is UTF-8, a header Latin-1. */
export function learnProxy(secrets: Learns, proxy: Pick<ProxyServer, 'url'> | undefined): void {
  const own = proxy && proxyCredentials(proxy);
  if (!own || own.password.length === 0) return;
  const read = (['utf8', 'latin1'] as const).map((encoding) => own.password.toString(encoding));
  const header = proxyAuthorization(proxy)!.slice('Basic '.length);
  for (const secret of [...read, proxy.url.password, header]) secrets.learn(secret, 'password of the proxy', true);
}

/** What makes the user part of a proxy's URL end early. */
const endsUserPart = /^[a-z][a-z0-9+.-]*:\/\/[^@]*[/?#][^@]*@/i;

/**
 * The proxy that HTTPS_PROXY names for an https target, unless NO_PROXY exempts the target. Plain HTTP never leaves this
 * machine, so it needs no proxy.
 *
 * @throws UserError for an invalid proxy URL: a proxy is never bypassed silently
 */
export function proxyFor(baseUrl: string, environment: Env): ProxyServer | undefined {
  const target = new URL(baseUrl);
  const named = environment.https_proxy || environment.HTTPS_PROXY;
  if (target.protocol !== 'https:' || !named) return undefined;
  if (exempt(environment.no_proxy || environment.NO_PROXY || '', target)) return undefined;
  const text = named.includes('://') ? named : `http://${named}`;
  if (endsUserPart.test(text))
    throw new UserError(
      'HTTPS_PROXY has "/", "?" or "#" in its user name or password',
      'write them as %2F, %3F and %23',
    );
  const readable = withEncodedUser(text);
  const url = URL.canParse(readable) ? new URL(readable) : undefined;
  const remedy = 'set it to a URL such as http://proxy.example.com:3128';
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UserError('HTTPS_PROXY is not the URL of an HTTP proxy', remedy);
  if (url.pathname !== '/') throw new UserError('HTTPS_PROXY is not the URL of an HTTP proxy: it has a path', remedy);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return { url, host: withoutBrackets(url.hostname), port };
}
