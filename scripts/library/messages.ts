import { plural } from '../lib/plural';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import type { ClientReport } from './sandbox-types';
import type { CheckResult, Finding, Prediction } from './types';

const longest = 1000;
const mostShown = 10;

/** Text from elsewhere: bounded, and without what a terminal obeys. */
const shown = (text: string): string => visible(cut(text, longest));

/** A finding with its evidence, as the console shows it. */
function findingLines({ level, rule, message, ...rest }: Finding, first?: string): string[] {
  const { where, expected, actual, evidence, fact, source, remedy } = rest;
  const rows: [string, string | undefined][] = [
    ['where', where],
    ['expected', expected],
    ['actual', actual],
    ['evidence', `${evidence}: ${fact}`],
    ['source', source],
    ['request', first],
    ['remedy', remedy],
  ];
  return [
    shown(`  ${level}: ${rule}: ${message}`),
    ...rows.flatMap(([label, text]) => (text === undefined ? [] : [`    ${label.padEnd(9)} ${shown(text)}`])),
  ];
}

function findingsText(findings: readonly (Finding & { readonly first?: string })[]): string {
  const more = findings.length - mostShown;
  const lines = findings.slice(0, mostShown).map((finding) => findingLines(finding, finding.first).join('\n'));
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n\n');
}

function predictionText({ outcome, status, reasons }: Prediction): string {
  const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : '';
  if (outcome === 'open') return `The contract leaves the response open${why}.`;
  return `The request must be ${outcome} with ${status.join(' or ')}${why}.`;
}

const exchangeLine = ({ request, response }: CheckResult): string =>
  `${request.method} ${request.url} → ${response.status}${response.contentType ? ` ${response.contentType}` : ''}`;

/** What a matcher says of a response. */
export function responseText(result: CheckResult, counted: readonly Finding[]): string {
  const { verdict, reason, prediction } = result;
  const heads = {
    passed: 'The response keeps the payout contract.',
    failed: 'The exchange breaks the payout contract.',
    errored: `The response could not be judged: ${reason ?? 'a rule failed'}.`,
    inconclusive: `The response was not judged: ${reason ?? 'nothing is certain'}.`,
    skipped: `The response was not judged: ${reason ?? 'it says nothing about the contract'}.`,
  } as const;
  const said = [
    heads[verdict],
    `  ${exchangeLine(result)}`,
    ...(prediction ? [`  ${predictionText(prediction)}`] : []),
  ].map(shown);
  const listed = verdict === 'failed' ? counted : [];
  return [said.join('\n'), ...(listed.length > 0 ? [findingsText(listed)] : [])].join('\n\n');
}

/** What a matcher says of a token. */
export const tokenFindingsText = (findings: readonly Finding[]): string =>
  findings.length === 0
    ? 'This is a payout token.'
    : `This is not the payout token that was expected.\n\n${findingsText(findings)}`;

/** What a matcher says of the clients of a sandbox. */
export function clientsText({ verdict, requests, mistakes }: ClientReport): string {
  if (verdict === 'skipped') return 'The sandbox received no requests, so nothing is known about the client.';
  if (verdict === 'passed') return `The client made no mistake in ${plural(requests, 'request')}.`;
  return `The client breaks the contract (${plural(requests, 'request')}).\n\n${findingsText(mistakes)}`;
}
