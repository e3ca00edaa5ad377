import { junitErrors } from '../testing/junit-errors';
import { answered, type CaseFixture, finding, reportOf, unanswered } from '../testing/run-fixtures';
import { junitXml } from './junit';

const elements = (xml: string, name: string) => xml.match(new RegExp(`<${name}[ >/]`, 'g'))?.length ?? 0;
const attributes = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value]) => value);

const cases: CaseFixture[] = [
  { id: 'accept.documented', title: 'accepts the documented request', theme: 'Documented request' },
  {
    id: 'accept.again',
    theme: 'Documented request',
    flaky: true,
    exchanges: [unanswered('timeout'), answered(503, 2), answered(201, 3)],
  },
  {
    id: 'accept.lower',
    title: 'accepts lower case letters',
    theme: 'Allowed characters: a–z & "others"',
    verdict: 'failed',
    durationMs: 1234.5,
    findings: [
      finding({ level: 'warning', rule: 'no-store', evidence: 'T8', message: 'no-store is missing' }),
      finding(),
      finding({ rule: 'token-references', evidence: 'C8', message: 'the token does not hold the orderRef' }),
    ],
  },
  {
    id: 'refuse.unreachable',
    theme: 'Refused',
    verdict: 'errored',
    reason: 'no answer',
    exchanges: [unanswered('tls')],
  },
  { id: 'refuse.threw', theme: 'Refused', verdict: 'errored', reason: 'a rule threw', exchanges: [answered(400)] },
  { id: 'refuse.no-control', theme: 'Refused', verdict: 'inconclusive', reason: 'its control was not accepted' },
  { id: 'hmac.replay', theme: 'HMAC', verdict: 'skipped', reason: 'needs IMBURSE_PUBLIC_KEY' },
  {
    id: 'refuse.warned',
    theme: 'Refused',
    findings: [finding({ level: 'warning', evidence: 'E6', message: 'no WWW-Authenticate' })],
  },
];
const report = reportOf({ cases });
const xml = junitXml(report);

