import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** A line of MONITOR for what the gate sets: `+1339518083.107412 [0 lua] "SET" "…gate" …`. */
const granted = /^\+(\d+\.\d+) \[\d+ lua\] "SET" "[^"]*gate"/i;

/**
 * Records when the gate of a fleet lets a request through, by the clock of Redis. That is what the rate limit applies to:
 * when a request arrives also depends on how busy this machine is.
 *
 * @param grants receives the times, in milliseconds
 * @returns stops recording
 */
export async function watchGrants(url: string, grants: number[]): Promise<() => void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  // Redis is killed on purpose.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  createInterface(socket).on('line', (line) => {
    const [, seconds] = granted.exec(line) ?? [];
    if (seconds !== undefined) grants.push(Number(seconds) * 1000);
  });
  socket.write('MONITOR\r\n');
  return () => socket.destroy();
}
