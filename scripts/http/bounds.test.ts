import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { cases } from '../contract';
import type { Exchange } from '../contract/exchange';
import { maxBodyBytes } from '../lib/content-coding';
import { hostileServers } from '../testing/hostile-servers';
import { closeServers, socketServer } from '../testing/servers';
import { directEngine } from './direct';
import { newmanEngine } from './newman';
import type { Engine } from './types';

const documented = cases.find(({ id }) => id === 'accept.documented')!;
const batch = [{ contractCase: documented, attempt: 1, values: { managementToken: 'not-a-real-token' } }];
const timeoutMs = 700;
/** For what ends by itself. */
const amplyMs = 60_000;

type Make = (url: string) => Engine & { close?: () => Promise<void> };
/** Brotli of the least effort: what is compressed here is large, and only decompressed for the test. */
const asBrotli = (bytes: Buffer): Buffer =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
const engines: readonly (readonly [name: string, make: Make])[] = [
  ['newman', newmanEngine],
  ['direct', directEngine],
];

async function outcomeAt(make: Make, url: string, limitMs: number): Promise<Exchange['outcome'][]> {
  const engine = make(url);
  const outcomes: Exchange['outcome'][] = [];
  const signal = new AbortController().signal;
  for await (const { outcome } of engine.send(batch, { signal, timeoutMs: limitMs })) outcomes.push(outcome);
  await engine.close?.();
  return outcomes;
}

beforeAll(async () => {
  await import('newman');
});
afterEach(closeServers);

describe.each(engines)('the %s engine', (_name, make) => {
  it.each(hostileServers.map((server) => [server.does, server] as const))(
    'ends in time with a server that %s',
    async (_does, { reason, message, start }) => {
      const { url } = await start();
      const limitMs = reason === 'timeout' ? timeoutMs : amplyMs;
      const outcomes = await outcomeAt(make, url, limitMs);
      expect(outcomes).toEqual([{ kind: 'failure', reason, message: expect.stringMatching(message) }]);
    },
  );

  const compressed = (coding: string, bytes: Buffer, status = '201 Created') =>
    socketServer((socket) => {
      const answer = (): void => {
        socket.write(`HTTP/1.1 ${status}\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bytes.length}\r\n\r\n`);
        socket.write(bytes);
      };
      socket.on('data', answer);
      answer();
    });
  const mebibyte = Buffer.alloc(maxBodyBytes, 'a');
  it.each([
    ['a body of 1 MiB that gzip made longer', 'gzip', gzipSync(mebibyte, { level: 0 }), maxBodyBytes],
    ['a body of an unknown coding', '__proto__', Buffer.from('plain'), 5],
    ['an empty gzip body', 'gzip', Buffer.alloc(0), 0],
    ['an empty brotli body', 'br', Buffer.alloc(0), '(Z_BUF_ERROR)'],
    ['a body of 2 MiB, well compressed', 'br', asBrotli(Buffer.concat([mebibyte, mebibyte])), 'the body is longer'],
  ] as const)('reads %s, or says why it cannot', async (_name, coding, bytes, expected) => {
    const { url } = await compressed(coding, bytes);
    const [outcome] = await outcomeAt(make, url, amplyMs);
    const read = outcome?.kind === 'response' ? outcome.body.length : outcome?.message;
    expect(read).toEqual(typeof expected === 'number' ? expected : expect.stringContaining(expected));
  });

  it.each(['204 No Content', '304 Not Modified'])(
    'decompresses nothing for a status without a body: %s',
    async (status) => {
      const { url } = await compressed('br', Buffer.alloc(0), status);
      expect(await outcomeAt(make, url, amplyMs)).toMatchObject([{ kind: 'response', body: '' }]);
    },
  );

  it('respects the time limit during decompression, and sends the next request', async () => {
    const { url } = await compressed('br', asBrotli(randomBytes(maxBodyBytes / 2)));
    const engine = make(url);
    const outcomes: string[] = [];
    for (const limitMs of [1, 2, 3, 4, 6, 8, 12, amplyMs]) {
      for await (const { outcome } of engine.send(batch, { signal: new AbortController().signal, timeoutMs: limitMs }))
        outcomes.push(outcome.kind === 'response' ? 'response' : outcome.reason);
    }
    await engine.close?.();
    expect(outcomes.at(-1)).toBe('response');
    expect(outcomes.filter((each) => each !== 'response' && each !== 'timeout')).toEqual([]);
  });

  it('never takes an unrequested response for the answer to a later request', async () => {
    const answer = (name: string) => `HTTP/1.1 201 Created\r\nContent-Length: ${name.length}\r\n\r\n${name}`;
    const closed: Promise<unknown>[] = [];
    const server = await socketServer((socket) => {
      closed.push(new Promise((resolve) => socket.once('close', resolve)));
      const own = `right-${closed.length}`;
      socket.on('data', () => socket.write(answer(own)));
      socket.write(answer(own), () => setTimeout(() => socket.write(answer('wrong')), 30));
    });
    const engine = make(server.url);
    const bodies: string[] = [];
    const send = async (): Promise<void> => {
      for await (const { outcome } of engine.send(batch, { signal: new AbortController().signal, timeoutMs: amplyMs }))
        bodies.push(outcome.kind === 'response' ? outcome.body : outcome.message);
    };
    await send();
    await closed[0];
    await send();
    await engine.close?.();
    expect(bodies).toEqual(['right-1', 'right-2']);
  });
});
