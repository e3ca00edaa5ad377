import { mapStrings } from '../../lib/map-strings';
import { finding, type RunFixture, reportOf, unanswered } from '../../testing/run-fixtures';
import { sampleRuns } from '../../testing/sample-runs';
import type { RunReport } from '../types';
import { unreachedReason } from '../unreached';
import { viewOf } from '.';

/** The fields of a report that are written for people. */
const forPeople: ReadonlySet<string> = new Set([
  ...['title', 'message', 'reason', 'because', 'error', 'expected', 'actual', 'sample', 'reproduce', 'detail'],
]);

/** The report with other words in every field that is for people; equal texts stay equal. */
function reworded(report: RunReport): RunReport {
  const words = new Map<string, string>();
  const change = (text: string): string => {
    if (!words.has(text)) words.set(text, `words ${words.size}`);
    return words.get(text)!;
  };
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        forPeople.has(name) ? mapStrings(inner, change) : visit(inner),
      ]),
    );
  };
  return visit(report) as RunReport;
}

/** All that a view decides, without its words. */
function decisionsOf(report: RunReport) {
  const { verdict, findings, notes, open, cause, repeat, themes } = viewOf(report);
  const idsOf = (groups: readonly { readonly cases: readonly { readonly id: string }[] }[]) =>
    groups.map(({ cases }) => cases.map(({ id }) => id));
  return {
    ...{ title: verdict.title, next: verdict.next?.kind, lines: verdict.says.length, repeat },
    findings: [findings.broken, findings.noted, findings.observations].map(idsOf),
    notes: notes.map(({ id, effect, entries }) => [id, effect, entries.length]),
    ...{ open: idsOf(open), themes: idsOf(themes) },
    cause: cause && [cause.kind, cause.cases],
  };
}

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
    expect(reworded(report)).not.toEqual(report);
    expect(decisionsOf(reworded(report))).toEqual(decisionsOf(report));
  });

  it.each([
    ['Cases are blocked by another', { cause: ['unreachable', 3], next: 'check-address' }],
    ['The target takes no connection', { cause: ['unreachable', 2], next: 'check-address' }],
    ['The target is overloaded', { cause: ['unavailable', 2], next: 'slow-down' }],
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
