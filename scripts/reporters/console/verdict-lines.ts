import { plural } from '../../lib/plural';
import type { CaseResult, RunReport, RunSummary, RunVerdict, StopReason } from '../../report/types';
import { type Cause, commonCause } from '../../report/view/cause';
import { answeredWithPage } from '../../report/view/web-page';
import { labelled, type Style, targetText } from './format';

/** The verdict in plain words: whose matter it is, and what to do next. */
export interface Words {
  readonly headline: string;
  readonly says: readonly string[];
  readonly next?: string;
}

/** How a run ended early, to be read after "the run". */
export const ways: Readonly<Record<StopReason, string>> = {
  interrupted: 'was interrupted',
  terminated: 'was terminated',
  deadline: 'reached its time limit',
  bail: 'stopped at the first failed case (--bail)',
  outage: 'stopped when the target went down',
  'internal-error': 'was ended by an internal error',
};

const nextAfter: Readonly<Partial<Record<StopReason, string>>> = {
  outage: 'see that the target is up again, then run the same command again.',
  deadline: 'allow the run more time with --max-duration, or choose fewer cases.',
  'internal-error':
    'this is a fault of payout-contract, not of the target: please report it, with the events of the run.',
};

const notTheTarget =
  'the documented request was answered with a web page (text/html): see that no proxy or captive portal on the way answers in the place of the target';

/** What a run without a verdict leaves unsaid. */
function unsaid({ summary }: RunReport): string {
  return summary.passed > 0
    ? 'No case failed, but too few were judged to say that the contract holds.'
    : 'This says nothing about the contract, and nothing about your credentials.';
}

const words: Readonly<Record<RunVerdict, (report: RunReport) => Words>> = {
  held: ({ summary }) => ({
    headline: `Contract held: ${plural(summary.passed, 'case')} checked, all passed${underStrict(summary)}.`,
    says: [],
  }),
  broken,
  'no-verdict': (report) => (isUnfinished(report) ? unfinished(report) : unjudged(report)),
  'credentials-refused': credentialsRefused,
};

const paints = { held: 'green', broken: 'red', 'no-verdict': 'yellow', 'credentials-refused': 'yellow' } as const;

/** The verdict of a run in plain words, for a reporter that lays them out in its own way. */
export function verdictWords(report: RunReport): Words {
  const said = words[report.verdict](report);
  if (report.verdict === 'held' || !answeredWithPage(report)) return said;
  return {
    ...said,
    next: said.next === undefined ? `${notTheTarget}.` : `${notTheTarget}. If there is none, ${said.next}`,
  };
}

export function verdictLines(report: RunReport, style: Style): string[] {
  const { headline, says, next } = verdictWords(report);
  const paint = style.colours[paints[report.verdict]];
  return [
    ...labelled('', '', headline, style).map((line) => style.colours.bold(paint(line))),
    ...says.flatMap((text) => labelled('', '', text, style)),
    ...(next === undefined ? [] : labelled('', 'Next: ', next, style)),
  ];
}

