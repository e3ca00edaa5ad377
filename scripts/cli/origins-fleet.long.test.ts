import { writeFileSync } from 'node:fs';
import { request as sendOn } from 'node:http';
import { tunnelProxy } from '../credentials/testing/api';
import { startSandbox } from '../sandbox';
import { startCli } from '../testing/process';
import { secureServer } from '../testing/secure-servers';
import type { LocalServer } from '../testing/servers';
import { tlsWorkplace } from '../testing/tls-workplace';

const place = tlsWorkplace();
const { made } = place;

/** An API that is reached by TLS alone, and asks for a certificate of whoever comes. */
function guarded(api: { readonly url: string }): Promise<LocalServer> {
  return secureServer(
    made.right,
    (request, response) => {
      const { method, url, headers } = request;
      request.pipe(
        sendOn(api.url + url, { method, headers }, (answer) => {
          response.writeHead(answer.statusCode!, answer.rawHeaders);
          answer.pipe(response);
        }).on('error', () => response.destroy()),
      );
    },
    made.authority,
  );
}

describe('fleet', () => {
  it.each(['', '--suite'])('goes the same way to each partner %s', async (option) => {
    const sandbox = await startSandbox();
    const secure = await guarded(sandbox);
    const proxy = await tunnelProxy();
    const partner = ['  - name: One', `    target: ${secure.url}`, '    managementToken: {env: ONE_TOKEN}'];
    writeFileSync(place.path('partners.yaml'), ['partners:', ...partner, ''].join('\n'));
    const args = ['fleet', 'partners.yaml', '--out', `fleet${option}`, '--retries', '0', ...(option ? [option] : [])];
    const { ended, written } = startCli(args, place.cwd, {
      ONE_TOKEN: sandbox.credentials.managementToken,
      IMBURSE_CLIENT_CERT: 'client.pem',
      IMBURSE_CLIENT_KEY: 'client.key',
      NODE_EXTRA_CA_CERTS: place.path('authority.pem'),
      https_proxy: proxy.url,
    });
    const exitCode = await ended;
    await Promise.all([proxy.close(), sandbox.close()]);
    expect([exitCode, written.stderr]).toEqual([0, '']);
    expect(secure.requests).toContain('POST /v1/identity/payout');
    expect(new Set(proxy.requests)).toEqual(new Set([`CONNECT ${secure.url.slice('https://'.length)}`]));
  });
});
