import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root';
import type { CaseVerdict } from '../../report/types';
import { startSandbox } from '../../sandbox';

/** What a case came to, as far as both the harness and stock Newman say it. */
export interface Said {
  readonly verdict: string;
  readonly reason?: string;
  /** `rule/level` of each finding, in order. */
  readonly findings: readonly string[];
}

export interface StockRun {
  /** What was said of each case; of anything else under the name that the assertion gives it. */
  readonly cases: Readonly<Record<string, Said>>;
  /** What Newman itself calls failed: with any, it ends with exit code 1. */
  readonly failures: readonly string[];
}

export interface StockOptions {
  readonly baseUrl: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The requests to keep in the collection; without it, all. */
  readonly only?: readonly string[];
}

interface Item {
  readonly id?: string;
  readonly item?: readonly Item[];
}

const levels = ['violation', 'deviation', 'warning', 'observation'];

/** The collection, with some of its requests only; scripts and folders stay as they are. */
function collectionOf(only: readonly string[] | undefined): object {
  const text = readFileSync(join(packageRoot, 'collections', 'payout-identity.postman_collection.json'), 'utf8');
  const collection: Item = JSON.parse(text);
  const kept = (items: readonly Item[] = []): Item[] =>
    items.flatMap((each) => {
      if (each.item) return [{ ...each, item: kept(each.item) }];
      return only === undefined || only.includes(each.id!) ? [each] : [];
    });
  return { ...collection, item: kept(collection.item) };
}

/** Reads the names of the collection's assertions: `id: verdict[: reason]`, `id: level: rule: message`. */
function read(assertions: readonly { readonly name: string; readonly failed: boolean }[]): Record<string, Said> {
  const said: Record<string, Said> = {};
  for (const { name, failed } of assertions) {
    const [id = '', word = '', ...rest] = name.split(': ');
    const before = said[id] ?? { verdict: 'none', findings: [] };
    if (levels.includes(word)) {
      const verdict = failed && before.verdict === 'none' ? 'failed' : before.verdict;
      said[id] = { ...before, verdict, findings: [...before.findings, `${rest[0]}/${word}`] };
    } else said[id] = { ...before, verdict: word, ...(rest.length > 0 && { reason: rest.join(': ') }) };
  }
  return said;
}

/** Runs the committed collection in Newman as it is, scripts and all. */
export async function runStockNewman({ baseUrl, variables, only }: StockOptions): Promise<StockRun> {
  const { run } = await import('newman');
  const assertions: { name: string; failed: boolean }[] = [];
  const values = Object.entries({ baseUrl, ...variables }).map(([key, value]) => ({ key, value: value ?? '' }));
  const environment = { id: 'stock', name: 'Stock Newman', values };
  return new Promise((resolve, reject) => {
    const emitter = run(
      { collection: collectionOf(only), environment, workingDir: packageRoot, reporters: [] },
      (error, { run: { failures } }) => {
        if (error) reject(error);
        else resolve({ cases: read(assertions), failures: failures.map(({ error: { message } }) => message) });
      },
    );
    emitter.on('assertion', (error: Error | null, { assertion }: { assertion: string }) =>
      assertions.push({ name: assertion, failed: error !== null }),
    );
  });
}

/** The verdict of each case as stock Newman gives it, against the sandbox with one fault or variant, or the right one. */
export async function stockVerdicts(id: string | undefined): Promise<ReadonlyMap<string, CaseVerdict>> {
  const sandbox = await startSandbox(id === undefined ? {} : { fault: id });
  try {
    const variables = { ...sandbox.credentials, managementToken: undefined };
    const { cases } = await runStockNewman({ baseUrl: sandbox.url, variables });
    return new Map(Object.entries(cases).map(([caseId, { verdict }]) => [caseId, verdict as CaseVerdict]));
  } finally {
    await sandbox.close();
  }
}
