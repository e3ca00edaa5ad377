import { checkPartner } from '../../fleet/check-partner';
import { localGate } from '../../fleet/gate';
import type { FleetMode } from '../../fleet/types';
import { checkCredentials, run } from '../../library/run';
import { closeServers, socketServer } from '../../testing/servers';

afterEach(closeServers);

const target = 'https://api.example.invalid';
const keys = { publicKey: '4f1a36b2-7a0e-4bb0-8c3e-0c5a3e2a9d11', privateKey: Buffer.alloc(32, 7).toString('base64') };

/** A proxy that refuses, and repeats what it was sent: the password as bytes and the header as it came. */
async function repeatingProxy(password: Buffer): Promise<string> {
  let header = '';
  const { url } = await socketServer(
    (socket) => {
      const page = Buffer.concat([Buffer.from('<title>no to '), password, Buffer.from('</title>')]);
      const head = ['HTTP/1.1 403 No', `Location: /${header}`, 'X-Squid-Error: '].join('\r\n');
      const end = `\r\nContent-Length: ${page.length}\r\n\r\n`;
      socket.end(Buffer.concat([Buffer.from(head), password, Buffer.from(end), page]));
    },
    (sent) => {
      header = /Proxy-Authorization: Basic (\S+)/i.exec(sent)?.[1] ?? '';
    },
  );
  return url;
}

const random = () => 0;
const partner = async (mode: FleetMode, env: Readonly<Record<string, string>>) =>
  checkPartner(
    { name: 'A', target, publicKey: keys.publicKey, privateKey: { env: 'KEY' } },
    {
      ...{ mode, allowProduction: false, timeoutMs: 60_000, maxDurationMs: 600_000, retries: 0 },
      ...{ env: { ...env, KEY: keys.privateKey }, folder: '/', random, now: Date.now },
      gate: localGate(undefined, () => performance.now()),
    },
    new AbortController().signal,
  );

/** Whatever has a redactor and may go through a proxy. */
const uses: readonly [name: string, use: (env: Readonly<Record<string, string>>) => PromiseLike<unknown>][] = [
  ['a check of credentials', (env) => checkCredentials({ target, credentials: keys, env })],
  [
    'a run',
    (env) =>
      run({ target, credentials: keys, env, cases: ['accept.documented'], retries: 0, concurrency: 1, rate: 1000 }),
  ],
  ['a fleet', (env) => partner('credentials', env)],
  ['a suite of a fleet', (env) => partner('suite', env)],
];

describe('the password of a proxy', () => {
  it.each([
    ['UTF-8', 'gr%C3%BCner-w%C3%B6rter-baum', Buffer.from('grüner-wörter-baum')],
    ['Latin-1', 'gr%FCner-w%F6rter-baum', Buffer.from('grüner-wörter-baum', 'latin1')],
    ['a percent sign that escapes nothing', 'seven-percent-%-of-all', Buffer.from('seven-percent-%-of-all')],
  ])('is in no report if it is %s', async (_, written, password) => {
    const proxy = await repeatingProxy(password);
    for (const [name, use] of uses) {
      const text = JSON.stringify(await use({ HTTPS_PROXY: proxy.replace('http://', `http://user:${written}@`) }));
      const secrets = [
        password.toString('utf8'),
        password.toString('latin1'),
        Buffer.concat([Buffer.from('user:'), password]).toString('base64'),
      ];
      expect([name, text.includes('[password of the proxy'), secrets.filter((each) => text.includes(each))]).toEqual([
        name,
        true,
        [],
      ]);
    }
  });
});
