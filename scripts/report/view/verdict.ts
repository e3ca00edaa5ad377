import { plural } from '../../lib/plural';
import type { CaseVerdict, RunReport, RunSummary, RunVerdict, StopReason } from '../types';
import { type Cause, commonCause } from './cause';
import { sentence, targetText } from './text';
import { answeringHosts, judgedText } from './traffic-text';

/** The verdict of a run in plain words: what happened, and what to do next. */
export interface VerdictView {
  /** The verdict alone: `Contract broken`. */
  readonly title: string;
  readonly headline: string;
  readonly says: readonly string[];
  readonly next?: AdviceText;
}

/** What to do next; `kind` identifies the advice, so that nothing depends on its wording. */
export interface AdviceText {
  readonly kind: Advice;
  readonly text: string;
}

type Advice = keyof typeof advice;

interface Words {
  readonly headline: string;
  readonly says: readonly string[];
  readonly next?: Advice;
}

/** How a run ended early, to follow "the run". */
const endings: Readonly<Record<StopReason, string>> = {
  interrupted: 'was interrupted',
  terminated: 'was terminated',
  deadline: 'reached its time limit',
  bail: 'stopped at the first failed case (--bail)',
  outage: 'was stopped by an outage of the target',
  unreadable: 'could not read everything that was recorded',
  'internal-error': 'was stopped by an internal error',
};

const titles: Readonly<Record<RunVerdict, string>> = {
  held: 'Contract held',
  broken: 'Contract broken',
  'no-verdict': 'No verdict',
  'credentials-refused': 'Credentials refused',
};

const advice = {
  'report-findings':
    'send the findings, with their evidence, to the team that runs the target. Your credentials are not the problem.',
  'confirm-change':
    'ask the team that runs the target whether the change is intended. If it is, record the new state with payout-contract accept.',
  'update-quarantine': 'ask the owner of the entry to remove it, or to give it a new date and a reason.',
  'find-flakiness': 'find out why the target answers only after a retry.',
  'check-credentials':
    "run payout-contract check-credentials with the same target and settings. It checks the key pair, the token, its role and this machine's clock step by step. If it finds nothing wrong, ask the operator of the target.",
  'check-address': 'check the address, and that the target is running. Then run the same command again.',
  'slow-down': 'try again later, or send fewer requests per second with --rate.',
  'record-again': 'export the recording again, and check that the file is complete.',
  'record-calls':
    'record traffic that contains a call of the contract, such as POST /v1/identity/payout, with its response.',
  configure: 'configure what the cases need, or select other cases.',
  'check-target': 'check that the target is up. Then run the same command again.',
  'allow-time': 'give the run more time with --max-duration, or select fewer cases.',
  'report-bug': 'this is a bug in payout-contract, not in the target. Please report it, with the events of the run.',
  'check-path':
    'check that no proxy or captive portal answers instead of the target: the documented request was answered with a web page (text/html).',
} as const;

const adviceAfter: Readonly<Record<StopReason, Advice | undefined>> = {
  interrupted: undefined,
  terminated: undefined,
  deadline: 'allow-time',
  bail: undefined,
  outage: 'check-target',
  unreadable: 'record-again',
  'internal-error': 'report-bug',
};

const adviceFor: Readonly<Record<Cause['kind'], Advice | undefined>> = {
  unreachable: 'check-address',
  unavailable: 'slow-down',
  other: undefined,
};

const words: Readonly<Record<RunVerdict, (report: RunReport) => Words>> = {
  held: ({ summary, traffic }) => ({
    headline: `${titles.held}: ${
      traffic ? judgedText(traffic, summary.cases) : plural(summary.passed, 'case')
    } passed${noted(summary)}.`,
    says: [],
  }),
  broken,
  'no-verdict': (report) => (isUnfinished(report) ? unfinished(report) : unjudged(report)),
  'credentials-refused': credentialsRefused,
};

