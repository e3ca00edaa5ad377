import { Duplex } from 'node:stream';
import type { ServerAddress } from '../origin';
import type { ToChild } from './protocol';

/** The parent's end of a connection that the collection opened. */
export class CageLine extends Duplex {
  received = 0;
  /** It carries one request: this process ends it with the response. */
  hasRequest = false;

  constructor(
    readonly id: number,
    readonly endpoint: ServerAddress,
    readonly origin: string,
    readonly send: (message: ToChild) => void,
    readonly onClosed: (line: CageLine) => void,
  ) {
    super();
  }
  override _read(): void {}
  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.send({ type: 'data', id: this.id, bytes });
    done();
  }
  override _final(done: () => void): void {
    this.send({ type: 'end', id: this.id });
    done();
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.onClosed(this);
    this.send({ type: 'close', id: this.id, ...(error && { error: error.message }) });
    done(null);
  }
  // What Node's HTTP server expects of a socket.
  setTimeout(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
}
