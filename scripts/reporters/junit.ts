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
/** Anywhere in the output, this tells Jenkins and GitLab to publish a file of the workspace. */
const attachment = /\[\[(?=ATTACHMENT\|)/g;

const element = (
  name: string,
  attributes: Record<string, string | number>,
  ...children: (XmlElement | string)[]
): XmlElement => ({
  name,
  attributes,
  children,
});

/**
 * The report as JUnit XML in the format of Jenkins' xUnit plugin: a suite for each theme, a testcase for each case, and
 * a suite for the run as a whole. A broken expectation is a `<failure>`, a missing verdict is an `<error>`, and a
 * skipped case says what it needs.
 */
export function junitXml(report: RunReport): string {
  const { themes, notes } = viewOf(report);
  const named = namer();
  const suites = [
    ...themes.map(
      ({ name, cases }): Suite => ({
        name,
        testcases: cases.map((result) => testcase(result, report.strict, named)),
      }),
    ),
    { name: 'Assertions of the collection', testcases: report.cases.flatMap((each) => assertionCases(each, named)) },
    { name: 'Run', testcases: notes.flatMap(noteCase) },
  ].filter(({ testcases }) => testcases.length > 0);
  const all = suites.flatMap(({ testcases }) => testcases);
  return xmlDocument(
    element(
      'testsuites',
      {
        name: report.tool.name,
        tests: all.length,
        failures: having(all, 'failure'),
        errors: having(all, 'error'),
        // Jenkins' schema has no `skipped` here, and refuses the whole file because of one.
        disabled: having(all, 'skipped'),
        time: seconds(report.durationMs),
      },
      ...suites.map((each) => suite(each, report)),
    ),
  );
}

interface Suite {
  readonly name: string;
  readonly testcases: readonly XmlElement[];
}

/** How many test cases have an element of this name, counted in what is written. */
function having(testcases: readonly XmlElement[], name: string): number {
  return testcases.filter(({ children = [] }) =>
    children.some((child) => typeof child !== 'string' && child.name === name),
  ).length;
}

/** The cases as a file: without one, readers guess a source file from the name of the class. */
const ownCollection = 'collections/payout-identity.postman_collection.json';

function suite({ name, testcases }: Suite, report: RunReport): XmlElement {
  return element(
    'testsuite',
    {
      name,
      tests: testcases.length,
      failures: having(testcases, 'failure'),
      errors: having(testcases, 'error'),
      skipped: having(testcases, 'skipped'),
      time: testcases.reduce((sum, { attributes }) => sum + Number(attributes?.time), 0).toFixed(3),
      timestamp: report.startedAt.replace(/(\.\d+)?Z$/, ''),
      file: report.collection ?? ownCollection,
    },
    properties(report),
    ...testcases,
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

function noteCase({ id, title, effect, entries }: RunNote): XmlElement[] {
  // The user's own assertions are test cases themselves.
  if (effect === 'none' || id === 'assertions') return [];
  const text = output([title, ...entries.map(entryText)]);
  const cause = element(effect, { message: cut(title, longestText), type: `run.${id}` }, text);
  const attributes = { name: `run.${id}: ${checkNames[id]}`, classname: 'payout-contract.run', time: seconds(0) };
  return [element('testcase', attributes, cause)];
}

/** The user's own assertions: test cases of their own, because they say nothing about the contract. */
function assertionCases({ id, assertions = [] }: CaseResult, named: (text: string) => string): XmlElement[] {
  return assertions.map(({ name, result, message = name }) => {
    const attributes = { name: named(`${id}: ${name}`), classname: 'collection.assertions', time: seconds(0) };
    if (result === 'passed') return element('testcase', attributes);
    if (result === 'skipped') return element('testcase', attributes, element('skipped', { message: 'pm.test.skip' }));
    const type = result === 'threw' ? 'script' : 'assertion';
    return element(
      'testcase',
      attributes,
      element('failure', { message: cut(message, longestText), type }, output([message])),
    );
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
  return element(
    'testcase',
    {
      name: named(`${result.id}: ${result.title}`),
      classname: `payout-identity.${slug(result.theme) || 'other'}`,
      time: seconds(result.durationMs),
    },
    ...outcome(result, strict),
    ...(result.flaky ? result.exchanges.slice(0, -1).map(flakyError) : []),
    ...(result.earlier ?? [])
      .filter(({ verdict }) => verdict !== 'passed' && verdict !== 'skipped')
      .map((each) => rerun(each, result)),
    ...(said.length > 0 ? [element('system-out', {}, output(said))] : []),
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
      return [element('error', { message: reasonOf(result), type }, output([reasonOf(result), result.reproduce]))];
    }
  }
}

function failure(result: CaseResult, failures: readonly Finding[]): XmlElement {
  const { findings, reproduce } = result;
  const [first] = failures;
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : '';
  const message = first === undefined ? verdictReason(result) : `${first.message}${more}`;
  const texts = [...worstFirst(findings).map(findingText), `Repeat the request with:\n${reproduce}`];
  return element('failure', { message: cut(message, longestText), type: first?.rule ?? 'unknown' }, output(texts));
}

function flakyError(exchange: RecordedExchange): XmlElement {
  const { attempt, failure: failed } = exchange;
  return element('flakyError', {
    message: cut(`attempt ${attempt} ${outcomeText(exchange)}`, longestText),
    type: failed?.kind ?? 'unavailable',
  });
}

/** The result of an attempt in an earlier run, with Surefire's names: flaky if the case passes now. */
function rerun({ verdict, reason, findings, startedAt }: EarlierResult, { verdict: now }: CaseResult): XmlElement {
  const [first] = worstFirst(findings);
  const name = `${now === 'passed' ? 'flaky' : 'rerun'}${verdict === 'failed' ? 'Failure' : 'Error'}`;
  const message = `${startedAt}: ${verdict}${first || reason ? `: ${first?.message ?? reason}` : ''}`;
  return element(name, { message: cut(message, longestText), type: first?.rule ?? verdict });
}

function output(parts: readonly string[]): string {
  return parts.join('\n\n').replace(attachment, '[ [');
}

function reasonOf(result: CaseResult): string {
  return cut(verdictReason(result), longestText);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
