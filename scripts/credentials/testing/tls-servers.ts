import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalServer } from '../../testing/servers';
import type { Certificate } from './certificates';

/** A TLS server of the openssl binary, which refuses as OpenSSL itself does: Node's own server sends no alerts. */
export async function opensslServer({ cert, key }: Certificate, ...args: readonly string[]): Promise<LocalServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tls-server-'));
  writeFileSync(join(folder, 'server.pem'), cert);
  writeFileSync(join(folder, 'server.key'), key, { mode: 0o600 });
  const files = ['-cert', 'server.pem', '-key', 'server.key'];
  const server = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...files, '-www', ...args], {
    ...{ cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
  });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const port = await new Promise<string>((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /ACCEPT \S*:(\d+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    server.once('close', () => reject(new Error(`openssl s_server ended: ${text}`)));
  });
  return {
    ...{ url: `https://localhost:${port}`, requests: [] },
    close: async () => {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
