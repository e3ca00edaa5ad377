import { verdictOrder } from '../judge/case-verdict';
import { buildReport } from './build-report';
import { NotJudgedTally } from './not-judged';
import { recordedMs } from './summary';
import type {
  CaseOutcome,
  CaseResult,
  Explored,
  PlannedCase,
  RecordedExchange,
  RunEnd,
  RunEvent,
  RunHeader,
  RunReport,
  StopReason,
} from './types';

type LoadEvent = Extract<RunEvent, { type: 'load' }>;
type TrafficEvent = Extract<RunEvent, { type: 'traffic' }>;
type CaseEvent = Extract<RunEvent, { id: string }>;

/** What the events say about one case. */
interface CaseRecord {
  readonly planned: PlannedCase;
  readonly exchanges: RecordedExchange[];
  started: boolean;
  outcome?: CaseOutcome;
}

const notSent: Readonly<Record<StopReason, string>> = {
  interrupted: 'not sent: the run was interrupted',
  terminated: 'not sent: the run was terminated',
  deadline: 'not sent: the run reached its time limit',
  bail: 'not sent: the run stopped at the first failed case',
  outage: 'not sent: the target went down',
  unreadable: 'not judged: the recording cannot be read',
  'internal-error': 'not sent: an internal error ended the run',
  collection: 'not sent: the collection ended early',
};

/**
 * The report of a run from its events, which may end anywhere: a planned case that was never sent is skipped, one that
 * was sent and never finished is errored, and the report is marked incomplete. An event of an unplanned case is ignored.
 *
 * @throws if the first event is not `run-started`
 */
export function fold(events: Iterable<RunEvent>): RunReport {
  const folding = new Folding();
  for (const event of events) folding.add(event);
  return folding.report();
}

/** Folds one event at a time, and keeps only what the report will show. */
export class Folding {
  readonly #records = new Map<string, CaseRecord>();
  #header: RunHeader | undefined;
  #end: RunEnd | undefined;
  #load: LoadEvent | undefined;
  #traffic: TrafficEvent | undefined;
  #explored: Explored | undefined;
  readonly #notJudged = new NotJudgedTally();

  add(event: RunEvent): void {
    if (event.type === 'run-started') {
      this.#header = event.run;
      for (const planned of event.cases) this.#plan(planned);
    } else if (event.type === 'case-planned') this.#plan(event.case);
    else if (event.type === 'run-finished') {
      const { type, ...end } = event;
      this.#end = end;
    } else if (event.type === 'load') this.#load = event;
    else if (event.type === 'traffic') this.#traffic = event;
    else if (event.type === 'explored') this.#explored = event.explored;
    else if (event.type === 'not-judged') for (const each of event.requests) this.#notJudged.add(each);
    else {
      const record = this.#records.get(event.id);
      if (record !== undefined) apply(record, event);
    }
  }

  #plan(planned: PlannedCase): void {
    if (!this.#records.has(planned.id)) this.#records.set(planned.id, { planned, exchanges: [], started: false });
  }

  report(): RunReport {
    if (this.#header === undefined) throw new Error('The events of a run must begin with run-started.');
    const records = [...this.#records.values()];
    const { stopped } = this.#end ?? {};
    const notJudged = this.#notJudged.most();
    const cases = records.map((record) => caseResult(record, stopped, this.#load, this.#traffic));
    return buildReport({
      ...this.#header,
      durationMs: recordedMs(cases, this.#load?.load),
      ...this.#end,
      complete: this.#end !== undefined && stopped === undefined && records.every(({ outcome }) => outcome),
      ...(this.#load && { load: this.#load.load }),
      ...(this.#traffic && { traffic: this.#traffic.traffic }),
      ...(this.#explored && { explored: this.#explored }),
      ...(notJudged.length > 0 && { notJudged }),
      cases,
    });
  }
}

function apply(record: CaseRecord, event: CaseEvent): void {
  record.started = true;
  if (event.type === 'exchange') record.exchanges.push(event.exchange);
  if (event.type !== 'case-finished') return;
  const { type, id, ...outcome } = event;
  record.outcome = record.outcome === undefined ? outcome : finishedAgain(record.outcome, outcome);
}

/** In a sustained run a case may finish again: its worst verdict counts, and all findings are kept. */
function finishedAgain(before: CaseOutcome, again: CaseOutcome): CaseOutcome {
  const worse = verdictOrder.indexOf(again.verdict) < verdictOrder.indexOf(before.verdict) ? again : before;
  const assertions = [...(before.assertions ?? []), ...(again.assertions ?? [])];
  return {
    ...worse,
    durationMs: before.durationMs,
    findings: [...before.findings, ...again.findings],
    ...(assertions.length > 0 && { assertions }),
  };
}

function caseResult(
  { planned, exchanges, started, outcome }: CaseRecord,
  stopped?: StopReason,
  load?: LoadEvent,
  traffic?: TrafficEvent,
): CaseResult {
  const own = load?.cases[planned.id];
  const seen = traffic?.cases[planned.id];
  return {
    ...planned,
    ...(outcome ?? unfinished(started, stopped)),
    exchanges,
    ...(own && { load: own }),
    ...(seen && { traffic: seen }),
  };
}

function unfinished(started: boolean, stopped: StopReason | undefined): CaseOutcome & Pick<CaseResult, 'unfinished'> {
  const rest = { durationMs: 0, findings: [] };
  if (!started)
    return {
      verdict: 'skipped',
      reason: stopped === undefined ? 'not sent: the run ended unexpectedly' : notSent[stopped],
      reasonKind: 'not-sent',
      unfinished: 'not-sent',
      ...rest,
    };
  const reason = stopped === 'outage' ? 'no response: the target went down' : 'in flight when the run ended';
  return { verdict: 'errored', reason, reasonKind: 'in-flight', unfinished: 'in-flight', ...rest };
}
