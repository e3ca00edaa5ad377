import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Certificate } from '../credentials/testing/certificates';
import type { LocalServer } from './servers';

/** A server over TLS, for one test. */
export interface SecureServer extends LocalServer {
  /** The bytes that it could read from all connections. */
  readonly bytes: () => number;
}

const open = new Set<SecureServer>();

/** Ends the servers that were started here. */
export async function closeSecureServers(): Promise<void> {
  await Promise.all([...open].map((server) => server.close()));
}

/**
 * A server over TLS with this handler.
 *
 * @param clientAuthority the authority of the client certificates that it requires; absent if it requires none
 */
export async function secureServer(
  { cert, key }: Certificate,
  answer: RequestListener,
  clientAuthority?: string,
): Promise<SecureServer> {
  const requests: string[] = [];
  let bytes = 0;
  const asking = { requestCert: true, rejectUnauthorized: true };
  const server = createServer({ cert, key, ...(clientAuthority !== undefined && { ca: clientAuthority, ...asking }) });
  server.on('secureConnection', (socket: TLSSocket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
  });
  server.on('request', (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const secure: SecureServer = {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    bytes: () => bytes,
    close: () => {
      open.delete(secure);
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  open.add(secure);
  return secure;
}
