import { plural } from '../../lib/plural';
import type { CaseResult, RunReport, RunVerdict, StopReason } from '../../verdict/types';
import { type Cause, commonCause } from '../cause';
import { labelled, type Style } from './format';

/** How a run ended early, as its last event says. */
export interface Ending {
  readonly stopped?: StopReason;
  readonly error?: string;
}

/** The verdict in plain words: whose matter it is, and what to do next. */
interface Words {
  readonly headline: string;
  readonly says: readonly string[];
  readonly next?: string;
}

const ways: Readonly<Record<StopReason, string>> = {
  interrupted: 'was interrupted',
  terminated: 'was terminated',
  deadline: 'reached its time limit',
  bail: 'stopped at the first failed case (--bail)',
  outage: 'stopped when the target went down',
  'internal-error': 'was ended by an internal error',
};

const nextAfter: Readonly<Partial<Record<StopReason, string>>> = {
  deadline: 'allow the run more time with --max-duration, or choose fewer cases.',
  'internal-error':
    'this is a fault of payout-contract, not of the target: please report it, with the events of the run.',
};

/** What a run without a verdict leaves unsaid. */
function unsaid({ summary }: RunReport): string {
  return summary.passed > 0
    ? 'No case failed, but too few were judged to say that the contract holds.'
    : 'This says nothing about the contract, and nothing about your credentials.';
}

const words: Readonly<Record<RunVerdict, (report: RunReport, ending: Ending) => Words>> = {
  held: ({ summary }) => ({
    headline: `Contract held: ${plural(summary.passed, 'case')} checked, all passed.`,
    says: [],
  }),
  broken,
  'no-verdict': (report, ending) =>
    ending.stopped || !report.complete ? unfinished(report, ending) : unjudged(report),
  'credentials-refused': credentialsRefused,
};

const paints = { held: 'green', broken: 'red', 'no-verdict': 'yellow', 'credentials-refused': 'yellow' } as const;

export function verdictLines(report: RunReport, ending: Ending, style: Style): string[] {
  const { headline, says, next } = words[report.verdict](report, ending);
  const paint = style.colours[paints[report.verdict]];
  return [
    ...labelled('', '', headline, style).map((line) => style.colours.bold(paint(line))),
    ...says.flatMap((text) => labelled('', '', text, style)),
    ...(next === undefined ? [] : labelled('', 'Next: ', next, style)),
  ];
}

function broken(report: RunReport, ending: Ending): Words {
  const { passed, failed, violations } = report.summary;
  const bad =
    failed > 0 ? `${failed} of ${plural(passed + failed, 'checked case')} failed` : plural(violations, 'violation');
  const strict = violations === 0 ? ['No violation: deviations and warnings fail this run because of --strict.'] : [];
  return {
    headline: `Contract broken: ${bad}.`,
    says: [
      `${shown(report)} answered, and its answers differ from what is promised.`,
      ...strict,
      ...besides(report),
      ...cutShort(report, ending),
    ],
    next: 'take the findings above, each with its evidence, to those who run the target. It is not a matter of your credentials.',
  };
}

function credentialsRefused(report: RunReport, ending: Ending): Words {
  const { violations } = report.summary;
  return {
    headline: `Credentials refused: ${shown(report)} does not accept the credentials that you configured.`,
    says: [
      'The target is up. Whether it keeps the contract cannot be told without credentials that it accepts.',
      ...(violations > 0
        ? [`What it did answer holds ${plural(violations, 'violation')} all the same: see above.`]
        : []),
      ...cutShort(report, ending),
    ],
    next:
      'check IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY: they must belong to a Tenant API key ' +
      'of this very environment, with a role that may do payouts; a token must not have expired, and with a key pair the ' +
      "clock of this machine must be right to five minutes. If they are, ask the target's operator.",
  };
}

function unfinished(report: RunReport, ending: Ending): Words {
  const next = ending.stopped && nextAfter[ending.stopped];
  return {
    headline: `No verdict: ${ended(report, ending)}`,
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
    return { headline: sentence(`No verdict: no case was checked, ${reason}`), says: [unsaid(report)] };
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

function cutShort(report: RunReport, ending: Ending): string[] {
  return report.complete ? [] : [`Incomplete: ${ended(report, ending)}`];
}

function ended({ summary }: RunReport, { stopped, error }: Ending): string {
  const way = stopped === undefined ? 'ended before its end was recorded' : ways[stopped];
  const progress = `${summary.passed + summary.failed} of ${plural(summary.cases, 'case')}`;
  return sentence(`the run ${way} after ${progress}${error === undefined ? '' : `: ${error}`}`);
}

function withoutVerdict({ cases }: RunReport): CaseResult[] {
  return cases.filter(({ verdict }) => verdict === 'errored' || verdict === 'inconclusive');
}

function shown({ target: { name, baseUrl } }: RunReport): string {
  return name === baseUrl ? baseUrl : `${name} (${baseUrl})`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
