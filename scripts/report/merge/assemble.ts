import { defined } from '../../lib/defined';
import { buildReport } from '../build-report';
import { coveredTogether } from '../coverage-map';
import type { CaseResult, Drift, EarlierResult, Explored, QuarantineResult, RunHeader, RunReport } from '../types';
import { mergeLoad, type Order } from './merge-load';
import { mergeThresholds } from './merge-thresholds';

/** A report and the name of its file. */
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

/** The result that counts for a case, and the other results, oldest first. */
export interface CountedResult {
  readonly chosen: Attempt;
  readonly earlier: readonly Attempt[];
}

/** The parts of a merged report. */
export interface MergedParts {
  readonly header: RunHeader;
  readonly durationMs: number;
  readonly order: Order;
  readonly choices: readonly CountedResult[];
  /** Which parts are missing, so that the report is incomplete. */
  readonly missing?: string;
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
const distinctByContent = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

/** A merged report: its cases as they were chosen; verdict and counts follow from them. */
export function assemble({ header, durationMs, order, choices, missing }: MergedParts): RunReport {
  // A report whose results no longer count has no effect.
  const reports = distinct(choices.map(({ chosen }) => chosen.report));
  const complete = missing === undefined && choices.every(isSettled);
  const incomplete = complete ? undefined : reports.findLast((report) => !report.complete);
  const byStart = [...reports].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const cases = choices.map(merged);
  const load = mergeLoad(
    byStart.flatMap((report) => report.load ?? []),
    order,
  );
  const thresholds = mergeThresholds(
    reports.flatMap((report) => report.thresholds ?? []),
    { cases, ...defined({ load }) },
  );
  return buildReport({
    ...header,
    durationMs,
    complete,
    ...defined({
      stopped: incomplete?.stopped,
      because: missing ?? incomplete?.because,
      error: reports.find(({ error, stopped }) => error !== undefined && !(complete && stopped))?.error,
      unreached: reports.every(({ unreached }) => unreached) ? reports.at(-1)?.unreached : undefined,
      drift: mergeDrift(reports),
      quarantine: mergeQuarantine(reports),
      load,
      thresholds: thresholds.length > 0 ? thresholds : undefined,
      explored: mergeExplored(byStart.flatMap(({ explored }) => explored ?? [])),
    }),
    cases,
  });
}

/** Of a run that ended early, only the cases that were judged count as done. */
function isSettled({ chosen: { result, report } }: CountedResult): boolean {
  return report.complete || result.verdict === 'passed' || result.verdict === 'failed';
}

function merged({ chosen: { result, offsetMs }, earlier }: CountedResult): CaseResult {
  const { position, dependencyOnly, earlier: known = [], ...rest } = result;
  const all = [...earlier.flatMap(toEarlier), ...known];
  const exchanges = rest.exchanges.map((exchange) =>
    exchange.startedMs === undefined ? exchange : { ...exchange, startedMs: exchange.startedMs + offsetMs },
  );
  return { ...rest, exchanges, ...(all.length > 0 && { earlier: all }) };
}

/** A result of an earlier merge brings the results that it replaced. */
function toEarlier({ result, report }: Attempt): EarlierResult[] {
  const { verdict, reason, findings, earlier = [] } = result;
  return [...earlier, { startedAt: report.startedAt, verdict, ...defined({ reason }), findings }];
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

/** What several runs explored: shards send a share each, and what is the same in all of them is counted once. */
function mergeExplored(all: readonly Explored[]): Explored | undefined {
  const [first, ...others] = all;
  if (first === undefined || others.length === 0) return first;
  const sum = (part: 'programs' | 'requests'): number => all.reduce((total, each) => total + each[part], 0);
  const notExplored = distinct(all.flatMap((each) => each.notExplored ?? [])).join('; ');
  const named = distinct(all.flatMap((each) => each.named ?? []));
  return {
    ...first,
    ...{ programs: sum('programs'), requests: sum('requests') },
    ...coveredTogether(all),
    ...(named.length > 0 && { named }),
    ...(notExplored !== '' && { notExplored }),
  };
}
