import { toolName } from '../../lib/called-as';
import type { RunReport } from '../types';
import { commonCause, type NoVerdictCause } from './cause';
import { type FindingsView, findingsView } from './finding-groups';
import { type RunNote, runNotes } from './notes';
import { byReason, type ReasonGroup } from './reasons';
import { repeatCommand } from './repeat-command';
import { caseCounts, caseVerdicts, findingCounts, runFacts } from './text';
import { byTheme, type Theme } from './themes';
import { type VerdictView, verdictView } from './verdict';

/** Everything that a report says about a run, as data. Every format renders this, and decides on the layout only. */
export interface RunView {
  readonly report: RunReport;
  /** The header, such as target, engine and seed. */
  readonly facts: readonly string[];
  readonly verdict: VerdictView;
  readonly findings: FindingsView;
  readonly notes: readonly RunNote[];
  readonly themes: readonly Theme[];
  /** The most common reason for a missing verdict, if no case has a verdict. */
  readonly cause?: NoVerdictCause;
  /** The cases without a verdict, by reason. */
  readonly open: readonly ReasonGroup[];
  readonly counts: { readonly cases: string; readonly findings: string };
  /** The command that repeats the cases that did not pass, as its parts. */
  readonly repeat?: readonly string[];
}

/**
 * The view of a run. Its texts are as in the report: each format makes them safe for its own readers.
 *
 * @param tool what the reader calls this tool
 */
export function viewOf(report: RunReport, tool = toolName): RunView {
  const { cases, summary } = report;
  const repeat = repeatCommand(report, undefined, tool);
  const judged = summary.passed + summary.failed + summary.violations > 0;
  const cause = judged ? undefined : commonCause(report, caseVerdicts);
  return {
    report,
    facts: runFacts(report, cases),
    verdict: verdictView(report, tool),
    findings: findingsView(report),
    notes: runNotes(report),
    themes: byTheme(cases),
    open: byReason(cases.filter(({ verdict }) => verdict === 'errored' || verdict === 'inconclusive')),
    counts: { cases: caseCounts(summary), findings: findingCounts(summary) },
    ...(cause && { cause }),
    ...(repeat && { repeat }),
  };
}
