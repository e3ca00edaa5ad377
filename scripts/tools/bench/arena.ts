import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cases } from '../../contract';
import { directEngine } from '../../http/direct';
import type { Engine } from '../../http/types';
import { packageRoot } from '../../lib/package-root';
import { Redactor } from '../../report/redactor';
import { Execution } from '../../run/execute';
import { planRun } from '../../run/plan';

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

interface PostmanEnvironment {
  readonly values: readonly { readonly key: string; readonly value: string }[];
}
interface Folder {
  readonly item?: readonly Folder[];
  readonly id?: string;
}

/** @throws Error if the package has not been built */
export async function openArena(): Promise<Arena> {
  if (!existsSync(builtCli)) throw new Error('dist/ is missing: run "npm run build" first');
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const environmentFile = join(folder, 'environment.json');
  const server = spawn(process.execPath, [builtCli, 'sandbox', '--environment', environmentFile], { stdio: 'ignore' });
  try {
    await untilWritten(environmentFile, server);
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

async function untilWritten(file: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    try {
      JSON.parse(readFileSync(file, 'utf8'));
      return;
    } catch {
      await sleep(20);
    }
  }
  throw new Error(`the sandbox exited with code ${server.exitCode}`);
}

/** Every request of the suite as an engine sent it. */
async function requestsOf(baseUrl: string, credentials: { publicKey: string; privateKey: string }): Promise<object[]> {
  const engine = directEngine(baseUrl);
  const requests: object[] = [];
  const recording: Engine = {
    name: 'recording',
    batchSize: 1,
    async *send(batch, options) {
      for await (const exchange of engine.send(batch, options)) {
        requests.push(exchange.request);
        yield exchange;
      }
    },
  };
  const execution = new Execution(planRun(cases, {}, true), {
    ...{ engine: recording, credentials, fetchesToken: true, strict: false, retries: 2, concurrency: 8, bail: false },
    ...{ timeoutMs: 10_000, seed: 1, signal: new AbortController().signal, redactor: new Redactor() },
    ...{ stop: () => undefined, emit: () => undefined },
  });
  await execution.run();
  await engine.close();
  return requests;
}

/** A collection reduced to a few requests. */
function reduced<F extends Folder>(folder: F): F {
  if (!folder.item) return folder;
  const kept = folder.item
    .filter(({ item, id }) => item !== undefined || smallCases.some((small) => small === id))
    .map(reduced)
    .filter(({ item }) => item === undefined || item.length > 0);
  return { ...folder, item: kept };
}
