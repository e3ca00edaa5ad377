import { tunnelProxy } from '../../credentials/testing/api';
import { type Certificates, certificates } from '../../credentials/testing/certificates';
import { closeSecureServers, secureServer } from '../../testing/secure-servers';
import type { LocalServer } from '../../testing/servers';
import { proxyFor } from '../proxy';
import type { Route } from '../route';
import { scriptedClient, sending, watchedProxy } from './testing/wire';

let made: Certificates;
const tunnels: LocalServer[] = [];
beforeAll(() => {
  made = certificates();
});
afterEach(async () => {
  await Promise.all([closeSecureServers(), ...tunnels.splice(0).map((tunnel) => tunnel.close())]);
});

const get = 'GET /a%2Fb?c HTTP/1.1\r\nHost: localhost\r\nX-Case: Kept\r\nConnection: close\r\n\r\n';

async function tunnelled(ca: string): Promise<Route> {
  const tunnel = await tunnelProxy();
  tunnels.push(tunnel);
  return { ca, proxy: proxyFor('https://localhost', { HTTPS_PROXY: tunnel.url }) };
}

describe('a target over TLS', () => {
  it.each<[how: string, route: () => Route | Promise<Route>]>([
    ['directly', () => ({ ca: made.authority })],
    ['through the proxy of HTTPS_PROXY', () => tunnelled(made.authority)],
  ])('gets the request as it was sent, %s', async (_how, routeOf) => {
    const heads: string[][] = [];
    const target = await secureServer(made.right, (request, response) => {
      heads.push(request.rawHeaders);
      response.end('fine');
    });
    const route = await routeOf();
    const proxy = await watchedProxy(0, { target: { baseUrl: target.url }, route });
    const { received } = await scriptedClient(proxy.port, sending(get));
    await proxy.close(0);
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*fine/);
    expect(target.requests).toEqual(['GET /a%2Fb?c']);
    expect(heads[0]).toEqual(['Host', new URL(target.url).host, 'X-Case', 'Kept', 'Connection', 'close']);
    expect(proxy.exchanges.map(({ request }) => request.url)).toEqual([`${target.url}/a%2Fb?c`]);
    const { port } = new URL(target.url);
    expect(tunnels.flatMap(({ requests }) => requests)).toEqual(route.proxy ? [`CONNECT localhost:${port}`] : []);
  });

  it.each(['expired', 'wrongHost', 'selfSigned'] as const)(
    'gets nothing if its certificate is wrong: %s',
    async (name) => {
      const target = await secureServer(made[name], (_, response) => response.end('x'));
      const proxy = await watchedProxy(0, { target: { baseUrl: target.url }, route: { ca: made.authority } });
      const { received } = await scriptedClient(proxy.port, sending(get));
      await proxy.close(0);
      expect(received).toMatch(/^HTTP\/1\.1 502 [\s\S]*certificate/);
      expect([target.requests, target.bytes()]).toEqual([[], 0]);
    },
  );
});
