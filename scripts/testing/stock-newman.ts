import { join } from 'node:path';
import { run } from 'newman';
import { packageRoot } from '../lib/package-root';
import type { RunReport } from '../verdict/types';

/** What a case came to, as far as both the harness and stock Newman say it. */
export interface Said {
  readonly verdict: string;
  /** `rule/level` of each finding, in order. */
  readonly findings: readonly string[];
}

export interface StockRun {
  readonly cases: ReadonlyMap<string, Said>;
  /** What Newman itself calls failed: its exit code follows from it. */
  readonly failures: readonly string[];
  /** How often the server was asked. */
  readonly requests: number;
}

export interface StockOptions {
  readonly baseUrl: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Folders, or names or ids of requests; without them the whole collection. */
  readonly folder?: readonly string[];
}

const levels = ['violation', 'deviation', 'warning', 'observation'];

/** Reads the names of the collection's assertions: `id: verdict[: reason]`, `id: level: rule: message`. */
function read(assertions: readonly { readonly name: string; readonly failed: boolean }[]): Map<string, Said> {
  const said = new Map<string, Said>();
  for (const { name, failed } of assertions) {
    const [id = '', word = '', rule = ''] = name.split(': ');
    const { verdict, findings } = said.get(id) ?? { verdict: 'none', findings: [] };
    if (!levels.includes(word)) said.set(id, { verdict: word, findings });
    else said.set(id, { verdict: failed ? 'failed' : verdict, findings: [...findings, `${rule}/${word}`] });
  }
  return said;
}

/** Runs the committed collection in Newman as it is, scripts and all. */
export function runStockNewman({ baseUrl, variables, folder }: StockOptions): Promise<StockRun> {
  const assertions: { name: string; failed: boolean }[] = [];
  const values = Object.entries({ baseUrl, ...variables }).map(([key, value]) => ({ key, value: value ?? '' }));
  return new Promise((resolve, reject) => {
    const emitter = run(
      {
        collection: join(packageRoot, 'collections', 'payout-identity.postman_collection.json'),
        environment: { id: 'test', name: 'test', values },
        workingDir: packageRoot,
        reporters: [],
        ...(folder && { folder: [...folder] }),
      },
      (error, summary) => {
        if (error) return reject(error);
        resolve({
          cases: read(assertions),
          failures: summary.run.failures.map((failure) => `${failure.error.test ?? ''} ${failure.error.message}`.trim()),
          requests: summary.run.stats.requests.total ?? 0,
        });
      },
    );
    emitter.on('assertion', (error: Error | null, { assertion }: { assertion: string }) =>
      assertions.push({ name: assertion, failed: error !== null }),
    );
  });
}

/** The same of the harness's own report. */
export const saidBy = ({ cases }: RunReport): ReadonlyMap<string, Said> =>
  new Map(
    cases.map(({ id, verdict, findings }) => [
      id,
      { verdict, findings: findings.map(({ rule, level }) => `${rule}/${level}`) },
    ]),
  );
