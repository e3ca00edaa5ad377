import { type Certificates, certificates } from '../credentials/testing/certificates';
import { NetworkError } from '../lib/network-error';
import { closeSecureServers, secureServer } from '../testing/secure-servers';
import { closedUrl, closeServers, httpServer, socketServer } from '../testing/servers';
import { httpClient } from './client';
import { openConnection, openTcp, openTls, type RequestLimits } from './connection';
import { nodeNetwork } from './network';
import { endpointOf } from './origin';
import { proxyFor } from './proxy';
import type { Route } from './route';

const limits = (timeoutMs = 60_000, signal = new AbortController().signal): RequestLimits => ({ timeoutMs, signal });

let made: Certificates;
beforeAll(() => {
  made = certificates();
});
afterEach(() => Promise.all([closeServers(), closeSecureServers()]));

async function errorOf(work: Promise<unknown>): Promise<NetworkError> {
  const error = await work.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(NetworkError);
  return error;
}

const silent = async (): Promise<string> => (await socketServer(() => undefined)).url;
const via = (proxy: string): Route => ({ proxy: proxyFor('https://localhost', { HTTPS_PROXY: proxy }) });
const handshake = async (url: string, route: Route, within: RequestLimits): Promise<unknown> =>
  openTls(await openTcp(endpointOf(url), limits()), { host: 'localhost' }, route, within);

describe('each stage of connecting says how it failed', () => {
  it.each<[string, Partial<NetworkError>, () => Promise<unknown>]>([
    [
      'a name without an address',
      { kind: 'dns' },
      () => nodeNetwork('https://localhost', {}, limits(), Date.now).lookup(`${'a'.repeat(64)}.invalid`),
    ],
    [
      'a closed port',
      { kind: 'refused', code: 'ECONNREFUSED' },
      async () => openTcp(endpointOf(await closedUrl()), limits()),
    ],
    [
      'a server that does not answer the handshake',
      { kind: 'timeout', code: 'ETIMEDOUT' },
      async () => handshake(await silent(), {}, limits(100)),
    ],
    [
      'a server that does not speak TLS',
      { kind: 'tls' },
      async () => handshake((await socketServer((socket) => socket.end('220 ready\r\n'))).url, {}, limits()),
    ],
    [
      'a certificate of another authority',
      { kind: 'tls-untrusted' },
      async () => handshake((await secureServer(made.right, () => undefined)).url, {}, limits()),
    ],
    [
      'a proxy that accepts the tunnel request and stays silent',
      { kind: 'timeout', code: 'PROXY_TIMEOUT' },
      async () => openConnection(endpointOf('https://api.example.invalid'), via(await silent()), limits(100)),
    ],
    [
      'a proxy that refuses',
      { kind: 'proxy', proxyStatus: 502 },
      async () => {
        const proxy = await socketServer((socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
        return openConnection(endpointOf('https://api.example.invalid'), via(proxy.url), limits());
      },
    ],
    [
      'plain HTTP to another machine',
      { kind: 'other', code: 'CLEAR_TEXT' },
      () => openConnection(endpointOf('http://192.0.2.1'), {}, limits()),
    ],
    [
      'a signal that was raised before',
      { kind: 'other' },
      async () => openTcp(endpointOf(await silent()), limits(60_000, AbortSignal.abort())),
    ],
  ])('%s', async (_what, wanted, work) => {
    expect(await errorOf(work())).toMatchObject(wanted);
  });

  it('a handshake for inspection reports a certificate that is not trusted', async () => {
    const { url } = await secureServer(made.selfSigned, () => undefined);
    const network = nodeNetwork(url, {}, limits(), Date.now);
    expect(await network.handshake(endpointOf(url))).toMatchObject({ problem: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    await network.close();
  });
});

describe('the client', () => {
  it('sends nothing to another origin than its own', async () => {
    const [own, other] = [await httpServer(() => undefined), await httpServer(() => undefined)];
    const client = httpClient(own.url);
    const outcome = await client.send({ method: 'GET', url: `${other.url}/`, headers: [] }, limits());
    await client.close();
    expect(outcome).toMatchObject({ kind: 'failure', error: { code: 'OTHER_ORIGIN' } });
    expect([own.requests, other.requests]).toEqual([[], []]);
  });

  it('opens a new connection after a failure', async () => {
    let count = 0;
    const { url } = await httpServer((_request, response) => {
      count += 1;
      if (count === 1) response.destroy();
      else response.end('{}');
    });
    const client = httpClient(url);
    const request = { method: 'GET', url: `${url}/`, headers: [] };
    const kinds = [await client.send(request, limits()), await client.send(request, limits())].map(({ kind }) => kind);
    await client.close();
    expect(kinds).toEqual(['failure', 'response']);
  });
});
