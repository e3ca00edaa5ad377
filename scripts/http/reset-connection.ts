import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Closes a connection as one is closed that failed: with a reset, if TCP alone is spoken. One whose end is being sent is
 * closed without: Node refuses that reset (EINVAL), and never frees the connection.
 */
export function resetConnection(socket: Socket): void {
  if (socket instanceof TLSSocket || socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
