import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

const handshakeRecord = 22;
const certificateRequest = 13;
/** A server's messages before the alert fit into this; more is not kept. */
const longestKept = 64 * 1024;

/** The handshake messages at the start of what a server sent, up to its first record of another kind (RFC 5246 §6.2.1). */
function plainHandshake(bytes: Buffer): Buffer {
  const fragments: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === handshakeRecord; ) {
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    fragments.push(bytes.subarray(at + 5, end));
    at = end;
  }
  return Buffer.concat(fragments);
}

/**
 * Whether a server asked for a client certificate, by the bytes that it sent. Only TLS 1.2 shows it: TLS 1.3 encrypts the
 * question, and has an alert of its own for a missing certificate (RFC 8446 §6.2), while in TLS 1.2 the alert is the same
 * as for a missing cipher.
 */
export function asksForClientCertificate(bytes: Buffer): boolean {
  const messages = plainHandshake(bytes);
  for (let at = 0; at + 4 <= messages.length; at += 4 + messages.readUIntBE(at + 1, 3))
    if (messages[at] === certificateRequest) return true;
  return false;
}

/** A connection that keeps the first bytes that came over it. */
export class TappedConnection extends Duplex {
  readonly #chunks: Buffer[] = [];
  #length = 0;

  constructor(readonly socket: Socket) {
    super();
    socket.on('data', (chunk: Buffer) => {
      if (this.#length < longestKept) this.#chunks.push(chunk);
      this.#length += chunk.length;
      this.push(chunk);
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.socket.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }
}
