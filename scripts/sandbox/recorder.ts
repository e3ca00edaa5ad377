import type { WireExchange, WireRequest } from '../lib/wire-exchange';
import { type Reply, replyHeader } from './http';

const maxRequests = 1000;
const maxBytes = 16 * 1024 * 1024;

/** Keeps the most recent requests, up to a number and a size. */
export class Recorder {
  readonly requests: WireRequest[] = [];
  #bytes = 0;

  add(request: WireRequest): void {
    this.requests.push(request);
    this.#bytes += request.body.length;
    while (this.requests.length > maxRequests || this.#bytes > maxBytes) {
      this.#bytes -= this.requests.shift()?.body.length ?? 0;
    }
  }

  clear(): void {
    this.requests.length = 0;
    this.#bytes = 0;
  }
}

/** The response as it was written, with the date that Node adds. */
export function responseOf(reply: Reply, now: number): NonNullable<WireExchange['response']> {
  const dated = reply.undated || replyHeader(reply, 'date') !== undefined;
  return {
    status: reply.status,
    headers: dated ? reply.headers : [...reply.headers, ['Date', new Date(now).toUTCString()]],
    body: typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body,
  };
}
