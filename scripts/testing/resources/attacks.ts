import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { httpServer, type LocalServer, socketServer } from '../servers';
import { hostileTexts } from './families';

/** Something hostile: a text for the bodies of answers and requests and for files, or a way to answer. */
export interface Attack {
  readonly what: string;
  readonly text: string;
  /** What a client receives, in mebibytes. */
  readonly mebibytes: number;
  /** A target that is like that. */
  readonly start: () => Promise<LocalServer>;
}

const mebibyte = 2 ** 20;
const head = 'HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Type: application/json\r\n';

/** Answers with 201 and 400 in turn, so that both the rules for tokens and those for refusals read the text. */
function textServer(text: string): Promise<LocalServer> {
  const bytes = Buffer.from(text);
  let answered = 0;
  return httpServer((request, response) => {
    answered += 1;
    const status = answered % 2 === 0 ? 400 : 201;
    request.resume().on('end', () => {
      response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length }).end(bytes);
    });
  });
}

function sendGzip(socket: Socket, packed: Buffer): void {
  socket.write(`${head}Content-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
  socket.end(packed);
}
const spaces = gzipSync(Buffer.alloc(mebibyte, ' '));

const ways: Readonly<Record<string, (socket: Socket) => unknown>> = {
  'chunks of one byte': (socket) =>
    socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n${'1\r\n \r\n'.repeat(mebibyte - 4096)}0\r\n\r\n`),
  'a mebibyte in gzip': (socket) => sendGzip(socket, spaces),
  'a gigabyte in gzip': (socket) => sendGzip(socket, Buffer.concat(new Array(1024).fill(spaces))),
  'a thousand headers': (socket) => socket.end(`${head}${'X-A: b\r\n'.repeat(1500)}Content-Length: 2\r\n\r\n{}`),
  'a thousand cookies': (socket) =>
    socket.end(`${head}${'Set-Cookie: a=b\r\n'.repeat(800)}Content-Length: 2\r\n\r\n{}`),
  'headers without end': (socket) => {
    const more = (): void => {
      while (!socket.destroyed && socket.write(`X-A: ${'a'.repeat(65_536)}`));
    };
    socket.write(head);
    socket.on('drain', more);
    more();
  },
  'a byte now and then': (socket) => {
    socket.write(`${head}Content-Length: 1000\r\n\r\n`);
    const timer = setInterval(() => socket.write(' '), 50);
    socket.on('close', () => clearInterval(timer));
  },
};

/** Texts of a mebibyte, made when they are used. */
export const textAttacks: readonly Attack[] = Object.entries(hostileTexts).map(([what, make]) => ({
  what,
  get text() {
    return make();
  },
  mebibytes: 1,
  start: () => textServer(make()),
}));

/** Ways to answer. */
export const wayAttacks: readonly Attack[] = Object.entries(ways).map(([what, answer]) => ({
  what,
  text: '{}',
  // Each byte of the body takes six.
  mebibytes: what === 'chunks of one byte' ? 6 : 1,
  start: () => socketServer(answer),
}));

/** What the others are compared with. */
export const harmless: Attack = { what: 'nothing hostile', text: '{}', mebibytes: 1, start: () => textServer('{}') };
