import { closedUrl, closeServers, httpServer } from '../testing/servers';
import { preflight } from './preflight';
import { proxyFor } from './proxy';

afterEach(closeServers);

const options = { timeoutMs: 60_000, attempts: 1, signal: new AbortController().signal, proxy: undefined };
const target = (baseUrl: string) => ({ name: 'it', kind: 'custom', baseUrl }) as const;
/** A reserved name that no resolver knows. */
const behindAProxy = target('https://api.invalid');

describe('before a run', () => {
  it('a target that accepts a connection is reachable; nothing is sent', async () => {
    const server = await httpServer((_, response) => response.end());
    expect(await preflight(target(server.url), options)).toBeUndefined();
    expect(server.requests).toEqual([]);
  });

  it('a target that accepts none is unreachable, with the reason', async () => {
    const unreachable = await preflight(target(await closedUrl()), { ...options, attempts: 2 });
    expect(unreachable).toEqual({ kind: 'refused', message: 'ECONNREFUSED' });
  });

  it('the proxy is tried instead of the target', async () => {
    const server = await httpServer((_, response) => response.end());
    const proxy = proxyFor(behindAProxy.baseUrl, { HTTPS_PROXY: server.url });
    expect(await preflight(behindAProxy, { ...options, proxy })).toBeUndefined();
  });

  it('a proxy that accepts no connection is named', async () => {
    const url = await closedUrl();
    const proxy = proxyFor(behindAProxy.baseUrl, { HTTPS_PROXY: url });
    expect(await preflight(behindAProxy, { ...options, proxy })).toEqual({
      kind: 'refused',
      message: 'ECONNREFUSED',
      proxy: new URL(url).host,
    });
  });

  it('ends with the run', async () => {
    const url = await closedUrl();
    const ending = (signal: AbortSignal) => preflight(target(url), { ...options, attempts: 100, signal });
    // On a busy machine, even the first attempt may take longer than that.
    expect(['refused', 'timeout']).toContain((await ending(AbortSignal.timeout(500)))?.kind);
    expect(await ending(AbortSignal.abort())).toEqual({
      kind: 'timeout',
      message: 'no connection before the run ended',
    });
  });
});
