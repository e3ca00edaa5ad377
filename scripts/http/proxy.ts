import { UserError } from '../lib/user-error';

/** A proxy from the environment. Its URL may contain a password, so it must not be shown. */
export interface ProxyServer {
  readonly url: URL;
  readonly host: string;
  readonly port: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

function exempt(list: string, { hostname, port }: URL): boolean {
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (only !== undefined && only !== (port || '443')) return false;
      const bare = name.replace(/^\*?\./, '');
      return hostname === bare || hostname.endsWith(`.${bare}`);
    });
}

/**
 * The proxy that HTTPS_PROXY names for an https target, unless NO_PROXY exempts the target. Plain http never leaves this
 * machine, so it needs no proxy.
 *
 * @throws UserError for an invalid proxy URL: a proxy is never bypassed silently
 */
export function proxyFor(baseUrl: string, environment: Environment): ProxyServer | undefined {
  const target = new URL(baseUrl);
  const named = environment.https_proxy || environment.HTTPS_PROXY;
  if (target.protocol !== 'https:' || !named) return undefined;
  if (exempt(environment.no_proxy || environment.NO_PROXY || '', target)) return undefined;
  const text = named.includes('://') ? named : `http://${named}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UserError(
      'HTTPS_PROXY is not the URL of an HTTP proxy',
      'set it to a URL such as http://proxy.example.com:3128',
    );
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return { url, host: url.hostname.replace(/^\[|\]$/g, ''), port };
}
