import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { closeServers, socketServer } from '../testing/servers';
import { resetConnection } from './reset-connection';

afterEach(closeServers);

describe('a connection is reset', () => {
  it.each<[string, (socket: Socket) => void, string | undefined]>([
    ['and its peer sees that', () => undefined, 'ECONNRESET'],
    // Node reports the refused reset as an error of this side, and keeps the connection for ever.
    ['unless its end is being sent', (socket) => socket.end('the last words'), undefined],
  ])('%s', async (_when, before, seen) => {
    const errors: string[] = [];
    const { url } = await socketServer((socket) => {
      socket.on('error', (error) => errors.push(error.message));
      before(socket);
      resetConnection(socket);
    });
    const client = connect(Number(new URL(url).port), '127.0.0.1');
    let failure: NodeJS.ErrnoException | undefined;
    client.on('error', (error) => {
      failure = error;
    });
    client.resume().write('the first words');
    await new Promise((resolve) => client.once('close', resolve));
    expect([errors, failure?.code]).toEqual([[], seen]);
  });
});
