import { tokenCase } from '../../contract/calls/management-token/call';
import { documentedCase } from '../../contract/calls/payout-token/call';
import { type Worded, wordedFor } from '../../lib/called-as';
import { headerValue } from '../../lib/headers';
import type { RunReport, StopReason } from '../types';
import type { NoVerdictCause } from './cause';

/** What to do next; `kind` identifies the advice, so that nothing depends on its wording. */
export interface AdviceText {
  readonly kind: Advice;
  readonly text: string;
}

export type Advice = keyof typeof advice;

const advice = {
  'report-findings':
    'send report.html to the team that runs the target: each finding names its evidence. Your credentials are not the problem.',
  'confirm-change': (tool) =>
    `ask the team that runs the target whether the change is intended. If it is, record the new state with ${tool} accept.`,
  'update-quarantine':
    'ask the owner of the entry whether the deviation is repaired. Then remove the entry, or give it a new date and a reason.',
  'find-flakiness': 'find out why the target responds only after a retry.',
  'check-credentials': (tool) =>
    `run ${tool} check-credentials with the same target and settings: it shows step by step which setting is wrong. If it finds nothing wrong, ask the operator of the target.`,
  'check-address': 'check the address, and that the target is running. Then run the same command again.',
  'slow-down': 'try again later, or send fewer requests per second with --rate.',
  configure: 'configure what the cases need, or select other cases.',
  'check-target': 'check that the target is up. Then run the same command again.',
  'allow-time': 'give the run more time with --max-duration, or select fewer cases.',
  'report-bug': 'this is a bug in payout-contract, not in the target. Please report it, with the events of the run.',
  'run-again': 'run the same command again.',
  'run-rest': 'run the same command again, or add --last-failed to send only what is missing.',
  'look-at-causes': 'the cases without a verdict are in the report with their reasons.',
  'look-at-load': 'look at the slowest cases in the report, or raise the limit.',
  'correct-client': 'correct the client: docs/client.md says what each mistake means.',
  'record-again': 'export the recording again, and check that the file is complete.',
  'record-calls':
    'record traffic that contains a call of the contract, such as POST /v1/identity/payout, with its response.',
  'check-collection': 'check the scripts of the collection. docs/collections.md says what they may do.',
  'judge-something':
    'add a request to a call of the contract, such as POST {{baseUrl}}/v1/identity/payout, or choose another --folder.',
  'check-path':
    'check that no proxy or captive portal responds instead of the target: the response to the documented request is a web page (text/html).',
} as const satisfies Record<string, Worded>;

/** What to do about each way in which a run ends early. */
export const adviceAfter: Readonly<Record<StopReason, Advice | undefined>> = {
  interrupted: 'run-again',
  terminated: 'run-again',
  deadline: 'allow-time',
  bail: undefined,
  outage: 'check-target',
  unreadable: 'record-again',
  'internal-error': 'report-bug',
  collection: 'check-collection',
};

/** What to do about what kept the cases from a verdict. */
export const adviceFor: Readonly<Record<NoVerdictCause['kind'], Advice>> = {
  unreachable: 'check-address',
  unavailable: 'slow-down',
  other: 'look-at-causes',
};

/** The cases that send the request of the documentation, byte for byte. */
const documented: readonly string[] = [documentedCase, tokenCase];

/** The next step: first to look for a proxy, if the response to the documented request is a web page. */
export function nextStepText(wanted: Advice | undefined, report: RunReport, tool: string): AdviceText | undefined {
  const { verdict, cases, summary, collection } = report;
  // If nothing was judged, and for a collection, --last-failed would send everything.
  const hasRest = summary.passed + summary.failed > 0 && collection === undefined;
  const kind = wanted === 'run-again' && hasRest ? 'run-rest' : wanted;
  const isWebPage = verdict !== 'held' && gotWebPage(cases);
  const next = kind && { kind, text: wordedFor(tool, advice[kind]) };
  if (!isWebPage) return next;
  const otherwise = next === undefined ? '' : ` Otherwise, ${next.text}`;
  return { kind: 'check-path', text: `${advice['check-path']}${otherwise}` };
}

/** Whether the response to the documented request is a web page, such as that of a proxy or a captive portal. */
function gotWebPage(cases: RunReport['cases']): boolean {
  return cases
    .filter(({ id }) => documented.includes(id))
    .map(({ exchanges }) => Object.entries(exchanges.at(-1)?.response?.headers ?? {}))
    .some((headers) => /^text\/html\b/i.test(headerValue(headers, 'content-type') ?? ''));
}
