import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { postmanEnvironment } from '../generate/environments';
import { packageRoot } from '../lib/package-root';
import { startSandbox } from '../sandbox';
import type { CaseVerdict } from '../verdict/types';

interface AssertionEvent {
  readonly assertion: string;
}

const verdicts: ReadonlySet<string> = new Set<CaseVerdict>(['passed', 'errored', 'inconclusive', 'skipped']);

/**
 * The verdict of each case as the committed collection gives it in stock Newman, scripts and all, against the sandbox
 * with one fault or variant.
 */
export async function stockVerdicts(id: string | undefined): Promise<ReadonlyMap<string, CaseVerdict>> {
  const { run } = await import('newman');
  const collection = JSON.parse(
    readFileSync(join(packageRoot, 'collections/payout-identity.postman_collection.json'), 'utf8'),
  );
  const sandbox = await startSandbox(id === undefined ? {} : { fault: id });
  const environment = postmanEnvironment('parity', 'Parity', sandbox.url, {
    ...sandbox.credentials,
    managementToken: '',
  });
  const seen = new Map<string, CaseVerdict>();
  try {
    await new Promise<void>((resolve, reject) => {
      const emitter = run({ collection, environment, reporters: [], workingDir: packageRoot }, (error) =>
        error ? reject(error) : resolve(),
      );
      emitter.on('assertion', (error: Error | null, { assertion }: AssertionEvent) => {
        const [caseId = '', word = ''] = assertion.split(': ');
        if (verdicts.has(word)) seen.set(caseId, word as CaseVerdict);
        else if (error) seen.set(caseId, 'failed');
      });
    });
  } finally {
    await sandbox.close();
  }
  return seen;
}
