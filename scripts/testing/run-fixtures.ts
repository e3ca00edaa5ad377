import type { RuleId } from '../judge/rules';
import { fold } from '../report/fold';
import type {
  CaseLoad,
  CaseOutcome,
  CaseVerdict,
  Finding,
  PlannedCase,
  QuarantineEntry,
  QuarantineResult,
  RecordedExchange,
  RecordedFinding,
  RecordedToken,
  RunEvent,
  RunHeader,
  RunReport,
  StopReason,
  Unrecorded,
} from '../report/types';
import { validReport } from './valid-report';

/** Marks a value of a test as recorded. */
export const recorded = <T extends RecordedExchange | RecordedFinding | RecordedToken>(value: Unrecorded<T>): T =>
  value as T;

/** A known deviation from a rule that exists. */
export type QuarantineFixture = Omit<QuarantineEntry, 'rule'> & { readonly rule: RuleId };

/** A finding of a rule that exists. */
export type FindingFixture = Omit<Finding, 'rule'> & { readonly rule: RuleId };

/** A case of a test; everything has a default except its id. */
export interface CaseFixture extends Partial<Omit<CaseOutcome, 'findings'>>, Partial<Omit<PlannedCase, 'id'>> {
  readonly id: string;
  readonly findings?: readonly FindingFixture[];
  readonly exchanges?: readonly RecordedExchange[];
  /** How far the case got; it finishes by default. */
  readonly reached?: 'planned' | 'started';
  /** Its results in the sustained part of the run; shown if the run has a load. */
  readonly load?: CaseLoad;
}

export interface RunFixture
  extends Partial<Pick<RunReport, 'because' | 'unreached' | 'drift' | 'load' | 'thresholds'>> {
  readonly header?: Partial<RunHeader>;
  readonly cases: readonly CaseFixture[];
  readonly stopped?: StopReason;
  readonly error?: string;
  readonly quarantine?: Record<keyof QuarantineResult, readonly QuarantineFixture[]>;
  /** The stream ends without run-finished. */
  readonly killed?: boolean;
}

const header: RunHeader = {
  tool: { name: 'payout-contract', version: '0.1.0' },
  target: { name: 'embedded', baseUrl: 'http://127.0.0.1:41234' },
  engine: 'newman',
  seed: 7,
  strict: false,
  startedAt: '2026-03-01T09:30:00.125Z',
};

/** A recorded exchange with a response. */
export function answered(status: number, attempt = 1): RecordedExchange {
  return recorded({
    attempt,
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:41234/v1/identity/payout',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    },
    response: { status, headers: { 'content-type': 'application/json' }, body: '{}', timings: { totalMs: 12 } },
  });
}

/** A recorded exchange without a response. */
export function unanswered(kind: NonNullable<RecordedExchange['failure']>['kind'], attempt = 1): RecordedExchange {
  const { request } = answered(200);
  return recorded({ attempt, request, failure: { kind, message: `the request failed: ${kind}` } });
}

/** A violation of a documented row, with changes. */
export function finding(change: Partial<FindingFixture> = {}): FindingFixture & RecordedFinding {
  return recorded<FindingFixture & RecordedFinding>({
    rule: 'token-expiry',
    level: 'violation',
    evidence: 'T2',
    message: 'expires is not a string of digits',
    where: '/expires',
    expected: 'a string that holds milliseconds since the Unix epoch',
    actual: '"2026-03-01T10:30:00Z"',
    ...change,
  });
}

/** A rule id as a server, a user or another version may write it. */
export const foreignRule = (id: string): RuleId => id as RuleId;

/** An entry of the quarantine file. */
export function quarantineEntry(change: Partial<QuarantineFixture> = {}): QuarantineFixture {
  return { case: 'a', rule: 'status', owner: 'mia', reason: 'known', expires: '2026-03-31', ...change };
}

/** The events of a run. */
export function eventsOf(fixture: RunFixture): RunEvent[] {
  const { header: change, cases, stopped, because, error, unreached } = fixture;
  const { drift, quarantine, thresholds, load, killed } = fixture;
  const events: RunEvent[] = [
    { type: 'run-started', schemaVersion: 1, run: { ...header, ...change }, cases: cases.map(planned) },
  ];
  for (const each of cases) events.push(...caseEvents(each));
  if (load) events.push({ type: 'load', load, cases: loadsOf(cases) });
  if (killed) return events;
  return [
    ...events,
    {
      type: 'run-finished',
      durationMs: 2140,
      ...(stopped && { stopped }),
      ...(because !== undefined && { because }),
      ...(error !== undefined && { error }),
      ...(unreached && { unreached }),
      ...(drift && { drift }),
      ...(quarantine && { quarantine }),
      ...(thresholds && { thresholds }),
    },
  ];
}

const loadsOf = (cases: readonly CaseFixture[]): Record<string, CaseLoad> =>
  Object.fromEntries(cases.flatMap(({ id, load }) => (load ? [[id, load]] : [])));

const reports = new WeakMap<RunFixture, RunReport>();

/** The report of a run, checked against its schema. The same fixture has the same report. */
export function reportOf(fixture: RunFixture): RunReport {
  const report = reports.get(fixture) ?? validReport(fold(eventsOf(fixture)));
  reports.set(fixture, report);
  return report;
}

function planned({
  id,
  title = `Title of ${id}`,
  theme = 'Theme',
  tags = [],
  evidence = ['C1'],
  reproduce = `curl '${id}'`,
  position,
  dependencyOnly,
  looksLike,
}: CaseFixture): PlannedCase {
  const place = {
    ...(looksLike && { looksLike }),
    ...(position && { position }),
    ...(dependencyOnly && { dependencyOnly }),
  };
  return { id, title, theme, tags, evidence, ...place, reproduce };
}

function caseEvents(fixture: CaseFixture): RunEvent[] {
  const {
    id,
    reached,
    verdict = 'passed',
    findings = [],
    durationMs,
    flaky,
    reason,
    blockedBy,
    credentialsRefused,
    assertions,
  } = fixture;
  if (reached === 'planned') return [];
  if (reached === 'started') return [{ type: 'case-started', id }];
  const exchanges = fixture.exchanges ?? defaultExchanges(verdict);
  return [
    ...(verdict === 'skipped' ? [] : [{ type: 'case-started', id } as const]),
    ...exchanges.map((exchange) => ({ type: 'exchange', id, exchange }) as const),
    {
      type: 'case-finished',
      id,
      verdict,
      durationMs: durationMs ?? exchanges.length * 12,
      findings: findings.map((each) => recorded<RecordedFinding>(each)),
      ...(flaky && { flaky }),
      ...(reason !== undefined && { reason }),
      ...(blockedBy !== undefined && { blockedBy }),
      ...(credentialsRefused && { credentialsRefused }),
      ...(assertions && { assertions }),
    },
  ];
}

function defaultExchanges(verdict: CaseVerdict): RecordedExchange[] {
  if (verdict === 'skipped') return [];
  return [verdict === 'errored' ? unanswered('refused') : answered(201)];
}
