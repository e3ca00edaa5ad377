import { runVerdict } from '../run-verdict';
import { summarize } from '../summary';
import type { CaseResult, Drift, EarlierResult, QuarantineResult, RunHeader, RunReport } from '../types';
import { mergeLoad, type Order } from './merge-load';

/** A report and what the user calls it: its file. */
export interface NamedReport {
  readonly name: string;
  readonly report: RunReport;
}

/** What one report says of a case. */
export interface Attempt {
  readonly result: CaseResult;
  readonly report: RunReport;
  /** From the start of the merged report to that of this one. */
  readonly offsetMs: number;
}

/** The result of a case that counts, and those that do not, oldest first. */
export interface Choice {
  readonly chosen: Attempt;
  readonly earlier: readonly Attempt[];
}

/** What a merged report is made of. */
export interface Parts {
  readonly header: RunHeader;
  readonly durationMs: number;
  readonly order: Order;
  readonly choices: readonly Choice[];
  /** What keeps it from being complete beside its parts. */
  readonly missing?: string;
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
const distinctByContent = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

/** A merged report: its cases as they were chosen, its verdict and counts taken from them anew. */
export function assemble({ header, durationMs, order, choices, missing }: Parts): RunReport {
  const cases = choices.map(merged);
  // A report none of whose results counts any more says nothing here.
  const reports = distinct(choices.map(({ chosen }) => chosen.report));
  const complete = missing === undefined && choices.every(isSettled);
  const stop = complete ? undefined : reports.findLast(({ complete: whole }) => !whole);
  const error = reports.find(({ error: text, stopped }) => text !== undefined && !(complete && stopped))?.error;
  const because = missing ?? stop?.because;
  const drift = mergeDrift(reports);
  const quarantine = mergeQuarantine(reports);
  const load = mergeLoad(
    [...reports]
      .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
      .flatMap((report) => report.load ?? []),
    order,
  );
  return {
    schemaVersion: 1,
    ...header,
    durationMs,
    complete,
    ...(stop?.stopped && { stopped: stop.stopped }),
    ...(because !== undefined && { because }),
    ...(error !== undefined && { error }),
    ...runVerdict({
      cases,
      credentialsRefused: cases.some(({ credentialsRefused }) => credentialsRefused),
      complete,
      failOnFlaky: header.failOnFlaky === true,
      drifted: drift !== undefined && drift.length > 0,
      quarantineExpired: quarantine !== undefined && quarantine.expired.length > 0,
      ...(stop?.stopped && { stopped: stop.stopped }),
      ...(error !== undefined && { error }),
    }),
    summary: summarize(cases),
    ...(drift && { drift }),
    ...(quarantine && { quarantine }),
    ...(load && { load }),
    cases,
  };
}

/** Of a run that ended early, the cases that were judged stand; whether the others were is not known from one of them. */
function isSettled({ chosen: { result, report } }: Choice): boolean {
  return report.complete || result.verdict === 'passed' || result.verdict === 'failed';
}

function merged({ chosen: { result, offsetMs }, earlier }: Choice): CaseResult {
  const { position, dependencyOnly, earlier: known = [], ...rest } = result;
  const all = [...earlier.flatMap(toEarlier), ...known];
  const exchanges = rest.exchanges.map((exchange) =>
    exchange.startedMs === undefined ? exchange : { ...exchange, startedMs: exchange.startedMs + offsetMs },
  );
  return { ...rest, exchanges, ...(all.length > 0 && { earlier: all }) };
}

/** A result that was merged before brings what it had replaced. */
function toEarlier({ result, report }: Attempt): EarlierResult[] {
  const { verdict, reason, findings, earlier = [] } = result;
  return [...earlier, { startedAt: report.startedAt, verdict, ...(reason !== undefined && { reason }), findings }];
}

function mergeDrift(reports: readonly RunReport[]): Drift[] | undefined {
  const all = reports.flatMap(({ drift }) => drift ?? []);
  const aspects = new Map<string, Drift>();
  for (const drift of all) {
    const { observed = [], cases = [] } = aspects.get(drift.aspect) ?? {};
    aspects.set(drift.aspect, {
      ...drift,
      observed: distinct([...observed, ...drift.observed]),
      cases: distinct([...cases, ...drift.cases]),
    });
  }
  return reports.some(({ drift }) => drift) ? [...aspects.values()] : undefined;
}

function mergeQuarantine(reports: readonly RunReport[]): QuarantineResult | undefined {
  const all = reports.flatMap(({ quarantine }) => quarantine ?? []);
  if (all.length === 0) return undefined;
  return {
    expired: distinctByContent(all.flatMap(({ expired }) => expired)),
    unused: distinctByContent(all.flatMap(({ unused }) => unused)),
  };
}
