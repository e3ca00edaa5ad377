import { runVerdict } from './run-verdict';
import { summarize } from './summary';
import type {
  CaseResult,
  CaseVerdict,
  PlannedCase,
  RecordedExchange,
  RunEvent,
  RunHeader,
  RunReport,
  StopReason,
} from './types';

type CaseFinished = Extract<RunEvent, { type: 'case-finished' }>;
type RunFinished = Extract<RunEvent, { type: 'run-finished' }>;
type LoadEvent = Extract<RunEvent, { type: 'load' }>;
type CaseEvent = Extract<RunEvent, { id: string }>;

/** What the events said of one case. */
interface CaseRecord {
  readonly planned: PlannedCase;
  readonly exchanges: RecordedExchange[];
  started: boolean;
  finished?: CaseFinished;
}

const worstFirst: readonly CaseVerdict[] = ['failed', 'errored', 'inconclusive', 'passed', 'skipped'];

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
 *
 * @throws where the first event is not `run-started`
 */
export function fold(events: Iterable<RunEvent>): RunReport {
  const folding = new Folding();
  for (const event of events) folding.add(event);
  return folding.report();
}

/** The same, one event after the other: keeps what the report will show and no more. */
export class Folding {
  readonly #records = new Map<string, CaseRecord>();
  #header: RunHeader | undefined;
  #end: RunFinished | undefined;
  #load: LoadEvent | undefined;

  add(event: RunEvent): void {
    if (event.type === 'run-started') {
      this.#header = event.run;
      for (const planned of event.cases) this.#records.set(planned.id, { planned, exchanges: [], started: false });
    } else if (event.type === 'run-finished') this.#end = event;
    else if (event.type === 'load') this.#load = event;
    else {
      const record = this.#records.get(event.id);
      if (record !== undefined) apply(record, event);
    }
  }

  report(): RunReport {
    if (this.#header === undefined) throw new Error('The events of the run do not begin with run-started.');
    return report(this.#header, [...this.#records.values()], this.#end, this.#load);
  }
}

function apply(record: CaseRecord, event: CaseEvent): void {
  record.started = true;
  if (event.type === 'exchange') record.exchanges.push(event.exchange);
  if (event.type === 'case-finished')
    record.finished = record.finished === undefined ? event : finishedAgain(record.finished, event);
}

function report(
  header: RunHeader,
  records: readonly CaseRecord[],
  end: RunFinished | undefined,
  load: LoadEvent | undefined,
): RunReport {
  const cases = records.map((record) => {
    const own = load?.cases[record.planned.id];
    return { ...caseResult(record, end?.stopped), ...(own && { load: own }) };
  });
  const { stopped, because, error, unreached, drift, quarantine } = end ?? {};
  const complete = end !== undefined && stopped === undefined && records.every(({ finished }) => finished);
  const verdict = runVerdict({
    cases,
    credentialsRefused: cases.some(({ credentialsRefused }) => credentialsRefused),
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
    ...(unreached && { unreached }),
    ...verdict,
    summary: summarize(cases),
    ...(drift && { drift }),
    ...(quarantine && { quarantine }),
    ...(load && { load: load.load }),
    cases,
  };
}

/** In a sustained run a case may finish once more: its worst verdict counts, and no finding is lost. */
function finishedAgain(before: CaseFinished, event: CaseFinished): CaseFinished {
  const worse = worstFirst.indexOf(event.verdict) < worstFirst.indexOf(before.verdict) ? event : before;
  return { ...worse, durationMs: before.durationMs, findings: [...before.findings, ...event.findings] };
}

function caseResult({ planned, exchanges, started, finished }: CaseRecord, stopped?: StopReason): CaseResult {
  if (finished !== undefined) {
    const { verdict, durationMs, findings, flaky, reason, blockedBy, credentialsRefused } = finished;
    return {
      ...planned,
      verdict,
      ...(flaky && { flaky }),
      ...(reason !== undefined && { reason }),
      ...(blockedBy !== undefined && { blockedBy }),
      ...(credentialsRefused && { credentialsRefused }),
      durationMs,
      findings,
      exchanges,
    };
  }
  const unfinished = started
    ? ({
        verdict: 'errored',
        reason: stopped === 'outage' ? 'no answer: the target went down' : 'in flight when the run ended',
      } as const)
    : ({ verdict: 'skipped', reason: notSent[stopped ?? 'interrupted'] } as const);
  return { ...planned, ...unfinished, durationMs: 0, findings: [], exchanges };
}
