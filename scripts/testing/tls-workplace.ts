import { writeFileSync } from 'node:fs';
import { type Certificates, certificates } from '../credentials/testing/certificates';
import { makeWorkplace, type Workplace } from './cli';
import { killProcesses } from './process';
import { closeSecureServers } from './secure-servers';
import { closeServers } from './servers';

/** A working directory with the files `authority.pem`, `client.pem` and `client.key`. */
export interface TlsWorkplace extends Workplace {
  readonly made: Certificates;
}

/** Call this at the top of a test file: it cleans up after its tests, including the servers and processes of each. */
export function tlsWorkplace(): TlsWorkplace {
  const work = makeWorkplace();
  const made = certificates();
  for (const [name, text] of [
    ['authority.pem', made.authority],
    ['client.pem', made.client.cert],
    ['client.key', made.client.key],
  ] as const)
    writeFileSync(work.path(name), text, { mode: 0o600 });
  afterEach(async () => {
    killProcesses();
    await Promise.all([closeServers(), closeSecureServers()]);
  });
  afterAll(work.remove);
  return { ...work, made };
}
