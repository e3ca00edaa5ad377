import { isUtf8 } from 'node:buffer';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { ExchangeFailure, ReceivedResponse } from '../../contract/exchange';
import { headerPairs, headerValue } from '../../lib/headers';
import type { ErrorLike } from '../../lib/network-error';
import { excess, failureOf, maxBodyBytes, runEnded } from '../bounds';
import type { NewmanAgents } from '../newman-agents';
import type { ServerAddress } from '../origin';
import { decompressed } from '../response';
import type { OutgoingRequest } from './placeholders';

/** A response as it was received, and its body as it came over the wire. */
export interface Answer {
  readonly outcome: ReceivedResponse | ExchangeFailure;
  readonly bytes: Buffer;
}

function received(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    message.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBodyBytes) {
        chunks.push(chunk);
        return;
      }
      reject(excess('long-body'));
      message.destroy();
    });
    message.on('end', () => resolve(Buffer.concat(chunks)));
    message.on('error', reject);
    message.on('aborted', () => reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
  });
}

/** Sends a request as it is, header by header, and reads its response within its bounds. */
export async function forward(
  { method, path, headers, body }: OutgoingRequest,
  { host, port, secure }: ServerAddress,
  agents: NewmanAgents,
  signal: AbortSignal,
): Promise<Answer> {
  const started = performance.now();
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = (secure ? secureRequest : plainRequest)({
        ...{ agent: secure ? agents.https : agents.http, host, port, method, path, setHost: false, signal },
        headers: headers.flat(),
      });
      sent.on('response', resolve);
      sent.on('error', reject);
      sent.end(body.length > 0 ? body : undefined);
    });
    const answered = headerPairs(message.rawHeaders);
    const bytes = await received(message);
    const hasBody = method !== 'HEAD' && message.statusCode !== 204 && message.statusCode !== 304;
    const content = await decompressed(bytes, hasBody ? headerValue(answered, 'content-encoding') : undefined);
    const outcome: ReceivedResponse = {
      ...{
        kind: 'response',
        status: message.statusCode ?? 0,
        statusText: message.statusMessage ?? '',
        headers: answered,
      },
      ...{ body: content.toString('utf8'), validUtf8: isUtf8(content) },
      ...{ receivedAt: Date.now(), durationMs: Math.round(performance.now() - started) },
    };
    return { outcome, bytes };
  } catch (error) {
    const { kind, message } = signal.aborted ? runEnded() : failureOf(error as ErrorLike);
    const reason = signal.aborted ? 'aborted' : kind;
    return { outcome: { kind: 'failure', reason, message }, bytes: Buffer.alloc(0) };
  }
}

/** A response as HTTP/1.1 text, for the client that asked. Only how its end is marked may differ from what came. */
export function asWireBytes({ outcome, bytes }: Answer): Buffer | undefined {
  if (outcome.kind === 'failure') return undefined;
  const chunked = outcome.headers.some(
    ([name, value]) => name.toLowerCase() === 'transfer-encoding' && /chunked/i.test(value),
  );
  const lines = outcome.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = Buffer.from(`HTTP/1.1 ${outcome.status} ${outcome.statusText}\r\n${lines}\r\n`, 'latin1');
  if (!chunked) return Buffer.concat([head, bytes]);
  const size = bytes.length > 0 ? [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')] : [];
  return Buffer.concat([head, ...size, Buffer.from('0\r\n\r\n')]);
}
