import { plural } from '../lib/plural';
import type { Drift, QuarantineEntry, RunReport } from '../report/types';
import { verdictWords, ways } from './console/verdict-lines';

/** What speaks against a run as a whole rather than against one of its cases. */
export interface RunProblem {
  /** The same from run to run. */
  readonly id: 'run.drift' | 'run.quarantine' | 'run.flaky' | 'run.end' | 'run.verdict';
  /** A sentence that is true when there is no such problem. */
  readonly title: string;
  /** `failure`: the target differs from what is expected; `error`: the run could not find out. */
  readonly kind: 'failure' | 'error';
  readonly message: string;
  /** One line for each part of it. */
  readonly details: readonly string[];
}

/**
 * The problems of a run that no case shows. With them, a report in which the exit code is not 0 always has something
 * in it that is red.
 */
export function runProblems(report: RunReport): RunProblem[] {
  const found = [...drifted(report), ...quarantineExpired(report), ...flaky(report), ...endedEarly(report)];
  const { failed, errored, inconclusive } = report.summary;
  return found.length > 0 || failed + errored + inconclusive > 0 || report.exitCode === 0
    ? found
    : [{ ...problem('run.verdict', 'error', headlineOf(report)), details: [] }];
}

const titles: Readonly<Record<RunProblem['id'], string>> = {
  'run.drift': 'does what the accepted record says',
  'run.quarantine': 'quarantines nothing past its date',
  'run.flaky': 'passes at the first attempt',
  'run.end': 'came to its end',
  'run.verdict': 'came to a verdict',
};

function problem(id: RunProblem['id'], kind: RunProblem['kind'], message: string): Omit<RunProblem, 'details'> {
  return { id, kind, message, title: titles[id] };
}

function drifted({ drift = [] }: RunReport): RunProblem[] {
  const message = `${plural(drift.length, 'aspect')} of the target changed since the record was accepted`;
  return drift.length === 0 ? [] : [{ ...problem('run.drift', 'failure', message), details: drift.map(driftText) }];
}

function driftText({ aspect, accepted, observed, cases }: Drift): string {
  const values = (list: readonly string[]): string => (list.length === 0 ? 'nothing' : list.join(', '));
  return `${aspect}: accepted ${values(accepted)}; observed ${values(observed)} (${cases.join(', ')})`;
}

function quarantineExpired({ quarantine }: RunReport): RunProblem[] {
  const expired = quarantine?.expired ?? [];
  const entries = expired.length === 1 ? '1 entry' : `${expired.length} entries`;
  const message = `${entries} of the quarantine file ${expired.length === 1 ? 'is' : 'are'} past the date`;
  return expired.length === 0
    ? []
    : [{ ...problem('run.quarantine', 'failure', message), details: expired.map(entryText) }];
}

function entryText({ case: id, rule, owner, reason, expires }: QuarantineEntry): string {
  return `${id}, ${rule}: until ${expires}, of ${owner}: ${reason}`;
}

function flaky({ failOnFlaky, cases }: RunReport): RunProblem[] {
  const ids = cases.filter((result) => result.flaky).map(({ id }) => id);
  if (!failOnFlaky || ids.length === 0) return [];
  const message = `${plural(ids.length, 'case')} did not pass at the first attempt`;
  return [{ ...problem('run.flaky', 'failure', message), details: ids }];
}

/** Not where the user asked for it: the case at which a run stops under `--bail` has failed itself. */
function endedEarly(report: RunReport): RunProblem[] {
  const { stopped, because, error, complete } = report;
  if (stopped === 'bail' || (complete && stopped === undefined && error === undefined)) return [];
  const broken = complete ? 'met an internal error' : 'was broken off';
  const reasons = [because, error].filter((text) => text !== undefined);
  return [
    { ...problem('run.end', 'error', `the run ${stopped === undefined ? broken : ways[stopped]}`), details: reasons },
  ];
}

function headlineOf(report: RunReport): string {
  return verdictWords(report).headline;
}
