import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivedRequest, Reply } from './http';

/** How much of a body is kept. The rest is read and dropped, so that the caller still receives the response. */
const keptBytes = 2 * 1024 * 1024;

/** Reads a request to its end. */
export async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const kept: Buffer[] = [];
  let bodySize = 0;
  const keep = (chunk: Buffer): void => {
    if (bodySize < keptBytes) kept.push(chunk.subarray(0, keptBytes - bodySize));
    bodySize += chunk.length;
  };
  // An iterator of the stream costs more than all else that is done with a small request.
  await new Promise<void>((resolve, reject) => {
    incoming.on('data', keep).once('end', resolve).once('error', reject);
    // An error for each request would cost more than reading it.
    incoming.once('close', () => {
      if (!incoming.readableEnded) reject(new Error('the caller hung up'));
    });
  });
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  return {
    method: incoming.method ?? '',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark)),
    header: (name) => {
      const value = incoming.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: Buffer.concat(kept),
    bodySize,
  };
}

/** Writes a reply with its exact header names, reason phrase and number of chunks. */
export async function send(outgoing: ServerResponse, reply: Reply, signal: AbortSignal): Promise<void> {
  if (reply.delayMs) await sleep(reply.delayMs, undefined, { signal });
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  const headers: string[] = reply.headers.flat();
  outgoing.sendDate = !reply.undated;
  const bodiless = reply.status === 204 || reply.status === 304;
  if (!reply.chunks && !bodiless) headers.push('Content-Length', String(body.length));
  if (reply.reason === undefined) outgoing.writeHead(reply.status, headers);
  else outgoing.writeHead(reply.status, reply.reason, headers);
  if (bodiless) outgoing.end();
  else if (!reply.chunks) outgoing.end(body);
  else {
    const size = Math.max(1, Math.ceil(body.length / reply.chunks));
    for (let at = 0; at < body.length; at += size) outgoing.write(body.subarray(at, at + size));
    outgoing.end();
  }
}
