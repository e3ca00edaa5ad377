import { gzipSync } from 'node:zlib';
import { cases } from '../contract';
import { closeServers, httpServer, type LocalServer } from '../testing/servers';
import { maxBodyBytes } from './bounds';
import { directEngine } from './direct';
import { nodeNetwork } from './network';
import { newmanEngine } from './newman';
import { runCollection } from './newman-collection';
import type { Engine } from './types';

const documented = cases.find(({ id }) => id === 'accept.documented')!;
const { signal } = new AbortController();
const timeoutMs = 60_000;

/** The length of the body that was read, or why it was not. */
type Read = (url: string) => Promise<number | string>;

const lengthOf = (outcome: { kind: 'response'; body: string } | { kind: 'failure'; message: string }) =>
  outcome.kind === 'response' ? outcome.body.length : outcome.message;

const byEngine =
  (make: (url: string) => Engine): Read =>
  async (url) => {
    const engine = make(url);
    const batch = [{ contractCase: documented, attempt: 1, values: { managementToken: 'not-a-real-token' } }];
    let read: number | string = 'nothing';
    for await (const { outcome } of engine.send(batch, { signal, timeoutMs })) read = lengthOf(outcome);
    await engine.close?.();
    return read;
  };

const byCollection: Read = async (url) => {
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  const collection = { info: { name: 'own', schema }, item: [{ name: 'one', request: { method: 'GET', url } }] };
  let read: number | string = 'nothing';
  const { origin } = new URL(url);
  await runCollection({
    run: { collection, envVar: [], globalVar: [], workingDir: __dirname },
    rules: {
      ...{ origin, route: {}, timeoutMs, signal, placeholders: [], holdsSecret: () => false },
      ...{ refuse: () => undefined, beforeSending: async () => undefined, onRefused: () => undefined },
      onExchange: ({ outcome }) => {
        read = lengthOf(outcome);
      },
    },
    ...{ scriptTimeoutMs: timeoutMs, onEvent: () => undefined },
  });
  return read;
};

const byCredentialCheck: Read = async (url) => {
  const network = nodeNetwork(url, {}, { timeoutMs, signal }, Date.now);
  const outcome = await network.send({ method: 'GET', url: `${url}/`, headers: [] });
  await network.close();
  return lengthOf(outcome);
};

const serving = (bytes: number, coding: 'identity' | 'gzip'): Promise<LocalServer> => {
  const body = Buffer.alloc(bytes, 'a');
  return httpServer((_request, response) =>
    response.writeHead(200, { 'Content-Encoding': coding }).end(coding === 'gzip' ? gzipSync(body) : body),
  );
};

afterEach(closeServers);

describe.each<[string, Read]>([
  ['the direct engine', byEngine(directEngine)],
  ['the Newman engine', byEngine(newmanEngine)],
  ["a user's own collection", byCollection],
  ['check-credentials', byCredentialCheck],
])('%s', (_name, read) => {
  it.each(['identity', 'gzip'] as const)('reads a body of 1 MiB (%s)', async (coding) => {
    expect(await read((await serving(maxBodyBytes, coding)).url)).toBe(maxBodyBytes);
  });

  it.each(['identity', 'gzip'] as const)('refuses a body of 1 MiB and one byte (%s)', async (coding) => {
    expect(await read((await serving(maxBodyBytes + 1, coding)).url)).toMatch(/^the body is longer than 1048576 bytes/);
  });
});