/** What a run that held leaves to be said: `; 1 deviation (fails under --strict)`. */
function underStrict({ deviations, warnings }: RunSummary): string {
  const found = [
    ...(deviations > 0 ? [plural(deviations, 'deviation')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ];
  const verb = deviations + warnings === 1 ? 'fails' : 'fail';
  return found.length === 0 ? '' : `; ${found.join(' and ')} (${verb} under --strict)`;
}

function broken(report: RunReport): Words {
  const { failed, violations } = report.summary;
  const found = failed + violations > 0;
  const strict = found && violations === 0;
  return {
    headline: `Contract broken: ${offences(report).join('; ')}.`,
    says: [
      ...(found ? [`${shown(report)} answered, and its answers differ from what is promised.`] : []),
      ...(strict ? ['No violation: deviations and warnings fail this run because of --strict.'] : []),
      ...besides(report),
      ...cutShort(report),
    ],
    next: found
      ? 'take the findings, each with its evidence, to those who run the target. It is not a matter of your credentials.'
      : remedyFor(report),
  };
}

/** Everything that breaks a run, worst first. */
function offences(report: RunReport): string[] {
  const { passed, failed, violations, flaky } = report.summary;
  const drifted = report.drift?.length ?? 0;
  const expired = report.quarantine?.expired.length ?? 0;
  return [
    ...(failed > 0 ? [`${failed} of ${plural(passed + failed, 'checked case')} failed`] : []),
    ...(failed === 0 && violations > 0 ? [plural(violations, 'violation')] : []),
    ...(drifted > 0 ? [`drift from the accepted record in ${plural(drifted, 'aspect')}`] : []),
    ...(expired > 0 ? [`${expired === 1 ? '1 quarantine entry' : `${expired} quarantine entries`} past the date`] : []),
    ...(report.failOnFlaky && flaky > 0 ? [plural(flaky, 'flaky case')] : []),
  ];
}

/** What to do where no finding breaks the run. */
function remedyFor({ drift = [], quarantine }: RunReport): string {
  if (drift.length > 0) {
    return 'ask those who run the target whether the change is meant; if it is, record the new state with payout-contract accept.';
  }
  return (quarantine?.expired.length ?? 0) > 0
    ? 'have its owner remove the entry, or give it a new date and a reason.'
    : 'find out what makes the target answer only at a later attempt.';
}

function credentialsRefused(report: RunReport): Words {
  const { violations } = report.summary;
  return {
    headline: `Credentials refused: ${shown(report)} does not accept the credentials that you configured.`,
    says: [
      'The target is up. Whether it keeps the contract cannot be told without credentials that it accepts.',
      ...(violations > 0
        ? [`What it did answer holds ${plural(violations, 'violation')} all the same: see the findings.`]
        : []),
      ...cutShort(report),
    ],
    next:
      'payout-contract check-credentials, with the same target and settings, finds the cause step by step: the key pair, ' +
      "the token, its role, or the clock of this machine. Where it finds none, ask the target's operator.",
  };
}

function isUnfinished({ stopped, complete, error }: RunReport): boolean {
  return stopped !== undefined || !complete || error !== undefined;
}

function unfinished(report: RunReport): Words {
  const { stopped, error } = report;
  const next = nextAfter[stopped ?? (error === undefined ? 'interrupted' : 'internal-error')];
  return {
    headline: `No verdict: ${ended(report)}`,
    says: [...besides(report), unsaid(report)],
    ...(next !== undefined && { next }),
  };
}

function unjudged(report: RunReport): Words {
  const { cases, skipped } = report.summary;
  const open = withoutVerdict(report);
  if (open.length === 0) {
    const cause = commonCause(report.cases);
    const reason = cause === undefined ? 'there was none' : `${skipped} skipped: ${cause.text}`;
    return {
      headline: sentence(`No verdict: no case was checked, ${reason}`),
      says: [unsaid(report)],
      next: 'configure what the cases need, or choose other cases.',
    };
  }
  const cause = commonCause(open)!;
  return { ...causeWords(cause, report, `${cause.cases} of ${plural(cases, 'case')}`) };
}

function causeWords(cause: Cause, report: RunReport, share: string): Words {
  const target = shown(report);
  switch (cause.kind) {
    case 'unreachable':
      return {
        headline: `No verdict: ${target} could not be reached: ${cause.text} (${share}).`,
        says: [unsaid(report)],
        next: 'check the address, and that the target is up, then run the same command again.',
      };
    case 'unavailable':
      return {
        headline: `No verdict: ${target} is up but does not serve: ${cause.text} (${share}).`,
        says: [unsaid(report)],
        next: 'try again later, or more slowly with --rate.',
      };
    case 'other':
      return { headline: sentence(`No verdict: ${share} could not be judged: ${cause.text}`), says: [unsaid(report)] };
  }
}

function besides(report: RunReport): string[] {
  const open = withoutVerdict(report);
  const cause = commonCause(open);
  return cause === undefined ? [] : [sentence(`${plural(open.length, 'case')} got no verdict: ${cause.text}`)];
}

function cutShort(report: RunReport): string[] {
  return isUnfinished(report) ? [`Incomplete: ${ended(report)}`] : [];
}

function ended({ summary, complete, stopped, because, error }: RunReport): string {
  const unsaid = complete ? 'met an internal error' : 'was broken off';
  const progress = `${summary.passed + summary.failed} of ${plural(summary.cases, 'case')}`;
  const why = [because, error].filter((text) => text !== undefined).map((text) => `: ${text}`);
  return sentence(`the run ${stopped === undefined ? unsaid : ways[stopped]} after ${progress}${why.join('')}`);
}

function withoutVerdict({ cases }: RunReport): CaseResult[] {
  return cases.filter(({ verdict }) => verdict === 'errored' || verdict === 'inconclusive');
}

function shown({ target }: RunReport): string {
  return targetText(target);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
