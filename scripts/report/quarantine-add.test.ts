import { finding, quarantineEntry, reportOf } from '../testing/run-fixtures';
import { addEntries } from './quarantine-add';

const terms = { owner: 'mia', reason: 'release 7', expires: '2026-12-31' };
const failed = (id: string, ...findings: ReturnType<typeof finding>[]) => ({
  id,
  verdict: 'failed' as const,
  findings,
});
const { cases, ...rest } = reportOf({
  cases: [
    { id: 'passed', findings: [finding({ level: 'observation' })] },
    failed('a', finding(), finding({ rule: 'status' }), finding({ rule: 'status', where: 'again' })),
    failed('b', finding(), finding({ rule: 'no-store', level: 'warning' })),
  ],
});
const named = (entries: readonly { case: string; rule: string; expires: string }[]) =>
  entries.map((entry) => [entry.case, entry.rule, entry.expires]);

describe('entries for what fails a run', () => {
  it('are one for each case and rule', () => {
    const { entries, added, renewed } = addEntries({ ...rest, cases }, [], terms, false);
    expect(entries[0]).toEqual({ case: 'a', rule: 'token-expiry', ...terms });
    expect(named(entries).map(([id, rule]) => `${id} ${rule}`)).toEqual([
      'a token-expiry',
      'a status',
      'b token-expiry',
    ]);
    expect([added, renewed]).toEqual([3, 0]);
  });

  it('are one for each rule over all cases, on request', () => {
    const { entries } = addEntries({ ...rest, cases }, [], terms, true);
    expect(named(entries).map(([id, rule]) => `${id} ${rule}`)).toEqual(['* token-expiry', '* status']);
  });

  it('renew the entry of the same case and rule only', () => {
    const before = [
      quarantineEntry({ case: 'a', rule: 'token-expiry', expires: '2026-01-01' }),
      quarantineEntry({ case: 'b', rule: 'status', expires: '2026-01-01' }),
    ];
    const { entries, added, renewed } = addEntries({ ...rest, cases }, before, terms, false);
    expect([added, renewed]).toEqual([2, 1]);
    expect(named(entries)).toEqual([
      ['a', 'token-expiry', '2026-12-31'],
      ['b', 'status', '2026-01-01'],
      ['a', 'status', '2026-12-31'],
      ['b', 'token-expiry', '2026-12-31'],
    ]);
  });

  it('leave what is covered, and renew what has expired', () => {
    const before = [
      quarantineEntry({ case: '*', rule: 'token-expiry', expires: '2027-01-01' }),
      quarantineEntry({ case: 'a', rule: 'status', expires: '2026-01-01' }),
      quarantineEntry({ case: 'other', rule: 'allow' }),
    ];
    const { entries, added, renewed } = addEntries({ ...rest, cases }, before, terms, false);
    expect([added, renewed]).toEqual([0, 1]);
    expect(named(entries)).toEqual([
      ['*', 'token-expiry', '2027-01-01'],
      ['a', 'status', '2026-12-31'],
      ['other', 'allow', '2026-03-31'],
    ]);
  });
});
