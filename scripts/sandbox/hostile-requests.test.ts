import { connect } from 'node:net';
import { type Sandbox, startSandbox } from '.';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const start = 'POST /v1/identity/payout HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const headers = (count: number): string => Array.from({ length: count }, (_, at) => `X-${at}: a\r\n`).join('');

/** What a client writes, and how it leaves after that. */
const clients: readonly (readonly [does: string, text: string, leaves?: 'half-closes' | 'resets'])[] = [
  ['disconnects without sending', '', 'half-closes'],
  ['speaks HTTP/0.9', 'GET /\r\n'],
  ['speaks TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['sends 100,000 headers', `${start}${headers(100_000)}\r\n`],
  ['sends one header of a mebibyte', `${start}X-A: ${'a'.repeat(1024 * 1024)}\r\n\r\n`],
  ['asks for a path of a mebibyte', `GET /${'a'.repeat(1024 * 1024)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  ['announces more than it sends, and disconnects', `${start}Content-Length: 1000\r\n\r\n{}`, 'half-closes'],
  ['announces less than it sends', `${start}Content-Length: 2\r\n\r\n{}{"customerRef":"a"}`],
  ['announces a length that is not a number', `${start}Content-Length: 1e3\r\n\r\n{}`],
  ['announces a negative length', `${start}Content-Length: -1\r\n\r\n{}`],
  ['gives two lengths', `${start}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
  ['gives a length and chunks', `${start}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['writes an invalid chunk', `${start}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ['announces 600 MB and resets', `${start}Content-Length: 629145600\r\n\r\n${'a'.repeat(65_536)}`, 'resets'],
  ['resets in the middle of the headers', 'POST /v1/ident', 'resets'],
  ['resets in the middle of the body', `${start}Content-Length: 100\r\n\r\n{"a`, 'resets'],
  ['sends an unknown expectation', `${start}Expect: a miracle\r\nContent-Length: 2\r\n\r\n{}`],
  ['wants another protocol', `${start}Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\n{}`],
  ['wants a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n'],
  ['sends two requests at once', `${start}Content-Length: 2\r\n\r\n{}`.repeat(2)],
  ['sends a thousand requests at once, and disconnects', `${start}Content-Length: 2\r\n\r\n{}`.repeat(1000), 'resets'],
];

/** The statuses that came; the client ends the connection once it has been silent for a moment. */
function statusesFor(text: string, leaves: 'half-closes' | 'resets' | undefined): Promise<number[]> {
  const { port } = new URL(sandbox.url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port: Number(port), host: '127.0.0.1' }, () => {
      socket.write(text, 'latin1', () => {
        if (leaves === 'half-closes') socket.end();
        if (leaves === 'resets') socket.resetAndDestroy();
      });
    });
    socket.setEncoding('latin1').setTimeout(1000, () => socket.destroy());
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve([...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))));
  });
}

describe('the sandbox', () => {
  it.each(clients.map(([does, text, leaves]) => ({ does, text, leaves })))(
    'stays up with a client that $does',
    async ({ text, leaves }) => {
      const statuses = await statusesFor(text, leaves);
      expect(statuses.filter((status) => status < 400 || status >= 500)).toEqual([]);
      const { status } = await fetch(`${sandbox.url}/v1/identity/payout`, { method: 'POST' });
      expect(status).toBe(401);
    },
  );
});
