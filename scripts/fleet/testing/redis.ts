import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../../lib/listen';
import { present } from '../../testing/present';

/** A Redis server for one test, with an append-only file in a temporary folder. */
export interface TestRedis {
  readonly url: string;
  /** Kills it with -9. */
  kill(): void;
  /** Starts it again with the data that it had written. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Whether `redis-server` is installed; on a CI server it must be. */
export const hasRedis = (): boolean => present(spawnSync('redis-server', ['--version']).status === 0, 'redis-server');

/** Whether it can also listen for TLS: one that cannot does not know this option. It ends at once, for it has no port. */
export function hasRedisTls(): boolean {
  const { stderr } = spawnSync('redis-server', ['--port', '0', '--tls-port', '0'], { encoding: 'utf8' });
  return present(!/FATAL CONFIG/.test(stderr), 'a redis-server with TLS');
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0, '127.0.0.1');
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    // It answers with an error while it loads its file, and if it needs a password.
    socket.once('data', (data) => {
      socket.destroy();
      resolve(!String(data).startsWith('-LOADING'));
    });
    socket.once('error', () => resolve(false));
  });

/** @param options further arguments of `redis-server` */
export async function startRedis(options: readonly string[] = []): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''];
    server = spawn('redis-server', [...own, ...options], { stdio: 'ignore' });
    while (!(await answers(port))) {
      if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}`);
      await sleep(20);
    }
  };
  const ended = async (): Promise<void> => {
    if (server && server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => server?.kill('SIGKILL'),
    restart: async () => {
      await ended();
      await start();
    },
    close: async () => {
      server?.kill('SIGKILL');
      await ended();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
