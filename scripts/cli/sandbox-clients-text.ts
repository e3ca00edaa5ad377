import { posix } from 'node:path';
import { clientRules } from '../judge/client/rules';
import { findingKey } from '../judge/finding';
import { logLine } from '../lib/ci-commands';
import { headerValue } from '../lib/headers';
import { plural } from '../lib/plural';
import type { Finding, RecordedFinding, RunReport } from '../report/types';
import { viewOf } from '../report/view';
import type { FindingGroup, FindingsView } from '../report/view/finding-groups';
import { findingRows } from '../report/view/finding-text';
import { signs } from '../report/view/marks';
import { remedyOf } from '../report/view/remedy';

const longestLine = 500;
const mostOfTarget = 5;

/** Makes a line safe to print: requests are as hostile as responses. */
const clean = (text: string): string => logLine(text, longestLine);

/** Who a finding is about: the client, or the sandbox. */
const subjectOf = ({ level }: Finding): string => (level === 'client' ? 'client' : 'sandbox');

/** Tells each cause once, when it is first seen. */
export class ClientLines {
  readonly #told = new Set<string>();

  constructor(readonly write: (text: string) => unknown) {}

  findings(findings: readonly RecordedFinding[], where: string): void {
    for (const finding of findings) {
      const { level, message, evidence } = finding;
      if (level === 'observation' || this.#told.has(findingKey(finding))) continue;
      this.#told.add(findingKey(finding));
      this.write(`${clean(`${signs.failed} ${subjectOf(finding)}: ${message} (${evidence})  ${where}`)}\n`);
    }
  }
}

/** The findings on one side by cause; those of the client in the order of its rules. */
function causesOf({ broken, noted }: FindingsView, ofClient: boolean): readonly FindingGroup[] {
  const causes = [...broken, ...noted].filter(({ finding }) => (finding.level === 'client') === ofClient);
  const order: readonly string[] = clientRules.map(({ id }) => id);
  return causes.sort((one, other) => order.indexOf(one.finding.rule) - order.indexOf(other.finding.rule));
}

/** A mistake with what to do about it. */
function mistakeLines({ finding, cases: [first] }: FindingGroup): string[] {
  const result = first!;
  const remedy = remedyOf(finding.rule);
  const agent = headerValue(Object.entries(result.exchanges[0]?.request.headers ?? {}), 'user-agent');
  const rows = [
    ...findingRows(finding).filter(([label]) => label !== 'source'),
    ...(result.traffic && result.traffic.exchanges > 0
      ? [['requests', `${result.traffic.exchanges}${agent ? `, first by ${agent}` : ''}`] as const]
      : []),
    ...(remedy === undefined ? [] : [['remedy', remedy] as const]),
  ];
  return rows.map(([label, text]) => `    ${label.padEnd(9)} ${text}`);
}

/** What the client did, its mistakes first: the first line names the first mistake. */
function clientLines(report: RunReport, findings: FindingsView): string[] {
  const judged = report.traffic?.exchanges ?? 0;
  if (judged === 0) return [`${signs.open} No requests were received, so nothing is known about the client.`];
  const mistakes = causesOf(findings, true);
  if (mistakes.length === 0) return [`${signs.passed} The client made no mistake in ${plural(judged, 'request')}.`];
  return mistakes.flatMap((mistake) => [
    `${signs.failed} ${mistake.finding.message} (${mistake.finding.evidence})`,
    ...mistakeLines(mistake),
  ]);
}

/** What the sandbox did; its faults are its own. */
function sandboxLines(report: RunReport, findings: FindingsView, fault: string | undefined): string[] {
  const causes = causesOf(findings, false);
  const name = fault === undefined ? 'The sandbox' : `The sandbox (with ${fault})`;
  const judged = report.traffic?.judged ?? 0;
  if (causes.length === 0) return judged === 0 ? [] : [`${signs.passed} ${name} responded as the contract says.`];
  const more = causes.length - mostOfTarget;
  return [
    `${signs.failed} ${name} breaks the contract; that is not a mistake of the client:`,
    ...causes
      .slice(0, mostOfTarget)
      .map(({ finding: { level, message, evidence } }) => `    ${level}  ${message} (${evidence})`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

/** The end of a sandbox that judged its clients: their mistakes, what the sandbox did, and the verdict. */
export function endText(report: RunReport, fault: string | undefined, folder: string): string {
  const { verdict, findings } = viewOf(report);
  const lines = [
    ...clientLines(report, findings),
    ...sandboxLines(report, findings, fault),
    '',
    verdict.headline,
    `Report: ${posix.join(folder, 'report.html')}`,
  ];
  return `\n${lines.map(clean).join('\n')}\n`;
}
