import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { codeRoot } from './package-root';

/**
 * Starts a module in a thread of its own.
 *
 * @param path from the folder of the code, without extension: in a checkout it is TypeScript, which needs ts-node
 */
export function startThread(path: string): Worker {
  const source = join(codeRoot, `${path}.ts`);
  return existsSync(source)
    ? new Worker(source, { execArgv: ['-r', require.resolve('ts-node/register')] })
    : new Worker(join(codeRoot, `${path}.js`));
}
