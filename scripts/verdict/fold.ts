import { runVerdict } from './run-verdict';
import { summarize } from './summary';
import type { CaseResult, PlannedCase, RecordedExchange, RunEvent, RunHeader, RunReport, StopReason } from './types';

type CaseFinished = Extract<RunEvent, { type: 'case-finished' }>;
type RunFinished = Extract<RunEvent, { type: 'run-finished' }>;

/** What the events said of one case. */
interface CaseRecord {
  readonly planned: PlannedCase;
  readonly exchanges: RecordedExchange[];
  started: boolean;
  finished?: CaseFinished;
}

const notSent: Readonly<Record<StopReason, string>> = {
  interrupted: 'not sent: the run was interrupted',
  terminated: 'not sent: the run was terminated',
  deadline: 'not sent: the run reached its time limit',
  bail: 'not sent: the run stopped at the first failed case',
  outage: 'not sent: the target went down',
  'internal-error': 'not sent: an internal error ended the run',
};

/**
 * The report of a run from its events, which may end anywhere: what was planned and never sent is skipped, what was
 * sent and never finished is errored, and the report is marked incomplete. An event for an unplanned case is ignored.
 */
export function fold(events: Iterable<RunEvent>): RunReport {
  let header: RunHeader | undefined;
  let end: RunFinished | undefined;
  const records = new Map<string, CaseRecord>();
  for (const event of events) {
    if (event.type === 'run-started') {
      header = event.run;
      for (const planned of event.cases) records.set(planned.id, { planned, exchanges: [], started: false });
    } else if (event.type === 'run-finished') end = event;
    else {
      const record = records.get(event.id);
      if (record !== undefined) apply(record, event);
    }
  }
  if (header === undefined) throw new Error('The events of the run do not begin with run-started.');
  return report(header, [...records.values()], end);
}

function apply(record: CaseRecord, event: Exclude<RunEvent, { type: 'run-started' } | RunFinished>): void {
  record.started = true;
  if (event.type === 'exchange') record.exchanges.push(event.exchange);
  if (event.type === 'case-finished') record.finished = event;
}

function report(header: RunHeader, records: readonly CaseRecord[], end: RunFinished | undefined): RunReport {
  const cases = records.map((record) => caseResult(record, end?.stopped));
  const { stopped, because, error, drift, quarantine } = end ?? {};
  const complete = end !== undefined && stopped === undefined && records.every(({ finished }) => finished);
  const verdict = runVerdict({
    cases,
    credentialsRefused: records.some(({ finished }) => finished?.credentialsRefused),
    complete,
    failOnFlaky: header.failOnFlaky === true,
    drifted: drift !== undefined && drift.length > 0,
    quarantineExpired: quarantine !== undefined && quarantine.expired.length > 0,
    ...(stopped && { stopped }),
    ...(error !== undefined && { error }),
  });
  return {
    schemaVersion: 1,
    ...header,
    durationMs: end?.durationMs ?? Math.max(0, ...cases.map(({ durationMs }) => durationMs)),
    complete,
    ...(stopped && { stopped }),
    ...(because !== undefined && { because }),
    ...(error !== undefined && { error }),
    ...verdict,
    summary: summarize(cases),
    ...(drift && { drift }),
    ...(quarantine && { quarantine }),
    cases,
  };
}

function caseResult({ planned, exchanges, started, finished }: CaseRecord, stopped?: StopReason): CaseResult {
  if (finished !== undefined) {
    const { verdict, durationMs, findings, flaky, reason } = finished;
    return {
      ...planned,
      verdict,
      ...(flaky && { flaky }),
      ...(reason !== undefined && { reason }),
      durationMs,
      findings,
      exchanges,
    };
  }
  const unfinished = started
    ? ({ verdict: 'errored', reason: 'in flight when the run ended' } as const)
    : ({ verdict: 'skipped', reason: notSent[stopped ?? 'interrupted'] } as const);
  return { ...planned, ...unfinished, durationMs: 0, findings: [], exchanges };
}
