import { toolName } from '../../lib/called-as';
import { plural } from '../../lib/plural';
import { sentence } from '../../lib/sentence';
import { notedCases } from '../summary';
import type { CaseVerdict, RunReport, RunSummary, RunVerdict, StopReason } from '../types';
import { unreachedText } from '../unreached';
import { type Advice, type AdviceText, adviceAfter, adviceFor, nextStepText } from './advice';
import { brokenWords } from './broken';
import { commonCause, type NoVerdictCause } from './cause';
import { clientMistakes, failedByClient, ofTarget, otherSide } from './client-side';
import { ownAssertionsText } from './own-assertions';
import { passedText, targetText } from './text';
import { judgedText } from './traffic-text';

/** The verdict of a run in plain words: what happened, and what to do next. */
export interface VerdictView {
  /** The verdict alone: `Contract broken`. */
  readonly title: string;
  readonly headline: string;
  readonly says: readonly string[];
  /** What a broken target looks like, the best fit first. */
  readonly looksLike: readonly string[];
  readonly next?: AdviceText;
}

interface Words {
  readonly title?: string;
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
  collection: 'ended early, because the collection did',
};

const titles: Readonly<Record<RunVerdict, string>> = {
  held: 'Contract held',
  broken: 'Contract broken',
  'no-verdict': 'No verdict',
  'credentials-refused': 'Credentials refused',
};

const words: Readonly<Record<RunVerdict, (report: RunReport) => Words>> = {
  held: ({ summary, cases, traffic, side }) => ({
    headline: `${titles.held}: ${
      traffic ? `${judgedText(traffic, ofTarget(cases).length)} passed` : passedText(summary, notedCases(cases))
    }${underStrict(cases)}${skippedText(summary)}.`,
    says: otherSide(summary, side),
  }),
  broken,
  'no-verdict': (report) => (isUnfinished(report) ? unfinished(report) : unjudged(report)),
  'credentials-refused': credentialsRefused,
};

/** The verdict of a run in plain words. */
export function verdictView(report: RunReport, tool = toolName): VerdictView {
  const { title = titles[report.verdict], headline, says, next } = words[report.verdict](report);
  const step = nextStepText(next, report, tool);
  const looksLike = report.verdict === 'broken' ? likelyCauses(report) : [];
  const own = [ownAssertionsText(report)].filter((text) => text !== undefined).map(sentence);
  return { title, headline: [headline, ...own].join(' '), says, looksLike, ...(step && { next: step }) };
}

/** What becomes of cases with deviations and warnings under `--strict`. */
function underStrict(cases: RunReport['cases']): string {
  const { deviations, warnings } = notedCases(cases);
  const noted = deviations + warnings;
  return noted === 0 ? '' : ` (${noted === 1 ? 'it fails' : 'they fail'} under --strict)`;
}

/** How many cases were left out of a run that held. */
const skippedText = (summary: RunSummary): string => (summary.skipped > 0 ? `, ${summary.skipped} skipped` : '');

function broken(report: RunReport): Words {
  const { failed, violations } = report.summary;
  const { title, headline, says, next } = brokenWords(report);
  return {
    title,
    headline: sentence(headline),
    says: [
      ...clientMistakes(report),
      ...says,
      ...(failed > failedByClient(report) && violations === 0 && report.strict
        ? ['There is no violation: deviations and warnings fail this run because of --strict.']
        : []),
      ...openCases(report),
      ...incomplete(report),
    ],
    next,
  };
}

