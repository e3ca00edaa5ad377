import { proxyCredentials, proxyFor } from './proxy';

const target = 'https://sandbox-api.imbursepayments.com';
const proxy = 'http://proxy.example.com:3128';

describe('the proxy', () => {
  it.each<[string, string, Record<string, string>, string | undefined]>([
    ['is taken from HTTPS_PROXY', target, { HTTPS_PROXY: proxy }, 'proxy.example.com:3128'],
    ['is taken from https_proxy', target, { https_proxy: proxy }, 'proxy.example.com:3128'],
    ['needs no scheme', target, { HTTPS_PROXY: 'proxy.example.com:8080' }, 'proxy.example.com:8080'],
    ['has the port of its scheme', target, { HTTPS_PROXY: 'http://proxy.example.com' }, 'proxy.example.com:80'],
    ['has the port of https', target, { HTTPS_PROXY: 'https://proxy.example.com' }, 'proxy.example.com:443'],
    ['is not used if only HTTP_PROXY is set', target, { HTTP_PROXY: proxy }, undefined],
    ['is not used for this machine', 'http://127.0.0.1:4010', { HTTPS_PROXY: proxy }, undefined],
    ['is not used for everything', target, { HTTPS_PROXY: proxy, NO_PROXY: '*' }, undefined],
    ['is not used for a domain', target, { HTTPS_PROXY: proxy, NO_PROXY: 'x.com, .imbursepayments.com' }, undefined],
    ['is not used for a host', target, { HTTPS_PROXY: proxy, no_proxy: 'sandbox-api.imbursepayments.com' }, undefined],
    ['is not used for a port', target, { HTTPS_PROXY: proxy, NO_PROXY: 'imbursepayments.com:443' }, undefined],
    [
      'is used for another port',
      target,
      { HTTPS_PROXY: proxy, NO_PROXY: 'imbursepayments.com:8443' },
      'proxy.example.com:3128',
    ],
    [
      'is used for a name with the same ending',
      target,
      { HTTPS_PROXY: proxy, NO_PROXY: 'payments.com' },
      'proxy.example.com:3128',
    ],
  ])('%s', (_name, baseUrl, environment, wanted) => {
    const found = proxyFor(baseUrl, environment);
    expect(found && `${found.host}:${found.port}`).toBe(wanted);
  });

  it.each(['http://', 'ht tp://:hunter2@x', 'socks5://proxy.example.com:1080'])(
    'is refused, and not bypassed, if it is not the URL of a proxy: %s',
    (named) => {
      expect(() => proxyFor(target, { HTTPS_PROXY: named })).toThrow(/^HTTPS_PROXY is not the URL of an HTTP proxy$/);
      expect(proxyFor('http://127.0.0.1:4010', { HTTPS_PROXY: named })).toBeUndefined();
    },
  );

  it.each(['http//proxy.example.com:8080', 'http://wpad.example.com/proxy.pac'])('has no path: %s', (named) => {
    expect(() => proxyFor(target, { HTTPS_PROXY: named })).toThrow(/is not the URL of an HTTP proxy: it has a path$/);
  });

  it.each<[string, string, boolean]>([
    ['https://[::1]:8443', '::1', true],
    ['https://[::1]:8443', '[::1]', true],
    ['https://[::1]:8443', '[::1]:8443', true],
    ['https://[::1]:8443', '[::1]:9', false],
    ['https://[::1]:8443', '0:0:0:0:0:0:0:1', true],
    ['https://[fd00::5]', 'fd00::/8', true],
    ['https://[fe80::5]', 'fd00::/8', false],
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://11.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3', '10.0.0.0/99', false],
    ['https://10.1.2.3', '::/0', false],
    ['https://10.1.2.3', '10.1.*', true],
    ['https://10.1.2.3', '10.*.*.3:443', true],
    ['https://10.1.2.3', '10.2.*', false],
    ['https://[fd00::5]', '[fd00::]/8', true],
    ['https://[fd00::5]:8443', '[fd00::]/8:8443', true],
    ['https://[fd00::5]', '[fd00::]/8:8443', false],
    ['https://[fe80::5]', '[fd00::]/8', false],
    ['https://10.1.2.3:8443', '10.1.2.3:8443', true],
    ['https://10.1.2.3', '1.2.3', false],
    ['https://api.x.com', '*.x.com', true],
    ['https://api.x.com', 'api.*.com', true],
    ['https://api.x.com', 'api-*.x.com', false],
    ['https://api-7.x.com', 'api-*.x.com', true],
    ['https://api.x.com', 'API.X.COM', true],
    ['https://api.x.com.', 'api.x.com', true],
    ['https://api.x.com', 'y.com x.com:443', true],
    ['https://api.x.com:8443', 'x.com:443', false],
    ['https://api.x.com', 'a+x.com', false],
  ])('to %s with NO_PROXY %s: exempt is %j, in either case', (baseUrl, list, wanted) => {
    for (const name of ['NO_PROXY', 'no_proxy'])
      expect(proxyFor(baseUrl, { HTTPS_PROXY: proxy, [name]: list }) === undefined).toBe(wanted);
  });

  it.each([
    ['DOMAIN\\user:pass', 'DOMAIN\\user', 'pass'],
    ['DOMAIN\\\\user:pass', 'DOMAIN\\\\user', 'pass'],
    ['user:100%', 'user', '100%'],
    ['us%er:p%zz', 'us%er', 'p%zz'],
    ['us%40er:p%3Aw', 'us@er', 'p:w'],
    ['us%E9r:%FF%', 'us\u00e9r', '\u00ff%'],
    ['p@ss:w@rd', 'p@ss', 'w@rd'],
    ['user', 'user', ''],
  ])('reads the user part %s', (part, user, password) => {
    for (const scheme of ['http://', '']) {
      const proxyServer = proxyFor(target, { HTTPS_PROXY: `${scheme}${part}@proxy.example.com:3128` })!;
      const sent = proxyCredentials(proxyServer)!;
      expect([sent.user.toString('latin1'), sent.password.toString('latin1'), proxyServer.url.host]).toEqual([
        user,
        password,
        'proxy.example.com:3128',
      ]);
    }
  });

  it.each(['u:p/w', 'u:p?w', 'u:p#w', 'u:1/2'])('is refused if its user part ends early: %s', (part) => {
    const named = `http://${part}@proxy.example.com:3128`;
    expect(() => proxyFor(target, { HTTPS_PROXY: named })).toThrow(/in its user name or password/);
  });
});
