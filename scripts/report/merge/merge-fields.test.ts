import { type CaseFixture, finding, quarantineEntry, recorded, reportOf } from '../../testing/run-fixtures';
import { validReport } from '../../testing/valid-report';
import type { ReportParts } from '../build-report';
import type { CaseResult, RecordedFinding, RunReport } from '../types';
import type { NamedReport } from './assemble';
import { mergeReports } from './merge';

const failed: CaseFixture = { id: 'a', verdict: 'failed', findings: [finding()] };
const responseTimes = { p50: 1, p90: 2, p99: 50, max: 250 };
const caseLoad = { sent: 1, failed: 0, errored: 0, responseTimes };
const base = reportOf({ cases: [failed, { id: 'b' }] });

type Optional<T> = { readonly [Field in keyof T as undefined extends T[Field] ? Field : never]-?: T[Field] };

/** A value for each field that a report may lack. A place in a shard means nothing in the report of the whole run. */
const fields: Optional<Omit<ReportParts, 'shard'>> = {
  shadowed: 'IMBURSE_BASE_URL',
  failOnFlaky: true,
  side: 'both',
  repeat: 2,
  durationS: 5,
  plan: 'sha256:0123456789abcdef',
  collection: 'c.json',
  collectionOptions: ['--folder A'],
  source: 'a.har',
  stopped: 'deadline',
  because: 'the time was over',
  error: 'a rule did not work',
  unreached: { kind: 'refused', detail: 'ECONNREFUSED' },
  drift: [{ aspect: 'success.status', accepted: ['201'], observed: ['200'], cases: ['a'] }],
  quarantine: { expired: [quarantineEntry()], unused: [] },
  load: { durationMs: 9, sent: 1, failed: 0, errored: 0, throttled: 0, failures: [], responseTimes },
  traffic: { exchanges: 9, judged: 7, hosts: [{ baseUrl: 'https://api.example.com', judged: 7, failed: 2 }] },
  thresholds: [{ measure: 'p99', limit: 40, actual: 50, exceeded: true }],
  explored: {
    seed: 1,
    strength: 'pairs',
    programs: 2,
    requests: 5,
    levels: { covered: 1, of: 9 },
    pairs: { covered: 1, of: 9 },
  },
  notJudged: [{ reason: 'other-call', count: 3, host: 'api.example.com', method: 'GET', path: '/x' }],
};
/** The same of a case. */
const caseFields: Optional<Omit<CaseResult, 'position' | 'dependencyOnly'>> = {
  looksLike: { title: 'returns 500 with a query', matched: 2, of: 3 },
  flaky: true,
  reason: 'why',
  reasonKind: 'not-sent',
  reasonAbout: 'what',
  unfinished: 'in-flight',
  blockedBy: 'b',
  credentialsRefused: true,
  earlier: [{ startedAt: '2026-03-01T09:00:00Z', verdict: 'failed', findings: [recorded<RecordedFinding>(finding())] }],
  load: caseLoad,
  traffic: { exchanges: 3, failed: 1 },
  assertions: [{ name: 'is JSON', result: 'passed' }],
};
/** Say that the run ended early. */
const incomplete = new Set(['stopped', 'because']);

const reportWith = (field: string, value: unknown): RunReport =>
  validReport({ ...base, ...(incomplete.has(field) && { complete: false }), [field]: value });
const everyCaseWith = (field: string, value: unknown): RunReport =>
  validReport({ ...base, cases: base.cases.map((each) => ({ ...each, [field]: value })) });

const again = (report: RunReport, cases = report.cases): NamedReport => ({
  name: 'again',
  report: { ...report, startedAt: '2026-03-01T12:00:00Z', cases },
});
const shards = (report: RunReport): NamedReport[] =>
  report.cases.map((result, at) => ({
    name: `${at + 1}.json`,
    report: { ...report, shard: { index: at + 1, count: 2 }, cases: [{ ...result, position: at + 1 }] },
  }));
const merges: readonly (readonly [how: string, runs: (report: RunReport) => NamedReport[]])[] = [
  ['a rerun of every case', (report) => [{ name: 'first', report }, again(report)]],
  ['a rerun of one case', (report) => [{ name: 'first', report }, again(report, report.cases.slice(0, 1))]],
  ['two shards', shards],
  ['two shards and a rerun', (report) => [...shards(report), again(report)]],
];

describe.each(merges)('%s', (_how, runs) => {
  it.each(Object.entries(fields))('keeps the field %s of a report', (field, value) => {
    expect(validReport(mergeReports(runs(reportWith(field, value))))).toHaveProperty(field);
  });

  it.each(Object.entries(caseFields))('keeps the field %s of a case', (field, value) => {
    const { cases } = validReport(mergeReports(runs(everyCaseWith(field, value))));
    for (const each of cases) expect(each).toHaveProperty(field);
  });
});

describe('one report alone', () => {
  it('is that report, with all its fields', () => {
    const report = { ...base, ...fields };
    expect(mergeReports([{ name: 'only', report }])).toBe(report);
  });

  it('is the same as a whole run if it is its only shard', () => {
    const cases = base.cases.map((each, at) => ({ ...each, position: at + 1 }));
    expect(mergeReports([{ name: '1.json', report: { ...base, shard: { index: 1, count: 1 }, cases } }])).toEqual(base);
  });
});
