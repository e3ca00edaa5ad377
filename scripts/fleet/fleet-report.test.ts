import { fleetReport, withChanges } from './fleet-report';
import type { FleetHeader, PartnerExitCode, PartnerResult } from './types';

const startedAt = '2026-03-01T10:00:00.000Z';
const header: FleetHeader = {
  ...{ schemaVersion: 1, tool: { name: 'payout-contract', version: '1.0.0' }, mode: 'credentials', startedAt },
  partners: 1,
};
const result = (name: string, exitCode: PartnerExitCode): PartnerResult => ({
  ...{ name, exitCode, verdict: exitCode === 0 ? 'working' : 'no-verdict', fingerprint: 'sha256:0123456789abcdef' },
  ...{ startedAt, durationMs: 1, requests: 1, attempts: 1 },
});
const earlierFleet = (exitCode: PartnerExitCode, more: Partial<FleetHeader> = {}) =>
  fleetReport({ ...header, ...more }, [result('A', exitCode)], { durationMs: 1 });

describe('the change of a partner', () => {
  it.each<[PartnerExitCode, PartnerExitCode, PartnerResult['change']]>([
    [0, 0, undefined],
    [0, 3, 'worse'],
    [0, 2, 'worse'],
    [3, 0, 'fixed'],
    [2, 0, 'fixed'],
    [3, 4, 'worse'],
    [4, 2, 'worse'],
    [2, 3, undefined],
    [2, 2, undefined],
  ])('from exit code %i to %i is %s', (earlier, now, change) => {
    expect(withChanges([result('A', now)], earlierFleet(earlier))[0]!.change).toBe(change);
  });

  it('is new for a partner that was not there, unless that fleet was of selected partners or was interrupted', () => {
    const changeOf = (...args: Parameters<typeof earlierFleet>) =>
      withChanges([result('B', 0)], earlierFleet(...args))[0]!.change;
    expect(changeOf(0)).toBe('new');
    expect(changeOf(0, { selectedFrom: 9 })).toBeUndefined();
    expect(changeOf(0, { partners: 2 })).toBeUndefined();
    expect(withChanges([{ ...result('B', 0), change: 'new' }], undefined)[0]!.change).toBeUndefined();
  });
});
