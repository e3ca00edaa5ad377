import { defined } from '../../lib/defined';
import { buildReport, type ReportParts } from '../build-report';
import { coveredTogether } from '../coverage-map';
import { NotJudgedTally } from '../not-judged';
import type {
  CaseResult,
  Drift,
  EarlierResult,
  Explored,
  Load,
  NotJudged,
  QuarantineResult,
  RunHeader,
  RunReport,
  Traffic,
} from '../types';
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
  /** All reports, in the order in which their results are listed. */
  readonly reports: readonly RunReport[];
  /** The report whose header is that of the merged one. */
  readonly whole: RunReport;
  readonly durationMs: number;
  readonly order: Order;
  readonly choices: readonly CountedResult[];
  /** Which parts are missing, so that the report is incomplete. */
  readonly missing?: string;
}

/** What the rules of the fields read. */
interface Runs extends MergedParts {
  /** The reports of which a result counts; the others were replaced. */
  readonly counted: readonly RunReport[];
  /** All reports, the oldest first. */
  readonly byStart: readonly RunReport[];
  readonly cases: readonly CaseResult[];
  readonly complete: boolean;
}

/** A field is that of the whole run, or the result of a function; `undefined` leaves it out. */
type MergeRules = {
  readonly [Field in keyof ReportParts]-?: 'whole' | ((runs: Runs) => ReportParts[Field] | undefined);
};

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
const distinctByContent = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

const header: Readonly<Record<Exclude<keyof RunHeader, 'shard' | 'startedAt'>, 'whole'>> = {
  ...{ tool: 'whole', target: 'whole', shadowed: 'whole', engine: 'whole', seed: 'whole', plan: 'whole' },
  ...{ strict: 'whole', failOnFlaky: 'whole', side: 'whole', repeat: 'whole', durationS: 'whole' },
  ...{ collection: 'whole', collectionOptions: 'whole', source: 'whole' },
};

/** How each field is merged. The compiler asks for a rule for a new one, which a merge would lose otherwise. */
const mergeRules: MergeRules = {
  ...header,
  shard: () => undefined,
  startedAt: ({ byStart }) => byStart[0]!.startedAt,
  durationMs: ({ durationMs }) => durationMs,
  complete: ({ complete }) => complete,
  stopped: (runs) => incompleteRun(runs)?.stopped,
  because: (runs) => runs.missing ?? incompleteRun(runs)?.because,
  error: ({ counted, complete }) =>
    counted.find(({ error, stopped }) => error !== undefined && !(complete && stopped))?.error,
  unreached: ({ counted }) => (counted.every(({ unreached }) => unreached) ? counted.at(-1)?.unreached : undefined),
  drift: ({ counted }) => mergeDrift(counted),
  quarantine: ({ counted }) => mergeQuarantine(counted),
  load: loadOf,
  traffic: ({ counted }) => mergeTraffic(counted.flatMap(({ traffic }) => traffic ?? [])),
  thresholds: (runs) => {
    const all = runs.counted.flatMap(({ thresholds }) => thresholds ?? []);
    const merged = mergeThresholds(all, { cases: runs.cases, ...defined({ load: loadOf(runs) }) });
    return merged.length > 0 ? merged : undefined;
  },
  // What was sent stays sent, also when every case was tried again.
  explored: ({ byStart }) => mergeExplored(byStart.flatMap(({ explored }) => explored ?? [])),
  notJudged: ({ counted }) => mergeNotJudged(counted.flatMap(({ notJudged }) => notJudged ?? [])),
  cases: ({ cases }) => cases,
};

/** A merged report: its cases as they were chosen; verdict and counts follow from them. */
export function assemble(parts: MergedParts): RunReport {
  const { reports, order, choices, missing } = parts;
  const chosen = new Set(choices.map(({ chosen: { report } }) => report));
  // Shards replace nothing, so one without a result counts too.
  const counted = order === 'side by side' ? reports : reports.filter((report) => chosen.has(report));
  const runs: Runs = {
    ...parts,
    counted,
    byStart: [...reports].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt)),
    cases: choices.map((choice) => merged(choice, order)),
    complete: missing === undefined && choices.every(isSettled) && !counted.some(lacksMoreThanCases),
  };
  const fields = Object.entries<MergeRules[keyof MergeRules]>(mergeRules).map(([field, rule]) => [
    field,
    rule === 'whole' ? parts.whole[field as keyof ReportParts] : rule(runs),
  ]);
  return buildReport(defined(Object.fromEntries(fields)) as ReportParts);
}

/** Of a run that ended early, only the cases that were judged count as done. */
function isSettled({ chosen: { result, report } }: CountedResult): boolean {
  return report.complete || result.verdict === 'passed' || result.verdict === 'failed';
}

/** Whether a run ended early although all its cases were judged: trying cases again does not make up for the rest. */
const lacksMoreThanCases = ({ complete, cases }: RunReport): boolean =>
  !complete && cases.every(({ unfinished }) => unfinished === undefined);

const incompleteRun = ({ complete, counted }: Runs): RunReport | undefined =>
  complete ? undefined : counted.findLast((report) => !report.complete);

function loadOf({ byStart, counted, order }: Runs): Load | undefined {
  const loads = byStart.filter((report) => counted.includes(report)).flatMap(({ load }) => load ?? []);
  return mergeLoad(loads, order);
}

/** The result that counts, with all its fields; a place in a shard means nothing in the whole run. */
function merged({ chosen: { result, offsetMs }, earlier }: CountedResult, order: Order): CaseResult {
  const { earlier: known = [], ...rest } = result;
  const { position, dependencyOnly, ...placeless } = rest;
  const all = [...earlier.flatMap(toEarlier), ...known];
  const exchanges = rest.exchanges.map((exchange) =>
    exchange.startedMs === undefined ? exchange : { ...exchange, startedMs: exchange.startedMs + offsetMs },
  );
  return { ...(order === 'side by side' ? placeless : rest), exchanges, ...(all.length > 0 && { earlier: all }) };
}

/** A result of an earlier merge brings the results that it replaced. */
export function toEarlier({ result, report }: Attempt): EarlierResult[] {
  const { verdict, reason, findings, earlier = [] } = result;
  return [...earlier, { startedAt: report.startedAt, verdict, ...defined({ reason }), findings }];
}

/** Counts add up, those of one host too. */
function mergeTraffic(all: readonly Traffic[]): Traffic | undefined {
  if (all.length === 0) return undefined;
  const hosts = new Map<string, Traffic['hosts'][number]>();
  for (const { baseUrl, judged, failed } of all.flatMap((each) => each.hosts)) {
    const known = hosts.get(baseUrl) ?? { judged: 0, failed: 0 };
    hosts.set(baseUrl, { baseUrl, judged: known.judged + judged, failed: known.failed + failed });
  }
  const sum = (part: 'exchanges' | 'judged'): number => all.reduce((total, each) => total + each[part], 0);
  return { exchanges: sum('exchanges'), judged: sum('judged'), hosts: [...hosts.values()] };
}

function mergeNotJudged(all: readonly NotJudged[]): NotJudged[] | undefined {
  const tally = new NotJudgedTally();
  for (const each of all) tally.add(each);
  return all.length > 0 ? tally.most() : undefined;
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
