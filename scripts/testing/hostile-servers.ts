import type { Socket } from 'node:net';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FailureKind } from '../contract/exchange';
import { type LocalServer, socketServer } from './servers';

/** A faulty server, and how it must be reported. */
export interface HostileServer {
  /** As in "a server that …". */
  readonly does: string;
  readonly reason: FailureKind;
  readonly message: RegExp;
  readonly start: () => Promise<LocalServer>;
}

const head = 'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n';
const body = '{"accessToken":"a.b.c","expires":"1"}';
const complete = `${head}Content-Length: ${body.length}\r\n\r\n${body}`;

/** Writes without end, as fast as the client reads. */
function pour(socket: Socket, bytes: Buffer | string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', more);
  more();
}

/** Writes one text after another, one every 100 ms. */
function drip(socket: Socket, next: () => string): void {
  const timer = setInterval(() => socket.write(next(), 'latin1'), 100);
  socket.on('close', () => clearInterval(timer));
}

/** 600 MB of zeros, as gzip members one after the other. */
const zeros = (): Buffer => Buffer.concat(new Array(100).fill(gzipSync(Buffer.alloc(6 * 1024 * 1024))));

const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

function sendsPacked(socket: Socket, coding: string, bytes: Buffer): void {
  socket.write(`${head}Content-Encoding: ${coding}\r\nContent-Length: ${bytes.length}\r\n\r\n`);
  socket.write(bytes);
}

const manyHeaders = (): string => Array.from({ length: 100_000 }, (_, index) => `X-${index}: a\r\n`).join('');

const late = /^no complete response within \d+ ms$/;
const tooLong = /^the body is longer than 1048576 bytes /;
const longHead = /^the headers are longer than 16384 bytes/;
const interim = /^more than 32 interim responses/;
const notHttp = /^the response is not valid HTTP \(/;
const cutShort = /^the connection closed before the response was complete \(/;
const tooMuch = /more bytes after the end of the response$|^the response is not valid HTTP \(HPE/;

type Row = readonly [does: string, reason: FailureKind, message: RegExp, answer: (socket: Socket) => unknown];

const rows: readonly Row[] = [
  ['never answers', 'timeout', late, () => undefined],
  ['says half a status line and goes silent', 'timeout', late, (socket) => socket.write('HTTP/1.1 20')],
  [
    'drips its headers',
    'timeout',
    late,
    (socket) => drip(socket, () => `${socket.bytesWritten ? 'X-A: b\r\n' : head}`),
  ],
  [
    'drips its body',
    'timeout',
    late,
    (socket) => {
      socket.write(`${head}Content-Length: 100\r\n\r\n`);
      drip(socket, () => 'a');
    },
  ],
  [
    'drips empty chunks of gzip',
    'timeout',
    late,
    (socket) => {
      socket.write(`${head}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n`);
      const empty = gzipSync('');
      drip(socket, () => `${empty.length.toString(16)}\r\n${empty.toString('latin1')}\r\n`);
    },
  ],
  [
    'never ends',
    'protocol',
    tooLong,
    (socket) => {
      socket.write(`${head}\r\n`);
      pour(socket, Buffer.alloc(65_536, 'a'));
    },
  ],
  ['sends 600 MB of zeros as gzip', 'protocol', tooLong, (socket) => sendsPacked(socket, 'gzip', zeros())],
  [
    'sends 64 MB of zeros as Brotli',
    'protocol',
    tooLong,
    (socket) => sendsPacked(socket, 'br', brotliCompressSync(Buffer.alloc(64 * 1024 * 1024), quick)),
  ],
  ['sends 100,000 headers', 'protocol', longHead, (socket) => socket.end(`${head}${manyHeaders()}\r\n`)],
  ['sends headers without end', 'protocol', longHead, (socket) => pour(socket, `${head}X-A: ${'a'.repeat(65_536)}`)],
  [
    'sends trailers without end',
    'protocol',
    longHead,
    (socket) => {
      socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n0\r\n`);
      pour(socket, 'X-A: b\r\n'.repeat(1000));
    },
  ],
  [
    'announces more than it sends, and hangs up',
    'reset',
    cutShort,
    (socket) => socket.end(`${head}Content-Length: 1000\r\n\r\n${body}`),
  ],
  [
    'announces more than it sends, and waits',
    'timeout',
    late,
    (socket) => socket.write(`${head}Content-Length: 1000\r\n\r\n${body}`),
  ],
  [
    'announces less than it sends',
    'protocol',
    tooMuch,
    (socket) => socket.write(`${head}Content-Length: ${body.length - 5}\r\n\r\n${body}`),
  ],
  ['sends two responses at once', 'protocol', tooMuch, (socket) => socket.write(complete + complete)],
  [
    'writes an invalid chunk',
    'protocol',
    notHttp,
    (socket) => socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\nzz\r\n`),
  ],
  [
    'gives two lengths',
    'protocol',
    notHttp,
    (socket) => socket.write(`${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`),
  ],
  [
    'gives a length and chunks',
    'protocol',
    notHttp,
    (socket) => socket.write(`${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
  ],
  [
    'closes its half of the connection in the body',
    'reset',
    cutShort,
    (socket) => socket.end(`${head}Content-Length: 9\r\n\r\n{`),
  ],
  ['closes its half of the connection at once', 'reset', cutShort, (socket) => socket.end()],
  [
    'resets the connection in the body',
    'reset',
    cutShort,
    (socket) => socket.write(`${head}Content-Length: 100\r\n\r\n{"a`, () => socket.resetAndDestroy()),
  ],
  ['speaks HTTP/0.9', 'protocol', notHttp, (socket) => socket.end('<html><body>It works!</body></html>')],
  [
    'sends 100 Continue without end',
    'protocol',
    interim,
    (socket) => pour(socket, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)),
  ],
  [
    'sends 103 Early Hints without end',
    'protocol',
    interim,
    (socket) => pour(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(100)),
  ],
  [
    'switches protocols',
    'protocol',
    /^the server switched protocols/,
    (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
  ],
];

/** All faulty servers. */
export const hostileServers: readonly HostileServer[] = rows.map(([does, reason, message, answer]) => ({
  does,
  reason,
  message,
  start: () => socketServer(answer),
}));
