import { junitCounts, junitSeconds, junitTime, withoutAttachments, xmlElement } from '../../lib/junit';
import { cut } from '../../lib/text-layout';
import { type XmlElement, xmlDocument } from '../../lib/xml';
import { safeName } from '../safe-name';
import type { FleetReport, PartnerExitCode, PartnerResult } from '../types';

const longestName = 200;
const longestText = 4000;

const elements = {
  0: undefined,
  1: 'failure',
  2: 'failure',
  3: 'error',
  4: 'failure',
} as const satisfies Record<PartnerExitCode, string | undefined>;

const plain = (text: string): string => withoutAttachments(cut(text, longestText));

const caseElement = (name: string, durationMs: number, children: readonly XmlElement[]): XmlElement =>
  xmlElement('testcase', { name, classname: 'payout-contract.fleet', time: junitSeconds(durationMs) }, ...children);

function testcase(result: PartnerResult): XmlElement {
  const { name, verdict, exitCode, cause, warnings = [], durationMs, change } = result;
  const kind = elements[exitCode];
  const said = [
    ...(cause
      ? [`${cause.title} [${cause.code}]`, ...(cause.seen ? [`seen: ${cause.seen}`] : []), `next: ${cause.next}`]
      : []),
    ...warnings.map(({ title, code, next }) => `warning: ${title} [${code}]; next: ${next}`),
    ...(change ? [`since the last fleet: ${change}`] : []),
  ];
  const text = said.map(plain).join('\n');
  const about = { message: plain(cause?.title ?? verdict), type: cause?.code ?? verdict };
  // Names that are cut could become the same.
  const shown = name.length > longestName ? `${cut(name, longestName - 60)} ${safeName(name).slice(-8)}` : name;
  return caseElement(withoutAttachments(shown), durationMs, [
    ...(kind ? [xmlElement(kind, about, text || verdict)] : []),
    ...(!kind && text !== '' ? [xmlElement('system-out', {}, text)] : []),
  ]);
}

/** A test case that fails if partners are missing, so that an unfinished fleet is not green. */
function completeness({ complete, summary, stopped }: FleetReport): XmlElement {
  const message = `${summary.done} of ${summary.partners} partners are done${stopped ? ` (${stopped})` : ''}`;
  const missing = complete ? [] : [xmlElement('error', { message, type: 'fleet.incomplete' }, message)];
  return caseElement('fleet.complete: every partner was checked', 0, missing);
}

/** The fleet as JUnit XML: a test case for each partner. What the partner has to do is a failure, no verdict an error. */
export function fleetJunit(report: FleetReport): string {
  const cases = [...report.partners.map(testcase), completeness(report)];
  const counts = { ...junitCounts(cases).counts, time: junitSeconds(report.durationMs) };
  const more = { skipped: 0, timestamp: junitTime(report.startedAt), file: 'fleet.json' };
  const suite = xmlElement('testsuite', { name: 'Fleet', ...counts, ...more }, ...cases);
  return xmlDocument(xmlElement('testsuites', { name: report.tool.name, ...counts }, suite));
}
