import { summarize } from '../report/summary';
import type { RunReport } from '../report/types';
import { hostileReport } from '../testing/hostile-report';
import { junitErrors } from '../testing/junit-errors';
import { answered, type CaseFixture, finding, quarantineEntry, reportOf, unanswered } from '../testing/run-fixtures';
import { sampleRuns } from '../testing/sample-runs';
import { junitXml } from './junit';

const quarantined = { owner: 'Team', reason: 'known', expires: '2026-01-31' };
const entry = quarantineEntry({ rule: 'token-expiry', ...quarantined });
const drift = { aspect: 'success.status', accepted: ['201'], observed: ['200'], cases: ['a'] };
const passed = reportOf({ cases: [{ id: 'a' }] });
const longNames: CaseFixture[] = ['x', 'y', 'y'].map((end, index) => ({
  ...{ id: `collection.${'long '.repeat(100)}${end}`, title: `t${index}`, theme: '支払い' },
}));

const rerunCases = (['passed', 'failed', 'errored'] as const).map((verdict, index) => ({
  ...passed.cases[0]!,
  ...{ id: `c${index}`, verdict, findings: verdict === 'failed' ? [finding()] : [] },
  earlier: (['failed', 'errored', 'skipped', 'passed'] as const).map((before) => ({
    ...{ startedAt: '2026-03-01T09:00:00Z', verdict: before, findings: [] },
  })),
}));
const rerun: RunReport = {
  ...passed,
  ...{ exitCode: 1, verdict: 'broken', cases: rerunCases, summary: summarize(rerunCases) },
};

/** Reports of every kind that a CI server may be given. */
const reports: readonly (readonly [name: string, report: RunReport])[] = [
  ...sampleRuns.map(([name, run]): [string, RunReport] => [name, reportOf(run)]),
  ['drift', { ...passed, exitCode: 1, verdict: 'broken', drift: [drift] }],
  [
    'an expired quarantine',
    { ...passed, exitCode: 1, verdict: 'broken', quarantine: { expired: [entry], unused: [entry] } },
  ],
  ['a flaky run that must not be', reportOf({ header: { failOnFlaky: true }, cases: [{ id: 'a', flaky: true }] })],
  ['an outage', reportOf({ cases: [{ id: 'a' }, { id: 'b', reached: 'planned' }], stopped: 'outage' })],
  ['a killed run', reportOf({ cases: [{ id: 'a' }, { id: 'b', reached: 'planned' }], killed: true })],
  ['an error of a rule', reportOf({ cases: [{ id: 'a' }], error: 'the rule threw' })],
  ['nothing planned', reportOf({ cases: [] })],
  [
    'a bail',
    reportOf({
      cases: [
        { id: 'a', verdict: 'failed', findings: [finding()] },
        { id: 'b', reached: 'planned' },
      ],
      stopped: 'bail',
    }),
  ],
  ['quarantined findings', reportOf({ cases: [{ id: 'a', findings: [finding({ quarantined })] }] })],
  [
    'long names that begin alike',
    reportOf({ cases: longNames.map((each, index) => ({ ...each, id: `${each.id}${index}` })) }),
  ],
  ['hostile text', hostileReport('[[ATTACHMENT|/etc/passwd]] <![CDATA[ ]]> \u001b[31m')],
  ['attempts in earlier runs', rerun],
];

interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly body: string;
}

function testCases(xml: string): TestCase[] {
  const found = xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)" time="[^"]*"(?:\/>|>(.*?)<\/testcase>)/gs);
  return [...found].map(([, name, classname, body]) => ({ name: name!, classname: classname!, body: body ?? '' }));
}

const having = (xml: string, element: string): number =>
  testCases(xml).filter(({ body }) => new RegExp(`<${element}[ >/]`).test(body)).length;
const sum = (xml: string, element: string, attribute: string): number =>
  [...xml.matchAll(new RegExp(`<${element} [^>]*?\\b${attribute}="(\\d+)"`, 'g'))].reduce(
    (all, [, value]) => all + Number(value),
    0,
  );
const unescaped = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#10|#9);/g, '.');