describe('junit.xml', () => {
  it('is valid for Jenkins, also with nothing in it, and unlike with a mistake', async () => {
    const empty = reportOf({ cases: [] });
    const killed = reportOf({
      cases: [
        { id: 'a', reached: 'started' },
        { id: 'b', reached: 'planned' },
      ],
      killed: true,
    });
    const lacking = reportOf({
      cases: [
        { id: 'a', verdict: 'failed' },
        { id: 'b', verdict: 'skipped' },
      ],
    });
    const mistaken = xml.replace('<failure ', '<broken ').replace('</failure>', '</broken>');
    const files = [report, empty, killed, lacking].map(junitXml);
    const [wrong, ...right] = await junitErrors([mistaken, ...files]);
    expect(right).toEqual(files.map(() => []));
    expect(wrong).toContainEqual(expect.stringContaining("Element 'broken': This element is not expected."));
  });

  it('has the elements that its counts promise', () => {
    expect({
      suites: elements(xml, 'testsuite'),
      cases: elements(xml, 'testcase'),
      failures: elements(xml, 'failure'),
      errors: elements(xml, 'error'),
      skipped: elements(xml, 'skipped'),
    }).toEqual({ suites: 4, cases: 8, failures: 1, errors: 3, skipped: 1 });
    expect(xml).toContain(
      '<testsuites name="payout-contract" tests="8" failures="1" errors="3" disabled="1" time="2.140">',
    );
    expect(xml).toContain('<testsuite name="Refused" tests="4" failures="0" errors="3" skipped="0"');
    expect(xml).toContain('<testsuite name="HMAC" tests="1" failures="0" errors="0" skipped="1"');
    const sum = (name: string) =>
      attributes(xml.replace(/<testsuites [^>]*>/, ''), name).reduce((total, value) => total + Number(value), 0);
    expect([sum('tests'), sum('failures'), sum('errors'), sum('skipped')]).toEqual([8, 1, 3, 1]);
  });

  it('names each case once, by theme, id and title', () => {
    const names = [...xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"/g)].map(
      ([, name, classname]) => `${classname} ${name}`,
    );
    expect(names[0]).toBe('payout-identity.documented-request accept.documented: accepts the documented request');
    expect(names[2]).toBe('payout-identity.allowed-characters-a-z-others accept.lower: accepts lower case letters');
    expect(new Set(names).size).toBe(cases.length);
  });

  it('is the same for the same run', () => {
    expect(junitXml(reportOf({ cases }))).toBe(xml);
  });

  it('gives times in seconds and the start in UTC', () => {
    expect(xml).toContain('time="1.234"');
    expect(attributes(xml, 'timestamp')).toEqual(Array(4).fill('2026-03-01T09:30:00'));
  });

  it('puts all findings of a failed case into its one failure, the worst first', () => {
    const [, message, text] = /<failure message="([^"]*)" type="token-expiry">([^<]*)<\/failure>/.exec(xml)!;
    expect(message).toBe('expires is not a string of digits (and 1 more)');
    expect(text).toMatchInlineSnapshot(`
"violation: token-expiry: expires is not a string of digits
  where: /expires
  expected: a string that holds milliseconds since the Unix epoch
  actual: &quot;2026-03-01T10:30:00Z&quot;
  evidence: T2: expires is a string that holds an integer of milliseconds since the Unix epoch: digits only, no leading zero.
  source: Imburse tutorial &quot;Get a Payout Bearer Token&quot;, 2019-05-31

violation: token-references: the token does not hold the orderRef
  where: /expires
  expected: a string that holds milliseconds since the Unix epoch
  actual: &quot;2026-03-01T10:30:00Z&quot;
  evidence: C8: The payout token holds the customer, order and instruction reference, each exactly, among its claims; GET /v1/payout/options with it as Bearer returns { &quot;rewards&quot;: [ … ] }. Claim names are open, but a claim that is clearly named after the customer, order or instruction and holds another reference is wrong. A token for a request that lacks a reference (absent, null, empty, or no readable body) cannot hold it. A token issued for a request that should have been refused must still hold what was sent, unchanged: not trimmed, case-folded, cut, decoded or read as a number.
  source: Imburse docs, revision 2019-08

warning: no-store: no-store is missing
  where: /expires
  expected: a string that holds milliseconds since the Unix epoch
  actual: &quot;2026-03-01T10:30:00Z&quot;
  evidence: T8: A token response should carry Cache-Control: no-store.
  source: RFC 6749 §5.1, by analogy

Repeat the request with:
curl 'accept.lower'"
`);
  });

  it('distinguishes errors, and says why a case was skipped', () => {
    expect(xml).toContain('<error message="no answer" type="tls">');
    expect(xml).toContain('<error message="a rule threw" type="errored">');
    expect(xml).toContain('<error message="its control was not accepted" type="inconclusive">');
    expect(xml).toContain('<skipped message="needs IMBURSE_PUBLIC_KEY"/>');
  });

  it('marks a flaky case and what its first attempts met', () => {
    expect(xml).toContain(
      '<flakyError message="attempt 1 got no response: the target did not respond in time" type="timeout"/>',
    );
    expect(xml).toContain('<flakyError message="attempt 2 returned 503" type="unavailable"/>');
    expect(xml).toContain('<system-out>flaky: passed on attempt 3</system-out>');
  });

  it.each(['passed', 'errored', 'inconclusive', 'skipped'] as const)(
    'puts the findings of a case into its output, the worst first: %s',
    (verdict) => {
      const findings = [finding({ level: 'warning', message: 'mild' }), finding({ message: 'grave' })];
      const written = junitXml(reportOf({ cases: [{ id: 'a', verdict, findings }] }));
      const [, output] = /<system-out>([^<]*)<\/system-out>/.exec(written) ?? [];
      expect(output).toMatch(
        /^(?:passed with violations\n\n)?violation: token-expiry: grave\n[\s\S]*\n\nwarning: token-expiry: mild\n/,
      );
    },
  );

  it('puts the findings of a failed case into its failure only', () => {
    const written = junitXml(reportOf({ cases: [{ id: 'a', verdict: 'failed', findings: [finding()] }] }));
    expect(written.match(/violation: token-expiry/g)).toHaveLength(1);
    expect(written).not.toContain('<system-out>');
  });
});
