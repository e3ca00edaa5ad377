import { plural } from '../../lib/plural';
import { covers } from '../quarantine';
import { notedCases } from '../summary';
import type { QuarantineEntry, RunReport } from '../types';
import type { Advice } from './advice';
import { failing } from './finding-text';
import { exceeded, passedText, thresholdText } from './text';

/** Why a run is broken; a run may have several reasons. */
type Reason = 'contract' | 'drift' | 'quarantine' | 'thresholds' | 'flaky';

interface Broken {
  /** The verdict of a run that is broken for this reason above all. */
  readonly title: string;
  readonly next: Advice;
  /** What it says of this run; `undefined` if this is not why it is broken. */
  readonly text: (report: RunReport) => string | undefined;
}

const entries = (count: number): string => `${count} ${count === 1 ? 'entry' : 'entries'}`;

/** The reasons, the worst first. */
const reasons: Readonly<Record<Reason, Broken>> = {
  contract: { title: 'Contract broken', next: 'report-findings', text: contractText },
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
  const rest = others.map((other) => `${other.title.charAt(0).toLowerCase()}${other.title.slice(1)}: ${other.text}`);
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
  return found.length > 0 && found.every(([id, rule]) => expired.some((entry) => covers(entry, id, rule)));
}

function contractText(report: RunReport): string | undefined {
  const { passed, failed, violations } = report.summary;
  if (failed + violations === 0 || failsByExpiry(report)) return undefined;
  return failed > 0
    ? `${failed} of ${plural(passed + failed, 'checked case')} failed`
    : plural(violations, 'violation');
}

function quarantineText(report: RunReport): string | undefined {
  const { length } = report.quarantine?.expired ?? [];
  if (length === 0) return undefined;
  const { failed } = report.summary;
  const again = failed > 0 && failsByExpiry(report) ? `; ${plural(failed, 'case')} failed because of this` : '';
  return `${entries(length)} ${length === 1 ? 'is past its' : 'are past their'} date${again}`;
}
