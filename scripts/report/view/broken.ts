import { plural } from '../../lib/plural';
import { lowerFirst } from '../../lib/sentence';
import { isAbout } from '../quarantine';
import { notedCases } from '../summary';
import type { QuarantineEntry, RunReport } from '../types';
import type { Advice } from './advice';
import { failedByClient, ofTarget } from './client-side';
import { failing } from './finding-text';
import { exceeded, passedText, thresholdText } from './text';
import { answeringHosts, judgedText } from './traffic-text';

/** Why a run is broken; a run may have several reasons. */
type BrokenReason = 'contract' | 'client' | 'drift' | 'quarantine' | 'thresholds' | 'flaky';

interface Broken {
  /** The verdict of a run that is broken for this reason above all. */
  readonly title: string;
  readonly next: Advice;
  /** What it says of this run; `undefined` if this is not why it is broken. */
  readonly text: (report: RunReport) => string | undefined;
}

const entries = (count: number): string => `${count} ${count === 1 ? 'entry' : 'entries'}`;

/** The reasons, the worst first. */
const reasons: Readonly<Record<BrokenReason, Broken>> = {
  contract: { title: 'Contract broken', next: 'report-findings', text: contractText },
  client: {
    title: 'Contract broken by the client',
    next: 'correct-client',
    text: (report) => {
      const mistakes = failedByClient(report);
      return mistakes > 0 ? plural(mistakes, 'mistake') : undefined;
    },
  },
  drift: {
    title: 'Changed since the accepted record',
    next: 'confirm-change',
    text: ({ drift = [] }) => (drift.length > 0 ? plural(drift.length, 'aspect') : undefined),
  },
  quarantine: { title: 'Quarantine expired', next: 'update-quarantine', text: quarantineText },
  thresholds: {
    title: 'Threshold exceeded',
    next: 'look-at-load',
    text: ({ thresholds = [] }) => exceeded(thresholds).map(thresholdText).join(', ') || undefined,
  },
  flaky: {
    title: 'Flaky',
    next: 'find-flakiness',
    text: ({ failOnFlaky, summary: { flaky } }) =>
      failOnFlaky && flaky > 0 ? `${plural(flaky, 'case')} passed only on a retry (--fail-on-flaky)` : undefined,
  },
};

/** Why a run is broken, in words: the worst reason gives the title. */
export function brokenWords(report: RunReport): { title: string; headline: string; says: string[]; next: Advice } {
  const found = Object.values(reasons).flatMap((reason) => {
    const text = reason.text(report);
    return text === undefined ? [] : [{ ...reason, text }];
  });
  const [worst, ...others] = found;
  // A file that another version wrote may be broken for a reason that this one does not know.
  if (worst === undefined) return { ...reasons.contract, headline: reasons.contract.title, says: [] };
  const { title, next } = worst;
  const rest = others.map((other) => `${lowerFirst(other.title)}: ${other.text}`);
  const held = title !== reasons.contract.title && report.summary.failed === 0;
  return {
    title,
    headline: `${title}: ${[worst.text, ...rest].join('; ')}`,
    says: held
      ? [`No expectation of the contract is broken: ${passedText(report.summary, notedCases(report.cases))}.`]
      : [],
    next,
  };
}

/** Whether the findings that fail this run are all those of entries that have expired. */
function failsByExpiry({ cases, strict, quarantine }: RunReport): boolean {
  const expired: readonly QuarantineEntry[] = quarantine?.expired ?? [];
  const broken = cases.filter(({ verdict }) => verdict === 'failed' || verdict === 'errored');
  const found = broken.flatMap(({ id, findings }) => failing(findings, strict).map(({ rule }) => [id, rule] as const));
  return found.length > 0 && found.every(([id, rule]) => expired.some((entry) => isAbout(entry, id, rule)));
}

function contractText(report: RunReport): string | undefined {
  const { passed, violations } = report.summary;
  const byClient = failedByClient(report);
  const failed = report.summary.failed - byClient;
  const counts = report.side !== 'client';
  if ((failed === 0 && (violations === 0 || !counts)) || failsByExpiry(report)) return undefined;
  return failed > 0 ? brokenShare(report, failed, passed + failed) : plural(violations, 'violation');
}

/** What share of what was checked failed. */
function brokenShare({ traffic, cases }: RunReport, failed: number, checked: number): string {
  if (!traffic) return `${failed} of ${plural(checked, 'checked case')} failed`;
  const kinds = ofTarget(cases);
  const broken = kinds.reduce((sum, each) => sum + (each.traffic?.failed ?? 0), 0);
  return `${broken} of ${judgedText(traffic, kinds.length)} failed (${answeringHosts(traffic)})`;
}

function quarantineText(report: RunReport): string | undefined {
  const { length } = report.quarantine?.expired ?? [];
  if (length === 0) return undefined;
  const { failed } = report.summary;
  const again = failed > 0 && failsByExpiry(report) ? `; ${plural(failed, 'case')} failed because of this` : '';
  return `${entries(length)} ${length === 1 ? 'is past its' : 'are past their'} date${again}`;
}
