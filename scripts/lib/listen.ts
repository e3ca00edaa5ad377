import type { Server } from 'node:net';

/**
 * Starts to listen, and returns the port.
 *
 * @param port 0 takes any free one
 * @throws Node's error if the address cannot be used
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
