import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { ExchangeFailure, HeaderList, ReceivedResponse } from '../../contract/exchange';
import { headerPairs } from '../../lib/headers';
import type { ErrorLike } from '../../lib/network-error';
import { failureOf, failureOutcome, runEnded } from '../bounds';
import { closeAgents, type NewmanAgents, wasLostWhenIdle } from '../newman-agents';
import type { ServerAddress } from '../origin';
import { Receiver, receiveInto } from '../response';
import type { OutgoingRequest } from './placeholders';

/** A response as it was received, and its headers and body as they came over the wire: a character is a byte there. */
export interface Answer {
  readonly outcome: ReceivedResponse | ExchangeFailure;
  readonly headers: HeaderList;
  readonly bytes: Buffer;
}

/**
 * Sends a request as it is, header by header, and reads its response within its bounds. What an idle connection lost is sent
 * again over a new one.
 */
export async function forward(
  request: OutgoingRequest,
  address: ServerAddress,
  agents: NewmanAgents,
  signal: AbortSignal,
): Promise<Answer> {
  const { method, path, headers, body } = request;
  const { host, port, secure } = address;
  const started = performance.now();
  try {
    let rawHeaders: readonly string[] = [];
    const receiver = await new Promise<Receiver>((resolve, reject) => {
      const receiving = new Receiver(Date.now, () => resolve(receiving), reject);
      const sent = (secure ? secureRequest : plainRequest)({
        ...{ agent: secure ? agents.https : agents.http, host, port, method, path, setHost: false, signal },
        headers: headers.flat(),
      });
      sent.on('response', (response) => {
        rawHeaders = response.rawHeaders;
        receiveInto(response, receiving);
      });
      sent.on('error', reject);
      sent.end(body.length > 0 ? body : undefined);
    });
    const durationMs = Math.round(performance.now() - started);
    const outcome: ReceivedResponse = { ...receiver.read(method), receivedAt: Date.now(), durationMs };
    return { outcome, headers: headerPairs(rawHeaders), bytes: receiver.body };
  } catch (error) {
    if (wasLostWhenIdle(error as Error) && !signal.aborted) {
      const renewed = agents.renewed();
      return await forward(request, address, renewed, signal).finally(() => closeAgents(renewed));
    }
    const outcome: ExchangeFailure = signal.aborted
      ? { ...failureOutcome(runEnded()), reason: 'aborted' }
      : failureOutcome(failureOf(error as ErrorLike));
    return { outcome, headers: [], bytes: Buffer.alloc(0) };
  }
}

/** A response as HTTP/1.1 text, for the client that asked. Only the marking of its end may differ from the response of the server. */
export function asWireBytes({ outcome, headers, bytes }: Answer): Buffer | undefined {
  if (outcome.kind === 'failure') return undefined;
  const chunked = headers.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && /chunked/i.test(value));
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = Buffer.from(`HTTP/1.1 ${outcome.status} ${outcome.statusText}\r\n${lines}\r\n`, 'latin1');
  if (!chunked) return Buffer.concat([head, bytes]);
  const size = bytes.length > 0 ? [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')] : [];
  return Buffer.concat([head, ...size, Buffer.from('0\r\n\r\n')]);
}
