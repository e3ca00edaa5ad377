import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/**
 * Starts to listen, and returns the port.
 *
 * @param port 0 takes any free one
 * @throws Node's error if the address cannot be used
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
