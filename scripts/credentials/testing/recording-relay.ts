import { connect, createServer } from 'node:net';
import { resetConnection } from '../../http/reset-connection';
import { localServer } from '../../testing/servers';

/** A relay that stands before a server or a proxy, and records every byte that is sent to it. */
export interface RecordingRelay {
  readonly url: string;
  /** What was sent, as Latin-1. */
  readonly sent: () => string;
  close(): Promise<void>;
}

/** Puts a relay before an address on this machine. */
export async function recordingRelay(url: string): Promise<RecordingRelay> {
  const { hostname, port, protocol } = new URL(url);
  const chunks: Buffer[] = [];
  // Half open: a socket that ends by itself while it is reset keeps its handle (Node 20).
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    client.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A reset is passed on as a reset, so that the fault stays what it is.
    upstream.on('error', () => resetConnection(client));
    client.on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  const local = await localServer(server);
  return {
    url: `${protocol}//${hostname}:${new URL(local.url).port}`,
    sent: () => Buffer.concat(chunks).toString('latin1'),
    close: local.close,
  };
}
