import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cases } from '../../contract';
import type { Engine } from '../../http/types';
import { packageRoot } from '../../lib/package-root';
import { contractWork } from '../../run/contract-work';
import { environmentWith } from '../../run/environment/environment';
import { runLifecycle } from '../../run/lifecycle';
import type { RunOptions } from '../../run/options';
import { select } from '../../run/select';

/** The server that all send to, in a process of its own, and what each needs to send to it. */
export interface Arena {
  readonly folder: string;
  /** For `newman run -e`. */
  readonly environmentFile: string;
  /** A collection with few requests, for start-up times. */
  readonly smallCollectionFile: string;
  /** The requests as they go over the wire, for `bare-undici.cjs`. */
  readonly requestsFile: string;
  /** How many requests the suite has. */
  readonly suiteSize: number;
  /** Settings for `payout-contract`. */
  readonly settings: Readonly<Record<string, string>>;
  close(): void;
}

export const builtCli = join(packageRoot, 'dist', 'cli.js');
export const collectionFile = join(packageRoot, 'collections', 'payout-identity.postman_collection.json');

/** Three cases that need no other but the first. */
export const smallCases = ['hmac.documented', 'accept.documented', 'refuse.order-ref.missing'] as const;

interface PostmanEnvironment {
  readonly values: readonly { readonly key: string; readonly value: string }[];
}
interface Folder {
  readonly item?: readonly Folder[];
  readonly id?: string;
}

/** @throws where the package has not been built */
export async function openArena(): Promise<Arena> {
  if (!existsSync(builtCli)) throw new Error('dist/ is missing: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const environmentFile = join(folder, 'environment.json');
  const server = spawn(process.execPath, [builtCli, 'sandbox', '--environment', environmentFile], { stdio: 'ignore' });
  try {
    await written(environmentFile, server);
    const { values }: PostmanEnvironment = JSON.parse(readFileSync(environmentFile, 'utf8'));
    const value = (key: string): string => values.find((each) => each.key === key)?.value ?? '';
    const credentials = { publicKey: value('publicKey'), privateKey: value('privateKey') };
    const requestsFile = join(folder, 'requests.json');
    writeFileSync(requestsFile, JSON.stringify(await requestsOf(value('baseUrl'), credentials)));
    const smallCollectionFile = join(folder, 'small.json');
    writeFileSync(smallCollectionFile, JSON.stringify(reduced(JSON.parse(readFileSync(collectionFile, 'utf8')))));
    return {
      ...{ folder, environmentFile, requestsFile, smallCollectionFile, suiteSize: cases.length },
      settings: {
        IMBURSE_BASE_URL: value('baseUrl'),
        IMBURSE_PUBLIC_KEY: credentials.publicKey,
        IMBURSE_PRIVATE_KEY: credentials.privateKey,
        IMBURSE_ACCOUNT_ID: value('accountId'),
        IMBURSE_TENANT_ID: value('tenantId'),
        IMBURSE_EXPIRED_TOKEN: value('expiredToken'),
      },
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

async function written(file: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    try {
      JSON.parse(readFileSync(file, 'utf8'));
      return;
    } catch {
      await sleep(20);
    }
  }
  throw new Error(`the sandbox ended with ${server.exitCode}`);
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
    sending: { engine: 'direct', through: recording, concurrency: 8, timeoutMs: 10_000, retries: 2, seed: 1 },
    judging: { strict: false },
    limits: { bail: false },
    now: new Date(),
  };
  await runLifecycle(environment, contractWork(select({}, environment), environment, options), options);
  return requests;
}

/** A collection without all requests but the few. */
function reduced<F extends Folder>(folder: F): F {
  if (!folder.item) return folder;
  const kept = folder.item
    .filter(({ item, id }) => item !== undefined || smallCases.some((small) => small === id))
    .map(reduced)
    .filter(({ item }) => item === undefined || item.length > 0);
  return { ...folder, item: kept };
}
