import { junitCounts, junitSeconds, junitTime, withoutAttachments, xmlElement } from '../lib/junit';
import { slug } from '../lib/slug';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import { type XmlElement, xmlDocument } from '../lib/xml';
import type { CaseResult, EarlierResult, Finding, RecordedExchange, RunReport } from '../report/types';
import { viewOf } from '../report/view';
import { outcomeText } from '../report/view/exchange-text';
import { failing, findingText, worstFirst } from '../report/view/finding-text';
import { markLabel } from '../report/view/marks';
import { checkNames, entryText, type RunNote } from '../report/view/notes';
import { verdictReason } from '../report/view/reasons';

const longestText = 4000;
/** GitLab and Azure keep 255 characters of a name, and treat two cases with the same name as one. */
const longestName = 220;

/**
 * The report as JUnit XML in the format of Jenkins' xUnit plugin: a suite for each theme, a testcase for each case, and
 * a suite for the run as a whole. A broken expectation is a `<failure>`, a missing verdict is an `<error>`, and a
 * skipped case says what it needs.
 */
export function junitXml(report: RunReport): string {
  const { themes, notes } = viewOf(report);
  const named = namer();
  const suites: readonly Suite[] = [
    ...themes.map(({ name, cases }) => ({
      name,
      testcases: cases.map((result) => testcase(result, report.strict, named)),
    })),
    { name: 'Assertions of the collection', testcases: report.cases.flatMap((each) => assertionCases(each, named)) },
    { name: 'Run', testcases: notes.flatMap(noteCase) },
  ].filter(({ testcases }) => testcases.length > 0);
  const { counts, skipped } = junitCounts(suites.flatMap(({ testcases }) => testcases));
  // Jenkins' schema has no `skipped` here, and refuses the whole file because of one.
  const attributes = { name: report.tool.name, ...counts, disabled: skipped, time: junitSeconds(report.durationMs) };
  return xmlDocument(xmlElement('testsuites', attributes, ...suites.map((each) => suite(each, report))));
}

interface Suite {
  readonly name: string;
  readonly testcases: readonly XmlElement[];
}

/** The cases as a file: without one, readers guess a source file from the name of the class. */
const ownCollection = 'collections/payout-identity.postman_collection.json';

function suite({ name, testcases }: Suite, report: RunReport): XmlElement {
  const { counts, skipped } = junitCounts(testcases);
  const attributes = {
    ...{ name, ...counts, skipped },
    time: testcases.reduce((sum, { attributes: own }) => sum + Number(own?.time), 0).toFixed(3),
    timestamp: junitTime(report.startedAt),
    file: report.collection ?? ownCollection,
  };
  return xmlElement('testsuite', attributes, properties(report), ...testcases);
}

function properties({ tool, target, engine, seed, strict, verdict, complete }: RunReport): XmlElement {
  const where = { version: tool.version, target: target.name, baseUrl: target.baseUrl };
  const values = Object.entries({ ...where, engine, seed, strict, verdict, complete });
  return xmlElement(
    'properties',
    {},
    ...values.map(([name, value]) => xmlElement('property', { name, value: String(value) })),
  );
}

function noteCase({ id, title, effect, entries }: RunNote): XmlElement[] {
  // The user's own assertions are test cases themselves.
  if (effect === 'none' || id === 'assertions') return [];
  const text = output([title, ...entries.map(entryText)]);
  const cause = xmlElement(effect, { message: cut(title, longestText), type: `run.${id}` }, text);
  const attributes = { name: `run.${id}: ${checkNames[id]}`, classname: 'payout-contract.run', time: junitSeconds(0) };
  return [xmlElement('testcase', attributes, cause)];
}

