import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cases } from '../../contract';
import type { Engine } from '../../http/types';
import { packageRoot } from '../../lib/package-root';
import { contractWork } from '../../run/contract-work';
import { runDefaults } from '../../run/defaults';
import { environmentWith } from '../../run/environment/environment';
import { runLifecycle } from '../../run/lifecycle';
import type { RunOptions } from '../../run/options';
import { select } from '../../run/select';
import { collectionOf } from '../mutants/stock-newman';

/** The sandbox that all contestants send to, in its own process, and the files that they need. */
export interface Arena {
  readonly folder: string;
  /** For `newman run -e`. */
  readonly environmentFile: string;
  /** A collection with a few requests, for start-up times. */
  readonly smallCollectionFile: string;
  /** The requests as they are sent, for `bare-undici.cjs`. */
  readonly requestsFile: string;
  /** The number of requests in the suite. */
  readonly suiteSize: number;
  /** Settings for `payout-contract`. */
  readonly settings: Readonly<Record<string, string>>;
  close(): void;
}

export const builtCli = join(packageRoot, 'dist', 'cli.js');
export const collectionFile = join(packageRoot, 'collections', 'payout-identity.postman_collection.json');

/** Three cases that depend on no others. */
export const smallCases = ['hmac.documented', 'accept.documented', 'refuse.order-ref.missing'] as const;

/** @throws Error if the package has not been built, or the sandbox does not start */
export async function openArena(): Promise<Arena> {
  if (!existsSync(builtCli)) throw new Error('dist/ is missing: run "npm run build" first');
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const environmentFile = join(folder, 'environment.json');
  const args = ['sandbox', '--port', '0', '--json', '--environment', environmentFile];
  const server = spawn(process.execPath, [builtCli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const { value: line } = await createInterface(server.stdout)[Symbol.asyncIterator]().next();
    if (line === undefined) throw new Error('the sandbox did not start');
    const { url, ...settings }: Record<string, string> = JSON.parse(line);
    const requestsFile = join(folder, 'requests.json');
    writeFileSync(
      requestsFile,
      JSON.stringify(
        await requestsOf(url!, { publicKey: settings.IMBURSE_PUBLIC_KEY!, privateKey: settings.IMBURSE_PRIVATE_KEY! }),
      ),
    );
    const smallCollectionFile = join(folder, 'small.json');
    writeFileSync(smallCollectionFile, JSON.stringify(collectionOf(smallCases)));
    return {
      ...{ folder, environmentFile, requestsFile, smallCollectionFile, suiteSize: cases.length, settings },
      close: () => {
        server.kill();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    server.kill();
    throw error;
  }
}

/** Every request of the suite, once, as an engine sent it. */
async function requestsOf(baseUrl: string, credentials: { publicKey: string; privateKey: string }): Promise<object[]> {
  const requests: object[] = [];
  const recording = (engine: Engine): Engine => ({
    name: 'recording',
    batchSize: 1,
    async *send(batch, options) {
      for await (const exchange of engine.send(batch, options)) {
        requests.push(exchange.request);
        yield exchange;
      }
    },
  });
  const environment = environmentWith({ name: 'arena', kind: 'custom', baseUrl }, credentials, 'the sandbox');
  const options: RunOptions = {
    sending: {
      engine: 'direct',
      through: recording,
      concurrency: 8,
      timeoutMs: runDefaults.timeoutMs,
      retries: runDefaults.retries,
      seed: 1,
    },
    judging: { strict: false },
    limits: { bail: false },
    now: new Date(),
  };
  await runLifecycle(environment, contractWork(select({}, environment), environment, options), options);
  return requests;
}
