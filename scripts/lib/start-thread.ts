import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { codeRoot } from './package-root';

/** Starts a module in a thread of its own: its TypeScript in a checkout, else what was built. `path` has no extension. */
export function startThread(path: string): Worker {
  const source = `${path}.ts`;
  return existsSync(source)
    ? new Worker(source, { execArgv: ['-r', join(codeRoot, 'tools/ts-node/register.cjs')] })
    : new Worker(`${path}.js`);
}
