import { cut } from '../../lib/text-layout';
import { type XmlElement, xmlDocument } from '../../lib/xml';
import { safeName } from '../safe-name';
import type { FleetReport, PartnerExitCode, PartnerResult } from '../types';

const longestName = 200;
const longestText = 4000;
/** Anywhere in the output, this tells Jenkins and GitLab to publish a file of the workspace. */
const attachment = /\[\[(?=ATTACHMENT\|)/g;

const elements = {
  0: undefined,
  1: 'failure',
  2: 'failure',
  3: 'error',
  4: 'failure',
} as const satisfies Record<PartnerExitCode, string | undefined>;

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
const plain = (text: string): string => cut(text, longestText).replace(attachment, '[ [');

function testcase(result: PartnerResult): XmlElement {
  const { name, verdict, exitCode, cause, warnings = [], durationMs, change } = result;
  const kind = elements[exitCode];
  const said = [
    ...(cause ? [`${cause.title} [${cause.code}]`, `next: ${cause.next}`] : []),
    ...warnings.map(({ title, code, next }) => `warning: ${title} [${code}]; next: ${next}`),
    ...(change ? [`since the last fleet: ${change}`] : []),
  ].map(plain);
  const children: XmlElement[] = [
    ...(kind
      ? [
          {
            name: kind,
            attributes: { message: plain(cause?.title ?? verdict), type: cause?.code ?? verdict },
            children: [said.join('\n') || verdict],
          },
        ]
      : []),
    ...(!kind && said.length > 0 ? [{ name: 'system-out', children: [said.join('\n')] }] : []),
  ];
  // Names that are cut could become the same.
  const shown = name.length > longestName ? `${cut(name, longestName - 60)} ${safeName(name).slice(-8)}` : name;
  return {
    name: 'testcase',
    attributes: {
      name: shown.replace(attachment, '[ ['),
      classname: 'payout-contract.fleet',
      time: seconds(durationMs),
    },
    children,
  };
}

/** A test case that fails if partners are missing, so that an unfinished fleet is not green. */
function completeness({ complete, summary, stopped }: FleetReport): XmlElement {
  const message = `${summary.done} of ${summary.partners} partners are done${stopped ? ` (${stopped})` : ''}`;
  return {
    name: 'testcase',
    attributes: {
      name: 'fleet.complete: every partner was checked',
      classname: 'payout-contract.fleet',
      time: seconds(0),
    },
    children: complete
      ? []
      : [{ name: 'error', attributes: { message, type: 'fleet.incomplete' }, children: [message] }],
  };
}

/** The fleet as JUnit XML: a test case for each partner. What the partner has to do is a failure, no verdict an error. */
export function fleetJunit(report: FleetReport): string {
  const cases = [...report.partners.map(testcase), completeness(report)];
  const having = (name: string): number =>
    cases.filter(({ children = [] }) => children.some((child) => typeof child !== 'string' && child.name === name))
      .length;
  const counts = {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    time: seconds(report.durationMs),
  };
  const suite: XmlElement = {
    name: 'testsuite',
    attributes: {
      name: 'Fleet',
      ...counts,
      skipped: 0,
      timestamp: report.startedAt.replace(/(\.\d+)?Z$/, ''),
      file: 'fleet.json',
    },
    children: cases,
  };
  return xmlDocument({
    name: 'testsuites',
    attributes: { name: report.tool.name, ...counts },
    children: [suite],
  });
}