/** What the target looks like: the best fit, and those that fit less well. */
function likelyCauses({ likelyCause = [] }: RunReport): string[] {
  return likelyCause.map(({ faults, title, matched, of }, index) => {
    // What was put together from different failures can all be true.
    const isBeside = faults.length === 0 && likelyCause[0]?.faults.length === 0;
    const start = index === 0 ? 'Looks like' : isBeside ? 'And' : 'Or';
    return sentence(`${start}: the target ${title} (fits ${matched} of ${of})`);
  });
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

/** Whether all that kept a run from its end is that the target asked for fewer requests (429). */
function isThrottled({ stopped, cases }: RunReport): boolean {
  const ends = cases.filter(({ verdict }) => verdict === 'errored').flatMap(({ exchanges }) => exchanges.at(-1) ?? []);
  const is429 = ends.length > 0 && ends.every(({ response }) => response?.status === 429);
  return is429 && (stopped === 'outage' || stopped === 'deadline');
}

function unfinished(report: RunReport): Words {
  const { stopped, error } = report;
  const killed = missingParts(report) === undefined && 'run-again';
  const early = stopped === undefined ? (error === undefined ? killed : 'report-bug') : adviceAfter[stopped];
  const next = isThrottled(report) ? adviceFor.unavailable : early;
  return {
    headline: sentence(`${titles['no-verdict']}: ${endingText(report)}`),
    says: [...openCases(report), notProven(report)],
    ...(next && { next }),
  };
}

const withoutVerdict: readonly CaseVerdict[] = ['errored', 'inconclusive'];

function unjudged(report: RunReport): Words {
  const { cases, skipped } = report.summary;
  const isJudged = report.cases.some(({ verdict, dependencyOnly }) => verdict !== 'skipped' && !dependencyOnly);
  if (report.collection !== undefined && report.unreached === undefined && !isJudged) {
    const headline = `${titles['no-verdict']}: the collection sent no request that is a call of the contract.`;
    const skipping = commonCause(report, ['skipped']);
    const says = skipping === undefined ? [] : [sentence(`${skipping.cases} of ${cases} skipped: ${skipping.text}`)];
    return { headline, says, next: 'judge-something' };
  }
  const cause = commonCause(report, withoutVerdict);
  const says = [notProven(report)];
  // Nothing was announced, as for a collection whose URLs are variables: no case can tell why.
  if (report.unreached !== undefined && cause === undefined) {
    const why = `${targetText(report.target)} could not be reached: ${unreachedText(report.unreached)}`;
    return { headline: sentence(`${titles['no-verdict']}: ${why}`), says, next: adviceFor.unreachable };
  }
  if (cause !== undefined) {
    const next = adviceFor[cause.kind];
    return { headline: unjudgedHeadline(cause, report), says, ...(next && { next }) };
  }
  if (report.traffic) {
    const { exchanges } = report.traffic;
    const none =
      exchanges === 0 ? 'there was no exchange to judge' : `none of ${plural(exchanges, 'exchange')} could be judged`;
    const headline = `${titles['no-verdict']}: ${none}.`;
    return { headline, says, next: 'record-calls' };
  }
  const skipping = commonCause(report, ['skipped']);
  const why =
    skipping === undefined
      ? ''
      : `. ${skipped} of ${cases} ${skipped === 1 ? 'was' : 'were'} skipped: ${skipping.text}`;
  return { headline: sentence(`${titles['no-verdict']}: no case was checked${why}`), says, next: 'configure' };
}

function unjudgedHeadline({ kind, text, cases, sent }: NoVerdictCause, { target, summary }: RunReport): string {
  const all = `${cases} of ${plural(summary.cases, 'case')}`;
  const [were, them] = sent === 1 ? ['was', 'it'] : ['were', 'them'];
  const share = [
    all,
    ...(sent > 0 && sent < cases ? [`${sent} ${were} sent, the others depend on ${them}`] : []),
    // One look at the target was enough.
    ...(sent === 0 && kind === 'unreachable' ? ['none was sent'] : []),
  ].join(': ');
  const headlines: Readonly<Record<NoVerdictCause['kind'], string>> = {
    unreachable: `${targetText(target)} could not be reached: ${text} (${share})`,
    unavailable: `${targetText(target)} is up, but does not serve requests: ${text} (${share})`,
    other: `${all} could not be judged: ${text}`,
  };
  return sentence(`${titles['no-verdict']}: ${headlines[kind]}`);
}

/** What a run without a verdict does not show. */
function notProven({ summary }: RunReport): string {
  return summary.passed > 0
    ? 'No case failed, but too few were checked to say that the contract holds.'
    : 'This says nothing about the contract, and nothing about your credentials.';
}

const notSentText = (count: number): string =>
  count === 1
    ? '1 of them was not sent, because it depends on another'
    : `${count} of them were not sent, because they depend on others`;

function openCases(report: RunReport): string[] {
  const { errored, inconclusive } = report.summary;
  const open = errored + inconclusive;
  const cause = commonCause(report, withoutVerdict);
  if (cause === undefined) return [];
  const { cases, sent, text } = cause;
  const share = cases < open ? `, ${cases} of them because` : ':';
  const notSent = sent > 0 && sent < cases ? `; ${notSentText(cases - sent)}` : '';
  return [sentence(`${plural(open, 'case')} got no verdict${share} ${text}${notSent}`)];
}

function incomplete(report: RunReport): string[] {
  return isUnfinished(report) ? [sentence(`Incomplete: ${endingText(report)}`)] : [];
}

/** Which shards a merged run lacks, if nothing else happened to it. */
const missingParts = ({ stopped, complete, because, error }: RunReport): string | undefined =>
  stopped === undefined && error === undefined && !complete ? because : undefined;

/** How a run ended early, in a few words. */
export function endingWords(report: RunReport): string {
  const { stopped, complete } = report;
  if (stopped !== undefined) return endings[stopped];
  if (missingParts(report) !== undefined) return 'is incomplete';
  return complete ? 'hit an internal error' : 'ended unexpectedly';
}

function endingText(report: RunReport): string {
  const missing = missingParts(report);
  if (missing !== undefined) return missing;
  const { cases, because, error, traffic } = report;
  const finished = cases.filter(({ unfinished }) => unfinished === undefined).length;
  const progress = traffic
    ? `${traffic.judged} of ${plural(traffic.exchanges, 'exchange')}`
    : `${finished} of ${plural(cases.length, 'case')}`;
  const why = [because, error].filter((text) => text !== undefined).map((text) => `: ${text}`);
  return `the run ${endingWords(report)} after ${progress}${why.join('')}`;
}
