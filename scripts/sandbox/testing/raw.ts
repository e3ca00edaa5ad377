import { connect } from 'node:net';

/** Sends bytes and reads until the server closes the connection or sends nothing for `silentMs`. */
export function raw(port: number, bytes: string, silentMs = 1000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let text = '';
    const finish = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(silentMs, finish);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('end', finish);
    socket.on('error', reject);
  });
}
