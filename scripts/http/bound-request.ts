import type { ClientRequest } from 'node:http';
import { excess, maxInterim } from './bounds';

/** Holds a request of Node's own client to the bounds that come before its response: interim responses, no upgrade. */
export function boundRequest(request: ClientRequest): void {
  let interim = 0;
  request.on('information', () => {
    interim += 1;
    if (interim > maxInterim) request.destroy(excess('interim'));
  });
  // Without a listener, Node would close the connection and report nothing.
  request.once('upgrade', (_response, socket) => {
    socket.destroy();
    request.emit('error', excess('upgrade'));
  });
}