/** What each reader of JUnit files asks for, or does with what it does not understand. */
const rules: readonly (readonly [rule: string, holds: (xml: string, report: RunReport) => boolean])[] = [
  [
    'GitLab treats two cases with the same class and name as one',
    (xml) =>
      new Set(testCases(xml).map(({ name, classname }) => `${classname} ${name}`)).size === testCases(xml).length,
  ],
  [
    'GitLab and Azure keep 255 characters of a name',
    (xml) => testCases(xml).every(({ name, classname }) => unescaped(name).length <= 255 && classname.length <= 255),
  ],
  [
    'GitLab shows the class as the suite, so every case has one',
    (xml) => testCases(xml).every(({ classname }) => /^[a-z-]+\.[a-z0-9-]+$/.test(classname)),
  ],
  [
    'GitLab reads one of failure, error and skipped; the publish action counts a case by the worst of them',
    (xml) => testCases(xml).every(({ body }) => (body.match(/<(?:failure|error|skipped)[ >/]/g)?.length ?? 0) <= 1),
  ],
  [
    "GitLab and Jenkins publish files that output names by [[ATTACHMENT|…]]: a server's text names none",
    (xml) => !/>[^<]*\[\[ATTACHMENT\|/.test(xml),
  ],
  [
    'readers without "file" guess a source from the name of the class: each suite names its collection',
    (xml) => !/<testsuite (?![^>]* file="[^"]+\.json")/.test(xml) && !/<testcase [^>]* file="/.test(xml),
  ],
  ['GitLab refuses more than 30 MB', (xml) => Buffer.byteLength(xml) < 30e6],
  [
    'Azure shows the message of a failure, and its text as the stack: both are there',
    (xml) => testCases(xml).every(({ body }) => !/<(failure|error) (?!message="[^"]+" type="[^"]+">)/.test(body)),
  ],
  ['Azure parses times with a point and without an exponent', (xml) => !/time="(?!\d+\.\d{3}")/.test(xml)],
  [
    'the JUnit action for GitHub reads a flaky element as passed, so no failed case has one',
    (xml) => testCases(xml).every(({ body }) => !/<flaky/.test(body) || !/<(failure|error)[ >]/.test(body)),
  ],
  [
    'the publish action for GitHub compares the counts with what it reads',
    (xml) =>
      sum(xml, 'testsuites', 'tests') === testCases(xml).length &&
      sum(xml, 'testsuite', 'tests') === testCases(xml).length &&
      sum(xml, 'testsuites', 'failures') === having(xml, 'failure') &&
      sum(xml, 'testsuite', 'failures') === having(xml, 'failure') &&
      sum(xml, 'testsuites', 'errors') === having(xml, 'error') &&
      sum(xml, 'testsuite', 'errors') === having(xml, 'error') &&
      sum(xml, 'testsuite', 'skipped') === having(xml, 'skipped'),
  ],
  [
    'a server that reads only the file is red exactly if the exit code is not 0',
    (xml, { exitCode }) => having(xml, 'failure') + having(xml, 'error') > 0 === (exitCode !== 0),
  ],
  [
    'a failed case is a failure; one that is errored or inconclusive is an error; skipped says why',
    (xml, { cases }) =>
      cases.every(({ id, verdict }) => {
        const wanted = { passed: '', failed: 'failure', errored: 'error', inconclusive: 'error', skipped: 'skipped' };
        const body = testCases(xml).find(({ name }) => name.startsWith(`${id}: `))?.body;
        if (body === undefined) return id.length > 200 || /[^\w.-]/.test(id);
        return wanted[verdict] === ''
          ? !/<(failure|error|skipped)[ >/]/.test(body)
          : body.includes(`<${wanted[verdict]} message="`);
      }),
  ],
];

describe('junit.xml of every run', () => {
  const written = reports.map(([name, report]) => ({ name, report, xml: junitXml(report) }));

  it('is valid for Jenkins', async () => {
    const errors = await junitErrors(written.map(({ xml }) => xml));
    expect(written.flatMap(({ name }, index) => errors[index]!.map((line) => `${name}: ${line}`))).toEqual([]);
  });

  it.each(rules)('obeys a rule: %s', (_rule, holds) => {
    expect(written.filter(({ xml, report }) => !holds(xml, report)).map(({ name }) => name)).toEqual([]);
  });
});

describe('junit.xml', () => {
  const names = (report: RunReport): string[] =>
    testCases(junitXml(report)).map(({ classname, name }) => `${classname} ${name}`);

  it('names a case the same for any verdict', () => {
    const outcomes: CaseFixture[] = [
      { id: 'a' },
      { id: 'a', verdict: 'failed', findings: [finding()] },
      { id: 'a', verdict: 'errored', exchanges: [unanswered('dns')] },
      { id: 'a', verdict: 'skipped', reason: 'needs a key' },
      { id: 'a', flaky: true, exchanges: [unanswered('reset'), answered(201, 2)] },
    ];
    expect(new Set(outcomes.map((each) => names(reportOf({ cases: [each] }))[0]))).toEqual(
      new Set(['payout-identity.theme a: Title of a']),
    );
  });

  it('has a test case for each problem with the whole run', () => {
    const all = {
      ...reportOf({
        ...{ header: { failOnFlaky: true }, cases: [{ id: 'a', flaky: true }] },
        ...{ stopped: 'outage' as const, error: 'boom' },
      }),
      because: 'it returned 503 ten times',
      drift: [drift],
      quarantine: { expired: [entry], unused: [] },
    };
    const run = testCases(junitXml(all)).filter(({ classname }) => classname === 'payout-contract.run');
    expect(run.map(({ name, body }) => [name.split(':')[0], /<(\w+)/.exec(body)?.[1]])).toEqual([
      ['run.drift', 'failure'],
      ['run.quarantine', 'failure'],
      ['run.flaky', 'failure'],
      ['run.end', 'error'],
    ]);
    expect(junitXml(all)).toContain('success.status: accepted 201; observed 200; cases a');
    expect(junitXml(all)).toContain('a, token-expiry: owner Team; until 2026-01-31; reason known');
    expect(junitXml(all)).toContain('it returned 503 ten times');
  });

  it('shows a quarantined finding, and does not fail for it', () => {
    const xml = junitXml(reportOf({ cases: [{ id: 'a', findings: [finding({ quarantined })] }] }));
    expect(xml).toContain('quarantined: until 2026-01-31, owner Team: known');
    expect(having(xml, 'failure')).toBe(0);
  });

  it('shows the results of attempts in earlier runs', () => {
    const xml = junitXml(rerun);
    const kinds = testCases(xml).map(({ body }) => body.match(/<(?:flaky|rerun)\w+/g));
    expect(kinds).toEqual([
      ['<flakyFailure', '<flakyError'],
      ['<rerunFailure', '<rerunError'],
      ['<rerunFailure', '<rerunError'],
    ]);
  });
});
