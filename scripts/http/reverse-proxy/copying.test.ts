import { gzipSync } from 'node:zlib';
import { answering, hasHead, type Script, scriptedClient, scriptedServer, sending, watchedProxy } from './testing/wire';
import type { ForwardedExchange } from './transaction';

/** The exchanges of one conversation through a proxy. */
async function exchangesOf(client: Script, server: Script): Promise<readonly ForwardedExchange[]> {
  const target = await scriptedServer(server);
  const proxy = await watchedProxy(target.port, { clocks: { now: () => 1_700_000_000_000, elapsed: () => 5 } });
  try {
    await scriptedClient(proxy.port, client);
    await proxy.close(5000);
    const own = `http://127.0.0.1:${target.port}`;
    return proxy.exchanges.map(({ request, ...rest }) => ({
      ...rest,
      request: { ...request, url: request.url.replace(own, 'TARGET') },
    }));
  } finally {
    await proxy.close(0);
    await target.close();
  }
}

const get = 'GET /v1?a=%2f HTTP/1.1\r\nhost: localhost\r\nX-A: caf\xc3\xa9\r\nx-a: 2\r\n\r\n';
const response = (headers: string, body = ''): string => `HTTP/1.1 200 Fine\r\n${headers}\r\n${body}`;

describe('what is copied of an exchange', () => {
  it('has headers as they were written, and texts as UTF-8', async () => {
    const [exchange] = await exchangesOf(
      sending(get),
      answering(
        hasHead,
        response('X-B: \xc3\xa9\r\nx-b: 2\r\nTransfer-Encoding: chunked\r\n', '3\r\n"\xc3\xa9\r\n'),
        '1\r\n"\r\n0\r\nX-Sum: 1\r\n\r\n',
      ),
    );
    expect(exchange).toEqual({
      number: 1,
      startedAt: 1_700_000_000_000,
      durationMs: 0,
      waitMs: 0,
      httpVersion: { request: '1.1', response: '1.1' },
      size: { request: 0, response: 4 },
      request: {
        method: 'GET',
        url: 'TARGET/v1?a=%2f',
        headers: [
          ['host', expect.stringMatching(/^127\.0\.0\.1:\d+$/)],
          ['X-A', 'café'],
          ['x-a', '2'],
        ],
      },
      outcome: {
        kind: 'response',
        status: 200,
        statusText: 'Fine',
        headers: [
          ['X-B', 'é'],
          ['x-b', '2'],
          ['Transfer-Encoding', 'chunked'],
        ],
        body: '"é"',
        validUtf8: true,
        receivedAt: 1_700_000_000_000,
        durationMs: 0,
      },
    });
  });

  it('has the body without its compression', async () => {
    const body = gzipSync('{"a":1}').toString('latin1');
    const [exchange] = await exchangesOf(
      sending(get),
      answering(hasHead, response(`Content-Encoding: gzip\r\nContent-Length: ${body.length}\r\n`, body)),
    );
    expect(exchange?.outcome).toMatchObject({ kind: 'response', body: '{"a":1}' });
  });

  const long = 1_200_000;
  const rows: readonly [name: string, request: string, answer: readonly string[], wanted: object][] = [
    [
      'a response that is cut short',
      get,
      [response('Content-Length: 9\r\n', '{}')],
      { outcome: { kind: 'failure', reason: 'protocol' } },
    ],
    [
      'a body that cannot be decompressed',
      get,
      [response('Content-Encoding: gzip\r\nContent-Length: 2\r\n', '{}')],
      { outcome: { kind: 'failure', reason: 'protocol' } },
    ],
    [
      'a second response',
      get,
      [response('Content-Length: 2\r\n', '{}').repeat(2)],
      { outcome: { kind: 'failure', reason: 'protocol' } },
    ],
    [
      'a response longer than 1 MiB',
      get,
      [response(`Content-Length: ${long}\r\n`, 'x'.repeat(long))],
      { outcome: { kind: 'failure', reason: 'protocol' }, size: { response: long } },
    ],
    [
      'a response that is not HTTP',
      get,
      ['hello\r\n\r\n'],
      { outcome: { kind: 'failure', reason: 'protocol', message: 'the response has a first line that is not HTTP' } },
    ],
    [
      'a response with more than 16 KiB of headers',
      get,
      [response(`X: ${'x'.repeat(20_000)}\r\nContent-Length: 0\r\n`)],
      { outcome: { kind: 'failure', reason: 'protocol' } },
    ],
    [
      'too many interim responses',
      get,
      ['HTTP/1.1 102 Processing\r\n\r\n'.repeat(40), response('Content-Length: 0\r\n')],
      { outcome: { kind: 'failure', reason: 'protocol' } },
    ],
    [
      'a request longer than 1 MiB',
      `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${long}\r\n\r\n${'x'.repeat(long)}`,
      [response('Content-Length: 0\r\n')],
      {
        outcome: { kind: 'response' },
        size: { request: long },
        missing: { part: 'request-body', because: 'it is longer than 1 MiB' },
      },
    ],
    [
      'a request that is never complete',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{}',
      [response('Content-Length: 0\r\n')],
      { outcome: { kind: 'response' }, missing: { part: 'request-body', because: 'it was not complete' } },
    ],
  ];
  it.each(rows)('%s', async (_, request, answer, wanted) => {
    const complete = (text: string): boolean => hasHead(text) && text.length >= Math.min(request.length, long);
    expect(await exchangesOf(sending(request), answering(complete, ...answer))).toMatchObject([wanted]);
  });

  it('tells which exchange a client gave up', async () => {
    const [exchange] = await exchangesOf(
      async (socket, until) => {
        socket.write(get);
        await until((text) => text.includes('{'));
        socket.resetAndDestroy();
      },
      async (socket, until) => {
        await until(hasHead);
        socket.write(response('Content-Length: 9\r\n', '{'));
      },
    );
    expect(exchange?.outcome).toMatchObject({ kind: 'failure', reason: 'aborted' });
  });

  it('keeps pipelined exchanges apart, also after a HEAD', async () => {
    const request = (method: string, path: string): string => `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const exchanges = await exchangesOf(
      sending(request('HEAD', '/1') + request('GET', '/2')),
      answering(
        (text) => text.includes('/2'),
        response('Content-Length: 5\r\n') + response('Content-Length: 1\r\n', '2'),
      ),
    );
    expect(
      exchanges.map(({ request: { url }, outcome }) => [url, outcome.kind === 'response' && outcome.body]),
    ).toEqual([
      ['TARGET/1', ''],
      ['TARGET/2', '2'],
    ]);
  });
});
