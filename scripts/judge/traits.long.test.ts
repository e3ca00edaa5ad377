import { cases } from '../contract';
import type { Exchange } from '../contract/exchange';
import { directEngine } from '../http/direct';
import { newmanEngine } from '../http/newman';
import type { Engine } from '../http/types';
import { compare, type Observed, type ObservedRecord, observe, recordOf } from '../report/drift';
import { startSandbox } from '../sandbox';
import { runHarness } from '../testing/harness';
import { traitsOf } from './traits';

const caseOf = (id: string) => cases.find((each) => each.id === id)!;

/** What a whole run against a sandbox shows, as a wired run would gather it: by the last exchange of each case. */
async function observed(
  fault: string | undefined,
  seed: number,
  engineOf: (baseUrl: string) => Engine & { close?(): Promise<void> } = directEngine,
): Promise<Observed> {
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const engine = engineOf(sandbox.url);
  const last = new Map<string, Exchange>();
  const watching: Engine = {
    ...engine,
    name: engine.name,
    async *send(batch, options) {
      for await (const exchange of engine.send(batch, options)) {
        last.set(exchange.caseId, exchange);
        yield exchange;
      }
    },
  };
  try {
    await runHarness({
      baseUrl: sandbox.url,
      credentials: { ...sandbox.credentials, managementToken: undefined },
      engine: watching,
      seed,
    });
  } finally {
    await engine.close?.();
    await sandbox.close();
  }
  return observe(
    [...last].map(([id, exchange]) => {
      const { outcome } = exchange;
      if (outcome.kind !== 'response') return [id, []] as const;
      return [id, traitsOf({ ...exchange, outcome }, caseOf(id), outcome.receivedAt)] as const;
    }),
  );
}

describe('the record of a sandbox', () => {
  let record: ObservedRecord;
  beforeAll(async () => {
    record = recordOf('embedded', await observed(undefined, 1));
  });

  it.each([1, 999])('is the same in every run, with seed %i', async (seed) => {
    const again = await observed(undefined, seed);
    expect(recordOf('embedded', again)).toEqual(record);
    expect(compare(record, again)).toEqual([]);
  });

  it('is the same by way of Newman', async () => {
    expect(recordOf('embedded', await observed(undefined, 1, newmanEngine))).toEqual(record);
  });

  it('covers the three calls and every kind of aspect, without a secret', () => {
    const aspects = Object.keys(record.aspects);
    for (const part of [
      'status',
      'headers',
      'claims',
      'alg',
      'typ',
      'lifetime',
      'body',
      'challenge',
      'extra-properties',
      'answer.',
    ])
      expect(aspects.filter((aspect) => aspect.includes(part))).not.toEqual([]);
    for (const call of ['payout-token', 'payout-options', 'management-token'])
      expect(record.aspects[`${call}.success.status`]).toHaveLength(1);
    expect(JSON.stringify(record)).not.toMatch(/eyJ|sha256|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it.each<[string, string]>([
    ['status-200', 'payout-token.success.status'],
    ['extra-properties', 'payout-token.success.extra-properties'],
    ['lifetime-five-minutes', 'payout-token.success.lifetime'],
    ['es256', 'payout-token.token.alg'],
    ['no-cache-control', 'payout-token.success.headers'],
  ])('shows the variant %s as drift of %s', async (variant, aspect) => {
    const drift = compare(record, await observed(variant, 1));
    expect(drift.map((each) => each.aspect)).toContain(aspect);
  });
});
