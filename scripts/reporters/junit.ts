import { join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import { cut } from '../lib/text-layout';
import { type XmlElement, xmlDocument } from '../lib/xml';
import type { CaseResult, CaseVerdict, Finding, RecordedExchange, RunReport } from '../verdict/types';
import { failing, findingRows, worstFirst } from './finding-text';
import { byTheme, type Theme } from './themes';
import type { Reporter, ReporterContext } from './types';

const longestText = 4000;
const element = (
  name: string,
  attributes: Record<string, string | number>,
  ...children: (XmlElement | string)[]
): XmlElement => ({
  name,
  attributes,
  children,
});

/** Writes `junit.xml`. */
export function create({ outDir }: ReporterContext): Reporter {
  return {
    onReport: (report) => writeFileAtomic(join(outDir, 'junit.xml'), junitXml(report)),
  };
}

/**
 * The report as JUnit XML by the schema of Jenkins' xUnit plugin: a suite a theme, a testcase a case. A broken
 * expectation is a `<failure>`; what kept a case from a verdict is an `<error>`; a skipped case says what it needs.
 */
export function junitXml(report: RunReport): string {
  const { tool, summary, durationMs } = report;
  return xmlDocument(
    element(
      'testsuites',
      {
        name: tool.name,
        tests: summary.cases,
        failures: summary.failed,
        errors: summary.errored + summary.inconclusive,
        time: seconds(durationMs),
      },
      ...byTheme(report.cases).map((theme) => suite(theme, report)),
    ),
  );
}

function suite({ name, cases }: Theme, report: RunReport): XmlElement {
  const count = (...verdicts: CaseVerdict[]) => cases.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return element(
    'testsuite',
    {
      name,
      tests: cases.length,
      failures: count('failed'),
      errors: count('errored', 'inconclusive'),
      skipped: count('skipped'),
      time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      timestamp: report.startedAt.replace(/(\.\d+)?Z$/, ''),
    },
    properties(report),
    ...cases.map((result) => testcase(result, report.strict)),
  );
}

function properties({ tool, target, engine, seed, strict, verdict, complete }: RunReport): XmlElement {
  const values = {
    version: tool.version,
    target: target.name,
    baseUrl: target.baseUrl,
    engine,
    seed,
    strict,
    verdict,
    complete,
  };
  return element(
    'properties',
    {},
    ...Object.entries(values).map(([name, value]) => element('property', { name, value: String(value) })),
  );
}

function testcase(result: CaseResult, strict: boolean): XmlElement {
  const output = [
    ...(result.flaky ? [`flaky: passed at attempt ${result.exchanges.at(-1)?.attempt ?? 'unknown'}`] : []),
    ...(result.verdict === 'failed' ? [] : worstFirst(result.findings).map(findingText)),
  ];
  return element(
    'testcase',
    {
      name: `${result.id}: ${result.title}`,
      classname: `payout-identity.${slug(result.theme)}`,
      time: seconds(result.durationMs),
    },
    ...outcome(result, strict),
    ...(result.flaky ? result.exchanges.slice(0, -1).map(flakyError) : []),
    ...(output.length > 0 ? [element('system-out', {}, output.join('\n\n'))] : []),
  );
}

function outcome(result: CaseResult, strict: boolean): XmlElement[] {
  switch (result.verdict) {
    case 'passed':
      return [];
    case 'skipped':
      return [element('skipped', { message: reasonOf(result) })];
    case 'failed':
      return [failure(result, failing(result.findings, strict))];
    default: {
      const type = result.exchanges.at(-1)?.failure?.kind ?? result.verdict;
      return [element('error', { message: reasonOf(result), type }, `${reasonOf(result)}\n\n${result.reproduce}`)];
    }
  }
}

function failure({ findings, reproduce, reason }: CaseResult, grave: readonly Finding[]): XmlElement {
  const [first] = grave;
  const more = grave.length > 1 ? ` (and ${grave.length - 1} more)` : '';
  const message = first === undefined ? (reason ?? 'no reason was recorded') : `${first.message}${more}`;
  const texts = [...worstFirst(findings).map(findingText), `Repeat the request with:\n${reproduce}`];
  return element('failure', { message: cut(message, longestText), type: first?.rule ?? 'unknown' }, texts.join('\n\n'));
}

function flakyError({ attempt, failure: failed, response }: RecordedExchange): XmlElement {
  const what = failed === undefined ? `answered ${response?.status ?? 'nothing'}` : failed.message;
  return element('flakyError', {
    message: cut(`attempt ${attempt}: ${what}`, longestText),
    type: failed?.kind ?? 'unavailable',
  });
}

function findingText(finding: Finding): string {
  const rows = [[finding.level, `${finding.rule}: ${finding.message}`], ...findingRows(finding)] as const;
  return rows.map(([label, text], index) => `${index === 0 ? '' : '  '}${label}: ${cut(text, longestText)}`).join('\n');
}

function reasonOf({ reason }: CaseResult): string {
  return cut(reason ?? 'no reason was recorded', longestText);
}

function slug(theme: string): string {
  return theme
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
