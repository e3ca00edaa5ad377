import type { EngineName } from '../http';
import { compare, type Observed, type ObservedRecord, recordOf } from '../report/drift';
import { Observations } from '../run/observations';
import { startSandbox } from '../sandbox';
import { keysOf, runHarness } from '../testing/harness';

/** What a whole run against a sandbox shows. */
async function observed(fault: string | undefined, seed: number, engine: EngineName = 'direct'): Promise<Observed> {
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const observations = new Observations();
  try {
    await runHarness({
      baseUrl: sandbox.url,
      credentials: keysOf(sandbox),
      sending: { engine, seed },
      judging: { observations },
    });
  } finally {
    await sandbox.close();
  }
  return observations.observed;
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
    expect(recordOf('embedded', await observed(undefined, 1, 'newman'))).toEqual(record);
  });

  it('covers the three calls and every kind of aspect, without secrets', () => {
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
