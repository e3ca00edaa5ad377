import { mkdirSync, writeFileSync } from 'node:fs';
import { callAsClient } from '../testing/credential-client';
import { echoProxy } from '../testing/echo-proxy';
import {
  everyReporter,
  kinds,
  leaks,
  markers,
  secretMarkers,
  secretsOf,
  secretWorkplace,
  tokensOf,
  type Written,
} from '../testing/secret-workplace';

const work = secretWorkplace();

describe('no part of a secret is in anything that is written', () => {
  it('by a run against the embedded sandbox, with credentials in the environment', async () => {
    const written = await work.runAll(['--tag', 'smoke'], markers);
    expect(written.exitCode).toBe(0);
    expect(leaks(written, secretMarkers)).toEqual([]);
  });

  // With every kind of credential: secrets.long.test.ts.
  it('by a run against a server that repeats what it was sent', async () => {
    const [settings, target] = await work.echoing();
    const written = await work.runAll(['--tag', 'hmac', '--tag', 'options'], settings);
    expect([written.exitCode, target.tokens.size > 10]).toEqual([1, true]);
    expect(leaks(written, secretsOf(settings, target))).toEqual([]);
  });

  it('by a run whose credentials are refused', async () => {
    const { IMBURSE_MANAGEMENT_TOKEN, IMBURSE_EXPIRED_TOKEN, ...pair } = markers;
    for (const credentials of [{ IMBURSE_MANAGEMENT_TOKEN, IMBURSE_EXPIRED_TOKEN }, pair]) {
      const configured = Object.entries(credentials).filter(([name]) => name !== 'IMBURSE_PUBLIC_KEY');
      const proxy = await echoProxy(
        work.sandbox.url,
        true,
        configured.map(([, value]) => value),
      );
      const written = await work.runAll(kinds, { ...credentials, IMBURSE_BASE_URL: proxy.url });
      expect(written.exitCode).toBe(4);
      expect(leaks(written, [...configured, ...tokensOf(proxy)])).toEqual([]);
    }
  });
});

/** The credential of an HMAC request, signed for the sandbox. */
async function hmacOf(settings: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await work.run(['sign'], { env: { ...settings, IMBURSE_BASE_URL: work.sandbox.url } });
  return stdout.trim().replace(/^Authorization: /i, '');
}

/** Runs a command that listens, calls it as a client, and stops it. */
async function whileServing(
  args: readonly string[],
  env: Record<string, string>,
  address: RegExp,
  call: (url: string, output: string) => Promise<unknown>,
): Promise<Written> {
  mkdirSync(work.path('out'), { recursive: true });
  let stop = (): void => undefined;
  let output = '';
  const { exitCode, stdout, stderr } = await work.run(args, {
    env: { DEBUG: '1', ...work.runner(), ...env },
    onListening: (raise) => {
      stop = () => raise('SIGINT');
    },
    onOutput: (text) => {
      const before = address.exec(output);
      output += text;
      const [, url] = address.exec(output) ?? [];
      if (url !== undefined && before === null) setImmediate(() => void call(url, output).finally(stop));
    },
  });
  return { exitCode, texts: work.textsOf(stdout, stderr) };
}

describe('no part of a secret of clients is in anything that is written', () => {
  it('by check', async () => {
    const [settings, target] = await work.echoing();
    const exchanges = await callAsClient(target.url, settings, await hmacOf(settings));
    writeFileSync(work.path('mine.ndjson'), exchanges.map((each) => `${JSON.stringify(each)}\n`).join(''));
    mkdirSync(work.path('out'), { recursive: true });
    const args = ['check', 'mine.ndjson', '--out', 'out', ...everyReporter];
    const { exitCode, stdout, stderr } = await work.run(args, { env: { DEBUG: '1', ...work.runner(), ...settings } });
    expect([exitCode, target.tokens.size > 1]).toEqual([1, true]);
    expect(leaks({ exitCode, texts: work.textsOf(stdout, stderr) }, secretsOf(settings, target))).toEqual([]);
  });

  it('by the proxy, with traffic.har', async () => {
    const [settings, target] = await work.echoing();
    const args = ['proxy', '--port', '0', '--har', '--out', 'out', ...everyReporter];
    const written = await whileServing(args, settings, /^Forwarding (\S+) to /m, async (url) =>
      callAsClient(url, settings, await hmacOf(settings)),
    );
    expect(written.texts.map(([name]) => name)).toContain('traffic.har');
    expect([written.exitCode, target.tokens.size > 1]).toEqual([1, true]);
    expect(leaks(written, secretsOf(settings, target))).toEqual([]);
  });

  it('by the sandbox, but for the credentials that it hands out', async () => {
    let settings: Record<string, string> = {};
    const written = await whileServing(
      ['sandbox', '--port', '0', '--report', 'out'],
      {},
      /listening on (http\S+)\.[\s\S]*judged/,
      (url, output) => {
        settings = Object.fromEntries(
          [...output.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
        );
        return hmacOf({ ...settings }).then((hmac) => callAsClient(url, settings, hmac));
      },
    );
    const said = written.texts[0]![1].replace(/^export .*$/gm, '');
    const given = Object.entries(settings).filter(([name]) => /TOKEN|PRIVATE/.test(name));
    expect([written.exitCode, given.length > 2]).toEqual([1, true]);
    expect(leaks({ ...written, texts: [['stdout', said], ...written.texts.slice(1)] }, given)).toEqual([]);
  });
});
