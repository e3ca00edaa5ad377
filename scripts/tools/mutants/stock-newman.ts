import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadNewman } from '../../http/newman';
import { parseAssertionName } from '../../judge/assertion-name';
import type { CaseVerdict } from '../../judge/finding';
import { packageRoot } from '../../lib/package-root';
import { startSandbox } from '../../sandbox';

/** What the harness and stock Newman both report about a case. */
export interface StockCase {
  readonly verdict: CaseVerdict | 'none';
  readonly reason?: string;
  /** `rule/level` of each finding, in order. */
  readonly findings: readonly string[];
}

export interface StockRun {
  /** By case id; other steps are under the names that their assertions give them. */
  readonly cases: Readonly<Record<string, StockCase>>;
  /** Messages of failed assertions. With any, Newman's exit code is 1. */
  readonly failures: readonly string[];
}

export interface StockOptions {
  readonly baseUrl: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Ids of the requests to send; all if it is missing. */
  readonly only?: readonly string[];
  /** Where the collection's files are looked for; by default where they are. */
  readonly workingDir?: string;
}

interface Item {
  readonly id?: string;
  readonly item?: readonly Item[];
}

/** The collection, reduced to some of its requests. Scripts and folders stay as they are. */
export function collectionOf(only: readonly string[] | undefined): object {
  const text = readFileSync(join(packageRoot, 'collections', 'payout-identity.postman_collection.json'), 'utf8');
  const collection: Item = JSON.parse(text);
  const kept = (items: readonly Item[] = []): Item[] =>
    items.flatMap((each) => {
      if (each.item) return [{ ...each, item: kept(each.item) }];
      return only === undefined || only.includes(each.id!) ? [each] : [];
    });
  return { ...collection, item: kept(collection.item) };
}

interface NamedAssertion {
  readonly name: string;
  readonly failed: boolean;
}

function casesOf(assertions: readonly NamedAssertion[]): Record<string, StockCase> {
  const cases: Record<string, StockCase> = {};
  for (const { name, failed } of assertions) {
    const assertion = parseAssertionName(name);
    if (!assertion) throw new Error(`unknown assertion in the collection: ${name}`);
    const { about } = assertion;
    const before = cases[about] ?? { verdict: 'none', findings: [] };
    if (assertion.kind === 'verdict') {
      const { verdict, reason } = assertion;
      cases[about] = { ...before, verdict, ...(reason !== undefined && { reason }) };
    } else {
      const verdict = failed && before.verdict === 'none' ? 'failed' : before.verdict;
      cases[about] = { ...before, verdict, findings: [...before.findings, `${assertion.rule}/${assertion.level}`] };
    }
  }
  return cases;
}

/** Runs the committed collection in Newman, with its own scripts. */
export async function runStockNewman({
  baseUrl,
  variables,
  only,
  workingDir = packageRoot,
}: StockOptions): Promise<StockRun> {
  const { run } = loadNewman();
  const assertions: NamedAssertion[] = [];
  const values = Object.entries({ baseUrl, ...variables }).map(([key, value]) => ({ key, value: value ?? '' }));
  const environment = { id: 'stock', name: 'Stock Newman', values };
  return new Promise((resolve, reject) => {
    const emitter = run(
      { collection: collectionOf(only), environment, workingDir, reporters: [] },
      (error, { run: { failures } }) => {
        if (error) reject(error);
        else resolve({ cases: casesOf(assertions), failures: failures.map(({ error: { message } }) => message) });
      },
    );
    emitter.on('assertion', (error: Error | null, { assertion }: { assertion: string }) =>
      assertions.push({ name: assertion, failed: error !== null }),
    );
  });
}

/** The verdicts of stock Newman against the sandbox with one fault or variant. */
export async function stockVerdicts(id: string): Promise<ReadonlyMap<string, StockCase['verdict']>> {
  const sandbox = await startSandbox({ fault: id });
  try {
    const variables = { ...sandbox.credentials, managementToken: undefined };
    const { cases } = await runStockNewman({ baseUrl: sandbox.url, variables });
    return new Map(Object.entries(cases).map(([caseId, { verdict }]) => [caseId, verdict]));
  } finally {
    await sandbox.close();
  }
}