/** The verdict of a run in plain words. */
export function verdictView(report: RunReport): VerdictView {
  const { headline, says, next } = words[report.verdict](report);
  const step = nextStep(next, report.verdict !== 'held' && isAnsweredWithPage(report));
  return { title: titles[report.verdict], headline, says, ...(step && { next: step }) };
}

function nextStep(kind: Advice | undefined, webPage: boolean): AdviceText | undefined {
  if (!webPage) return kind && { kind, text: advice[kind] };
  const otherwise = kind === undefined ? '' : ` Otherwise, ${advice[kind]}`;
  return { kind: 'check-path', text: `${advice['check-path']}${otherwise}` };
}

/** The cases that send the request of the documentation, byte for byte. */
const documented: readonly string[] = ['accept.documented', 'hmac.documented'];

/** Whether the documented request was answered with a web page, as by a proxy or a captive portal. */
function isAnsweredWithPage({ cases }: RunReport): boolean {
  return cases
    .filter(({ id }) => documented.includes(id))
    .flatMap(({ exchanges }) => Object.entries(exchanges.at(-1)?.response?.headers ?? {}))
    .some(([name, value]) => name.toLowerCase() === 'content-type' && /^text\/html\b/i.test(value));
}

/** What was found in a run that held: `; 1 deviation (fails under --strict)`. */
function noted({ deviations, warnings }: RunSummary): string {
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
  return {
    headline: `${titles.broken}: ${whatBroke(report).join('; ')}.`,
    says: [
      ...(found ? [`${answering(report)} answered, but its responses do not match the contract.`] : []),
      ...(found && violations === 0
        ? ['There is no violation: deviations and warnings fail this run because of --strict.']
        : []),
      ...likelyCauses(report),
      ...openCases(report),
      ...incomplete(report),
    ],
    next: found ? 'report-findings' : adviceWithoutFinding(report),
  };
}

/** Who is charged with what was found. */
const answering = ({ target, traffic }: RunReport): string =>
  traffic && traffic.hosts.length > 0 ? answeringHosts(traffic) : targetText(target);

/** What the target looks like: the best fit, and those that fit less well. */
function likelyCauses({ likelyCause = [] }: RunReport): string[] {
  return likelyCause.map(({ title, matched, of }, index) => {
    const start = index === 0 ? 'Looks like' : 'Or';
    return sentence(`${start}: the target ${title} (fits ${matched} of ${of})`);
  });
}

/** What share of what was checked failed. */
function brokenShare({ summary: { failed }, traffic, cases }: RunReport, checked: number): string {
  if (!traffic) return `${failed} of ${plural(checked, 'checked case')} failed`;
  const broken = cases.reduce((sum, each) => sum + (each.traffic?.failed ?? 0), 0);
  return `${broken} of ${judgedText(traffic, cases.length)} failed`;
}

/** Everything that breaks a run, worst first. */
function whatBroke(report: RunReport): string[] {
  const { passed, failed, violations, flaky } = report.summary;
  const drifted = report.drift?.length ?? 0;
  const expired = report.quarantine?.expired.length ?? 0;
  return [
    ...(failed > 0 ? [brokenShare(report, passed + failed)] : []),
    ...(failed === 0 && violations > 0 ? [plural(violations, 'violation')] : []),
    ...(drifted > 0 ? [`${plural(drifted, 'aspect')} changed since the accepted record`] : []),
    ...(expired > 0 ? [`${expired} quarantine ${expired === 1 ? 'entry' : 'entries'} expired`] : []),
    ...(report.failOnFlaky && flaky > 0 ? [plural(flaky, 'flaky case')] : []),
  ];
}

function adviceWithoutFinding({ drift = [], quarantine }: RunReport): Advice {
  if (drift.length > 0) return 'confirm-change';
  return (quarantine?.expired.length ?? 0) > 0 ? 'update-quarantine' : 'find-flakiness';
}

