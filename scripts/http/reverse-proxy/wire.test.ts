import {
  answering,
  hasHead,
  type Script,
  type Seen,
  scriptedClient,
  scriptedServer,
  sending,
  watchedProxy,
} from './testing/wire';

/** What both sides saw of one conversation. */
interface Conversation {
  readonly client: Seen;
  readonly server: readonly Seen[];
}

async function conversation(
  client: (port: number) => Script,
  server: Script,
  throughProxy: boolean,
): Promise<Conversation> {
  const target = await scriptedServer(server);
  const proxy = throughProxy ? await watchedProxy(target.port) : undefined;
  try {
    const port = proxy?.port ?? target.port;
    const seen = await scriptedClient(port, client(port));
    await proxy?.close(5000);
    return { client: seen, server: await target.seen() };
  } finally {
    await proxy?.close(0);
    await target.close();
  }
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
const get = (port: number, more = ''): string => `GET /v1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${more}\r\n`;
const ends =
  (text: string) =>
  (received: string): boolean =>
    received.endsWith(text);

const rows: readonly [name: string, client: (port: number) => Script, server: Script][] = [
  ['a request and its response', (port) => sending(get(port)), answering(hasHead, ok)],
  [
    'the case, order, spacing and repetition of headers',
    (port) =>
      sending(
        `POST /v1/identity/payout?a=%2f&b HTTP/1.1\r\naCCEPT:  x \r\nHOST: 127.0.0.1:${port}\r\nx-a: 1\r\nX-A: 2\r\nX-Empty:\r\nX-Late: caf\xc3\xa9 \xff\r\nContent-Length: 2\r\n\r\n{}`,
      ),
    answering(
      ends('{}'),
      'HTTP/1.1 201 Sure\r\nx-a: 1\r\nX-A:2\r\nset-cookie: a=b\r\nSet-Cookie: c=d\r\nCONTENT-length: 2\r\n\r\n{}',
    ),
  ],
  [
    'a path that a URL parser would change',
    (port) => sending(`GET //a/../b/./c%zz?{"x"}|\xe9 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`),
    answering(hasHead, ok),
  ],
  [
    'a method that nobody knows, and no Host',
    () => sending('FROB * HTTP/1.0\r\nX: y\r\n\r\n'),
    answering(hasHead, 'HTTP/1.0 405 \r\n\r\nuntil the end'),
  ],
  [
    'chunks, their extensions and trailers, both ways',
    (port) =>
      sending(
        get(port, 'Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n'),
        '3;a=b\r\nab',
        'c\r',
        '\n0A\r\n0123456789\r\n',
        '0\r\nX-Sum: 1\r\n\r\n',
      ),
    answering(
      ends('X-Sum: 1\r\n\r\n'),
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n',
      '1\r\n}\r\n0\r\nx-end: 2\r\n\r\n',
    ),
  ],
  [
    'interim responses',
    (port) => sending(get(port, 'Expect: 100-continue\r\n')),
    answering(hasHead, 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', ok),
  ],
  [
    'a body that waits for 100 Continue',
    (port) => async (socket, until) => {
      socket.write(get(port, 'Expect: 100-continue\r\nContent-Length: 3\r\n'));
      await until((text) => text.includes('100 Continue'));
      socket.write('abc');
      socket.on('end', () => socket.end());
    },
    async (socket, until) => {
      await until(hasHead);
      socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      await until(ends('abc'));
      socket.end(ok);
    },
  ],
  [
    'the response to HEAD, 204 and 304, which have no body, on one connection',
    (port) =>
      sending(
        `HEAD / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n${get(port)}${get(port)}${get(port, 'Connection: close\r\n')}`,
      ),
    answering(
      (text) => text.split('\r\n\r\n').length === 5,
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n',
      ok,
    ),
  ],
  [
    'a response before the request has ended',
    (port) => async (socket, until) => {
      socket.write(get(port, 'Content-Length: 10\r\n'));
      socket.write('12345');
      await until(ends('{}'));
      socket.end('67890');
    },
    async (socket, until) => {
      await until(ends('12345'));
      socket.write(ok);
      await until(ends('67890'));
      socket.end();
    },
  ],
  [
    'a response that ends with the connection',
    (port) => sending(get(port)),
    answering(hasHead, 'HTTP/1.1 200 OK\r\n\r\n{', '}'),
  ],
  [
    'a response that is cut short',
    (port) => sending(get(port)),
    answering(hasHead, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}'),
  ],
  ['headers that are cut short', (port) => sending(get(port)), answering(hasHead, 'HTTP/1.1 200 OK\r\nContent-Le')],
  ['a connection that closes without a response', (port) => sending(get(port)), answering(hasHead)],
  ['bytes that are not HTTP', (port) => sending(get(port)), answering(hasHead, '\x00\x01 hello\r\n\r\n', 'more')],
  [
    'lines that end with LF',
    (port) => sending(get(port)),
    answering(hasHead, 'HTTP/1.1 200 OK\nContent-Length: 2\n\n{}'),
  ],
  [
    'a response with both lengths',
    (port) => sending(get(port)),
    answering(
      hasHead,
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    ),
  ],
  [
    'a folded header of the response',
    (port) => sending(get(port)),
    answering(hasHead, 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 2\r\n\r\n{}'),
  ],
  [
    'headers longer than 64 KiB',
    (port) => sending(get(port)),
    answering(hasHead, `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}\r\n`, 'Content-Length: 2\r\n\r\n{}'),
  ],
  ['a second response that nobody asked for', (port) => sending(get(port)), answering(hasHead, ok + ok)],
  [
    'a body of 5 MiB, both ways',
    (port) => async (socket, until) => {
      socket.write(get(port, `Content-Length: ${5 << 20}\r\n`));
      socket.write(Buffer.alloc(5 << 20, 'a'));
      await until((text) => text.length > 5 << 20);
      socket.end();
    },
    async (socket, until) => {
      await until((text) => text.length > 5 << 20);
      socket.end(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${5 << 20}\r\n\r\n`),
          Buffer.alloc(5 << 20, 'b'),
        ]),
      );
    },
  ],
  [
    'a client that half-closes after its request',
    (port) => (socket) => {
      socket.end(get(port));
    },
    async (socket, until) => {
      await until(hasHead);
      await new Promise((resolve) => (socket.readableEnded ? resolve(0) : socket.once('end', resolve)));
      socket.end(ok);
    },
  ],
];

describe('what both sides see is what they see without the proxy', () => {
  it.each(rows)('%s', async (_, client, server) => {
    const direct = await conversation(client, server, false);
    expect(direct.server).toHaveLength(1);
    expect(await conversation(client, server, true)).toEqual(direct);
  });

  it('a target that resets the connection', async () => {
    const server: Script = async (socket, until) => {
      await until(hasHead);
      socket.resetAndDestroy();
    };
    const client = (port: number): Script => sending(get(port));
    const direct = await conversation(client, server, false);
    expect(direct.client.ended).toBe('reset');
    expect(await conversation(client, server, true)).toEqual(direct);
  });

  it('a client that resets the connection while it waits', async () => {
    const client =
      (port: number): Script =>
      async (socket, until) => {
        socket.write(get(port));
        await until((text) => text.includes('100'));
        socket.resetAndDestroy();
      };
    const server: Script = async (socket, until) => {
      await until(hasHead);
      socket.write('HTTP/1.1 100 Continue\r\n\r\n');
    };
    const direct = await conversation(client, server, false);
    expect(direct.server[0]?.ended).toBe('reset');
    expect(await conversation(client, server, true)).toEqual(direct);
  });
});