/** The user's own assertions: test cases of their own, because they say nothing about the contract. */
function assertionCases({ id, assertions = [] }: CaseResult, named: (text: string) => string): XmlElement[] {
  return assertions.map(({ name, result, message = name }) => {
    const attributes = { name: named(`${id}: ${name}`), classname: 'collection.assertions', time: junitSeconds(0) };
    if (result === 'passed') return xmlElement('testcase', attributes);
    const skipped = xmlElement('skipped', { message: 'pm.test.skip' });
    if (result === 'skipped') return xmlElement('testcase', attributes, skipped);
    const failed = { message: cut(message, longestText), type: result === 'threw' ? 'script' : 'assertion' };
    return xmlElement('testcase', attributes, xmlElement('failure', failed, output([message])));
  });
}

/** Makes names of testcases: bounded, and each one unique. */
function namer(): (text: string) => string {
  const given = new Map<string, number>();
  return (text) => {
    const name = cut(visible(text), longestName);
    const times = (given.get(name) ?? 0) + 1;
    given.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  };
}

function testcase(result: CaseResult, strict: boolean, named: (text: string) => string): XmlElement {
  const label = markLabel(result);
  const said = [
    ...(label === result.verdict ? [] : [label]),
    ...(result.flaky ? [`flaky: passed on attempt ${result.exchanges.at(-1)?.attempt ?? 'unknown'}`] : []),
    ...(result.verdict === 'failed' ? [] : worstFirst(result.findings).map(findingText)),
  ];
  return xmlElement(
    'testcase',
    {
      name: named(`${result.id}: ${result.title}`),
      classname: `payout-identity.${slug(result.theme) || 'other'}`,
      time: junitSeconds(result.durationMs),
    },
    ...outcome(result, strict),
    ...(result.flaky ? result.exchanges.slice(0, -1).map(flakyError) : []),
    ...(result.earlier ?? [])
      .filter(({ verdict }) => verdict !== 'passed' && verdict !== 'skipped')
      .map((each) => rerun(each, result)),
    ...(said.length > 0 ? [xmlElement('system-out', {}, output(said))] : []),
  );
}

function outcome(result: CaseResult, strict: boolean): XmlElement[] {
  switch (result.verdict) {
    case 'passed':
      return [];
    case 'skipped':
      return [xmlElement('skipped', { message: reasonOf(result) })];
    case 'failed':
      return [failure(result, failing(result.findings, strict))];
    default: {
      const type = result.exchanges.at(-1)?.failure?.kind ?? result.verdict;
      return [xmlElement('error', { message: reasonOf(result), type }, output([reasonOf(result), result.reproduce]))];
    }
  }
}

function failure(result: CaseResult, failures: readonly Finding[]): XmlElement {
  const { findings, reproduce } = result;
  const [first] = failures;
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : '';
  const message = first === undefined ? verdictReason(result) : `${first.message}${more}`;
  const texts = [...worstFirst(findings).map(findingText), `Repeat the request with:\n${reproduce}`];
  return xmlElement('failure', { message: cut(message, longestText), type: first?.rule ?? 'unknown' }, output(texts));
}

function flakyError(exchange: RecordedExchange): XmlElement {
  const { attempt, failure: failed } = exchange;
  return xmlElement('flakyError', {
    message: cut(`attempt ${attempt} ${outcomeText(exchange)}`, longestText),
    type: failed?.kind ?? 'unavailable',
  });
}

/** The result of an attempt in an earlier run, with Surefire's names: flaky if the case passes now. */
function rerun({ verdict, reason, findings, startedAt }: EarlierResult, { verdict: now }: CaseResult): XmlElement {
  const [first] = worstFirst(findings);
  const name = `${now === 'passed' ? 'flaky' : 'rerun'}${verdict === 'failed' ? 'Failure' : 'Error'}`;
  const message = `${startedAt}: ${verdict}${first || reason ? `: ${first?.message ?? reason}` : ''}`;
  return xmlElement(name, { message: cut(message, longestText), type: first?.rule ?? verdict });
}

function output(parts: readonly string[]): string {
  return withoutAttachments(parts.join('\n\n'));
}

function reasonOf(result: CaseResult): string {
  return cut(verdictReason(result), longestText);
}
