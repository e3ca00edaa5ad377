import { type CaseFixture, finding, foreignRule, quarantineEntry, reportOf } from '../../testing/run-fixtures';
import type { RunReport } from '../types';
import { brokenWords } from './broken';

const failed = (id: string, ...findings: CaseFixture['findings'] & object): CaseFixture => ({
  id,
  verdict: 'failed',
  findings,
});
const passed: CaseFixture = { id: 'p' };
const byServer = failed('a', finding());
const byClient = failed('c', finding({ level: 'client', rule: foreignRule('client-path') }));
const rare = finding({ level: 'deviation', rule: 'status' });
const expired = (rule: 'status' | 'token-expiry' = 'token-expiry', id = 'a') => ({
  ...{ expired: [quarantineEntry({ case: id, rule })], unused: [] },
});
const drift: RunReport['drift'] = [{ aspect: 'status of a 400', accepted: ['400'], observed: ['422'], cases: ['a'] }];
const over = { measure: 'p95', limit: 200, actual: 340, exceeded: true } as const;
const traffic = (count: number, hosts: readonly (readonly [string, number])[]): RunReport['traffic'] => ({
  ...{ exchanges: count, judged: count },
  hosts: hosts.map(([baseUrl, broken]) => ({ baseUrl, judged: 5, failed: broken })),
});

const wordsOf = (cases: readonly CaseFixture[], change: Partial<RunReport> = {}) =>
  brokenWords({ ...reportOf({ cases }), ...change });

describe('why a run is broken', () => {
  it.each<[string, readonly CaseFixture[], Partial<RunReport>, string, string]>([
    ['a failed case', [byServer, passed], {}, 'Contract broken: 1 of 2 checked cases failed', 'report-findings'],
    [
      'two failed cases',
      [byServer, failed('b', finding())],
      {},
      'Contract broken: 2 of 2 checked cases failed',
      'report-findings',
    ],
    [
      'a violation in a case that failed for another reason',
      [{ id: 'v', verdict: 'inconclusive', reason: 'r', findings: [finding()] }],
      {},
      'Contract broken: 1 violation',
      'report-findings',
    ],
    ['the client', [byClient, passed], {}, 'Contract broken by the client: 1 mistake', 'correct-client'],
    [
      'the client, where the side of the target does not count',
      [byClient, { id: 'v', verdict: 'inconclusive', reason: 'r', findings: [finding()] }],
      { side: 'client' },
      'Contract broken by the client: 1 mistake',
      'correct-client',
    ],
    [
      'both sides',
      [byServer, byClient, passed],
      { side: 'both' },
      'Contract broken: 1 of 2 checked cases failed; contract broken by the client: 1 mistake',
      'report-findings',
    ],
    ['a change', [passed], { drift: drift! }, 'Changed since the accepted record: 1 aspect', 'confirm-change'],
    [
      'an entry that expired',
      [passed],
      { quarantine: expired() },
      'Quarantine expired: 1 entry is past its date',
      'update-quarantine',
    ],
    [
      'two entries that expired',
      [passed],
      {
        quarantine: { expired: [...expired().expired, ...expired('status').expired], unused: [] } as NonNullable<
          RunReport['quarantine']
        >,
      },
      'Quarantine expired: 2 entries are past their date',
      'update-quarantine',
    ],
    [
      'a case that fails because its entry expired',
      [byServer, passed],
      { quarantine: expired() },
      'Quarantine expired: 1 entry is past its date; 1 case failed because of this',
      'update-quarantine',
    ],
    [
      'a case that fails for another rule too',
      [failed('a', finding(), finding({ rule: 'status' })), passed],
      { quarantine: expired() },
      'Contract broken: 1 of 2 checked cases failed; quarantine expired: 1 entry is past its date',
      'report-findings',
    ],
    [
      'a case without findings that fail, and an entry that expired',
      [failed('a', rare), passed],
      { quarantine: expired('status') },
      'Contract broken: 1 of 2 checked cases failed; quarantine expired: 1 entry is past its date',
      'report-findings',
    ],
    [
      'a limit',
      [passed],
      { thresholds: [over, { ...over, measure: 'p99', exceeded: false }] },
      'Threshold exceeded: p95 is 340 ms, the limit 200 ms',
      'look-at-load',
    ],
    [
      'a flaky case',
      [{ ...passed, flaky: true }],
      { failOnFlaky: true },
      'Flaky: 1 case passed only on a retry (--fail-on-flaky)',
      'find-flakiness',
    ],
    [
      'nothing that this version knows',
      [passed],
      { failOnFlaky: true, drift: [], thresholds: [] },
      'Contract broken',
      'report-findings',
    ],
    ['a flaky case that does not count', [{ ...passed, flaky: true }], {}, 'Contract broken', 'report-findings'],
  ])('is told by its worst reason: %s', (_name, cases, change, headline, next) => {
    expect(wordsOf(cases, change)).toMatchObject({ headline, next });
  });

  it('counts exchanges where traffic was judged, and names the hosts that broke the contract', () => {
    const kinds = (...counts: readonly number[]): RunReport['cases'] =>
      reportOf({ cases: counts.map((_, index) => (index === 0 ? byServer : { id: `p${index}` })) }).cases.map(
        (each, index) => ({ ...each, traffic: { exchanges: 9, failed: counts[index]! } }),
      );
    const hosts = [
      ['https://a.example', 3],
      ['https://b.example', 0],
    ] as const;
    expect(wordsOf([byServer, passed], { cases: kinds(3, 4), traffic: traffic(18, hosts)! }).headline).toBe(
      'Contract broken: 7 of 18 exchanges of 2 kinds failed (https://a.example)',
    );
  });

  it('says that the contract itself held only if no case failed', () => {
    expect(wordsOf([passed], { drift: drift! }).says).toEqual(['No expectation of the contract is broken: 1 passed.']);
    expect(wordsOf([byServer], { drift: drift! }).says).toEqual([]);
    expect(wordsOf([byClient], {}).says).toEqual([]);
  });
});
