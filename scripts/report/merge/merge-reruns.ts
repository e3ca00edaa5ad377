import { UserError } from '../../lib/user-error';
import type { EarlierResult, RunReport } from '../types';
import { type Attempt, assemble, type CountedResult, type NamedReport, toEarlier } from './assemble';
import { refuseStrangers } from './same-run';

const remedy = 'merge runs of the same cases; to compare different ones, use --history DIR';

/** A case that was not sent does not replace an earlier result. */
const wasTried = ({ result }: Attempt): boolean => result.verdict !== 'skipped';
const brokeIn = ({ verdict }: EarlierResult): boolean => verdict === 'failed' || verdict === 'errored';

function refuseTheSame(inputs: readonly NamedReport[]): void {
  const names = new Map<string, string>();
  for (const { name, report } of inputs) {
    const run = `${report.startedAt} ${report.seed} ${report.target.baseUrl}`;
    const other = names.get(run);
    if (other !== undefined)
      throw new UserError(`${other} and ${name} are reports of the same run`, 'give each run once');
    names.set(run, name);
  }
}

/** The run that contains every case of all runs; the latest of several. */
function widest(inputs: readonly NamedReport[]): NamedReport {
  const most = Math.max(...inputs.map(({ report }) => report.cases.length));
  const found = inputs.findLast(({ report }) => report.cases.length === most)!;
  const known = new Set(found.report.cases.map(({ id }) => id));
  for (const { name, report } of inputs) {
    const other = report.cases.find(({ id }) => !known.has(id));
    if (other !== undefined)
      throw new UserError(`${name} contains the case ${other.id}, which ${found.name} does not`, remedy);
  }
  return found;
}

/**
 * One report of several runs of the same cases, or of a run and later ones of some of its cases: the latest attempt at
 * a case counts, earlier ones stay with it. A case that passes after it did not is flaky.
 *
 * @throws UserError if their cases or targets differ, or if the same run is given twice
 */
export function mergeReruns(inputs: readonly NamedReport[]): RunReport {
  refuseStrangers(inputs);
  refuseTheSame(inputs);
  const ordered = [...inputs].sort((a, b) => Date.parse(a.report.startedAt) - Date.parse(b.report.startedAt));
  const whole = widest(ordered).report;
  const attempts = new Map<string, Attempt[]>(whole.cases.map(({ id }) => [id, []]));
  // The runs are shown one after the other, without the time between them.
  let offsetMs = 0;
  for (const { report } of ordered) {
    for (const result of report.cases) attempts.get(result.id)!.push({ result, report, offsetMs });
    offsetMs += report.durationMs;
  }
  return assemble({
    reports: ordered.map(({ report }) => report),
    whole,
    durationMs: offsetMs,
    order: 'one after the other',
    choices: [...attempts.values()].map(choose),
  });
}

function choose(attempts: readonly Attempt[]): CountedResult {
  const latest = attempts.findLast(wasTried) ?? attempts.at(-1)!;
  const earlier = attempts.filter((attempt) => attempt !== latest && wasTried(attempt));
  const recovered = latest.result.verdict === 'passed' && earlier.flatMap(toEarlier).some(brokeIn);
  const chosen = recovered ? { ...latest, result: { ...latest.result, flaky: true } } : latest;
  return { chosen, earlier };
}