function credentialsRefused(report: RunReport): Words {
  const { violations } = report.summary;
  return {
    headline: `${titles['credentials-refused']}: ${targetText(report.target)} did not accept your credentials.`,
    says: [
      'The target is up. Without credentials that it accepts, the contract cannot be checked.',
      ...(violations > 0 ? [`Even so, its responses contain ${plural(violations, 'violation')}.`] : []),
      ...incomplete(report),
    ],
    next: 'check-credentials',
  };
}

function isUnfinished({ stopped, complete, error }: RunReport): boolean {
  return stopped !== undefined || !complete || error !== undefined;
}

function unfinished(report: RunReport): Words {
  const { stopped, error } = report;
  const next = stopped === undefined ? error !== undefined && 'report-bug' : adviceAfter[stopped];
  return {
    headline: sentence(`${titles['no-verdict']}: ${endingText(report)}`),
    says: [...openCases(report), notProven(report)],
    ...(next && { next }),
  };
}

const withoutVerdict: readonly CaseVerdict[] = ['errored', 'inconclusive'];

function unjudged(report: RunReport): Words {
  const { cases, skipped } = report.summary;
  const cause = commonCause(report, withoutVerdict);
  const says = [notProven(report)];
  if (cause !== undefined) {
    const next = adviceFor[cause.kind];
    return { headline: unjudgedHeadline(cause, report), says, ...(next && { next }) };
  }
  if (report.traffic) {
    const headline = `${titles['no-verdict']}: none of ${plural(report.traffic.exchanges, 'exchange')} could be judged.`;
    return { headline, says, next: 'record-calls' };
  }
  const skipping = commonCause(report, ['skipped']);
  const why =
    skipping === undefined
      ? ''
      : `. ${skipped} of ${cases} ${skipped === 1 ? 'was' : 'were'} skipped: ${skipping.text}`;
  return { headline: sentence(`${titles['no-verdict']}: no case was checked${why}`), says, next: 'configure' };
}

function unjudgedHeadline({ kind, text, cases }: Cause, { target, summary }: RunReport): string {
  const share = `${cases} of ${plural(summary.cases, 'case')}`;
  const headlines: Readonly<Record<Cause['kind'], string>> = {
    unreachable: `${targetText(target)} could not be reached: ${text} (${share})`,
    unavailable: `${targetText(target)} is up, but does not serve requests: ${text} (${share})`,
    other: `${share} could not be judged: ${text}`,
  };
  return sentence(`${titles['no-verdict']}: ${headlines[kind]}`);
}

/** What a run without a verdict does not show. */
function notProven({ summary }: RunReport): string {
  return summary.passed > 0
    ? 'No case failed, but too few were checked to say that the contract holds.'
    : 'This says nothing about the contract, and nothing about your credentials.';
}

function openCases(report: RunReport): string[] {
  const { errored, inconclusive } = report.summary;
  const open = errored + inconclusive;
  const cause = commonCause(report, withoutVerdict);
  return cause === undefined ? [] : [sentence(`${plural(open, 'case')} got no verdict: ${cause.text}`)];
}

function incomplete(report: RunReport): string[] {
  return isUnfinished(report) ? [sentence(`Incomplete: ${endingText(report)}`)] : [];
}

/** How a run ended early, in a few words. */
export function endingWords({ stopped, complete }: RunReport): string {
  if (stopped !== undefined) return endings[stopped];
  return complete ? 'hit an internal error' : 'ended unexpectedly';
}

function endingText(report: RunReport): string {
  const { summary, because, error, traffic } = report;
  const progress = traffic
    ? `${traffic.judged} of ${plural(traffic.exchanges, 'exchange')}`
    : `${summary.passed + summary.failed} of ${plural(summary.cases, 'case')}`;
  const why = [because, error].filter((text) => text !== undefined).map((text) => `: ${text}`);
  return `the run ${endingWords(report)} after ${progress}${why.join('')}`;
}
