import { finding, type RunFixture, reportOf, unanswered } from '../../testing/run-fixtures';
import { sampleRuns } from '../../testing/sample-runs';
import { decisionsOf, rewording } from '../../testing/wording';
import { unreachedReason } from '../unreached';

const blocked = { verdict: 'inconclusive', exchanges: [], reason: 'a was not accepted: it closed the connection' };
const unreached = { kind: 'dns', detail: 'ENOTFOUND', proxy: 'proxy.example:3128' } as const;
const runs: readonly (readonly [name: string, run: RunFixture])[] = [
  ...sampleRuns,
  [
    'Cases are blocked by another',
    {
      cases: [
        { id: 'a', verdict: 'errored', exchanges: [unanswered('reset')], reason: 'no response' },
        { ...blocked, id: 'b', verdict: 'inconclusive', blockedBy: 'a' },
        { ...blocked, id: 'c', verdict: 'inconclusive', blockedBy: 'a' },
      ],
    },
  ],
  [
    'The target takes no connection',
    {
      cases: ['a', 'b'].map((id) => ({
        ...{ id, verdict: 'errored', exchanges: [], reason: unreachedReason('dns', 'ENOTFOUND', unreached.proxy) },
      })),
      unreached,
    },
  ],
  [
    'Generated requests and a collection fail',
    {
      header: { collection: 'my file.json' },
      cases: ['a', 'b'].map((id) => ({
        ...{ id, verdict: 'failed', findings: [finding({ sample: '{"orderRef":""}' })] },
      })),
    },
  ],
];

describe('the view of a run', () => {
  it.each(runs)('reads nothing out of words: %s', (_name, run) => {
    const report = reportOf(run);
    const other = rewording(true, [])(report);
    expect(other).not.toEqual(report);
    expect(decisionsOf(other)).toEqual(decisionsOf(report));
  });

  it('is also tried with other words in what was sent and received', () => {
    const value = {
      headers: [{ name: 'a', detail: 'same' }],
      body: { error: { code: 'same' } },
      notJudged: { id: 'a' },
    };
    const words = 'other words, number 1';
    const want = { headers: [{ name: 'a', detail: words }], body: { error: { code: words } }, notJudged: { id: 'a' } };
    expect(rewording(true, [])(value)).toEqual(want);
  });

  it.each([
    ['Cases are blocked by another', { cause: { kind: 'unreachable', cases: 3 }, next: 'check-address' }],
    ['The target takes no connection', { cause: { kind: 'unreachable', cases: 2 }, next: 'check-address' }],
    ['The target is overloaded', { cause: { kind: 'unavailable', cases: 2 }, next: 'slow-down' }],
    ['The credentials are refused', { next: 'check-credentials' }],
    ['The contract is broken', { next: 'report-findings' }],
    ['A shard fails without a violation', { next: 'confirm-change' }],
    ['Nothing could be sent', { next: 'configure' }],
    ['The target goes down', { next: 'check-target' }],
    ['The harness itself fails', { next: 'report-bug' }],
    ['The run is interrupted', { next: 'run-rest' }],
    ['The run stops at the first failed case', { next: 'report-findings', title: 'Contract broken' }],
    ['A quarantine entry has expired', { next: 'update-quarantine', title: 'Quarantine expired' }],
    [
      'The target changed since the accepted record',
      { next: 'confirm-change', title: 'Changed since the accepted record' },
    ],
  ])('decides by data: %s', (name, want) => {
    const [, run] = runs.find(([each]) => each === name)!;
    expect(decisionsOf(reportOf(run))).toMatchObject(want);
  });
});
