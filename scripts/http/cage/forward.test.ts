import type { Socket } from 'node:net';
import { closeServers, socketServer } from '../../testing/servers';
import { closeAgents, newmanAgents } from '../newman-agents';
import { asWireBytes, forward } from './forward';

afterEach(closeServers);

/** The answer to a request from a server that sends these bytes. */
async function answerOf(bytes: string) {
  const server = await socketServer((socket) => void socket.write(bytes, 'latin1'));
  const { hostname, port } = new URL(server.url);
  const agents = newmanAgents({}, { timeoutMs: 60_000 });
  try {
    const request = { method: 'GET', path: '/', headers: [], body: Buffer.alloc(0) };
    const address = { host: hostname, port: Number(port), secure: false };
    return await forward(request, address, agents, new AbortController().signal);
  } finally {
    closeAgents(agents);
  }
}

it.each([
  ['a reset', (socket: Socket) => socket.resetAndDestroy()],
  ['a 408', (socket: Socket) => socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')],
])('a request of a collection that an idle connection lost by %s is sent again on a new one', async (_how, end) => {
  const server = await socketServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    socket.once('data', () => end(socket));
  });
  const { hostname, port } = new URL(server.url);
  const agents = newmanAgents({}, { timeoutMs: 60_000 });
  const request = { method: 'GET', path: '/', headers: [], body: Buffer.alloc(0) };
  const address = { host: hostname, port: Number(port), secure: false };
  const ask = () => forward(request, address, agents, new AbortController().signal);
  const answers = [await ask(), await ask()];
  closeAgents(agents);
  expect(answers.map(({ outcome }) => outcome)).toEqual([
    expect.objectContaining({ status: 200 }),
    expect.objectContaining({ status: 200 }),
  ]);
  expect(server.requests).toHaveLength(2);
});

describe('the response to a request of a collection', () => {
  it('comes back byte for byte, and is read as every other response is', async () => {
    const bytes = 'HTTP/1.1 200 OK\r\nX-Name: caf\xc3\xa9\r\nContent-Length: 3\r\n\r\n\xffab';
    const answer = await answerOf(bytes);
    expect(answer.outcome).toMatchObject({
      ...{ kind: 'response', status: 200, statusText: 'OK', body: '\ufffdab', validUtf8: false },
      headers: [
        ['X-Name', 'café'],
        ['Content-Length', '3'],
      ],
    });
    expect(asWireBytes(answer)?.toString('latin1')).toBe(bytes);
  });

  it.each([
    [
      'has more bytes after its end',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      'after the end',
    ],
    ['is longer than what is read', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1_200_000)}`, 'the body is longer than'],
    [
      'has a head longer than what is read',
      `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      'the headers are longer',
    ],
  ])('is a failure if it %s', async (_what, bytes, message) => {
    const answer = await answerOf(bytes);
    expect(answer.outcome).toMatchObject({
      kind: 'failure',
      reason: 'protocol',
      message: expect.stringContaining(message),
    });
    expect(asWireBytes(answer)).toBeUndefined();
  });
});
