import { verdictView } from '../report/view/verdict';
import { finding, type RunFixture, reportOf, unanswered } from '../testing/run-fixtures';
import { sampleRuns } from '../testing/sample-runs';
import { summaryMarkdown } from './summary-markdown';

const render = (run: RunFixture, bytes = 1e6): string => summaryMarkdown(reportOf(run), bytes);
const failed = (id: string) => ({ id, verdict: 'failed' as const, findings: [finding()] });

describe('summary.md', () => {
  it.each(sampleRuns)('begins with the verdict: %s', (_name, run) => {
    expect(render(run).split('\n')[0]).toContain(verdictView(reportOf(run)).title);
  });

  it('shows the verdict, what to do next, the failed cases with their evidence, the counts, and the command to repeat them', () => {
    expect(
      render({ cases: [{ id: 'a' }, { ...failed('refuse.b'), title: 'refuses b', reproduce: 'curl b' }] }),
    ).toMatchInlineSnapshot(`
"## ❌ Contract broken: 1 of 2 checked cases failed.

**Next:** send \`report.html\` to the team that runs the target: each finding names its evidence. Your credentials are not the problem.

**2 cases:** 1 passed, 1 failed

**Findings:** 1 violation

**Target:** \`http://127.0.0.1:41234\`, engine \`newman\`, seed 7, 2.1 s

Run these cases again:

\`\`\`sh
payout-contract run --target embedded --seed 7 --case refuse.b
\`\`\`

| Case | Verdict | What | Evidence |
| --- | --- | --- | --- |
| \`refuse.b\`<br>refuses b | failed (violation) | \`token-expiry\` expires is not a string of digits<br>where \`/expires\`<br>expected \`a string that holds milliseconds since the Unix epoch\`<br>actual \`"2026-03-01T10:30:00Z"\` | \`T2\`: expires is a string that holds an integer of milliseconds since the Unix epoch: digits only, no leading zero.<br>Imburse tutorial "Get a Payout Bearer Token", 2019-05-31 |

<details><summary><code>refuse.b</code> failed</summary>

refuses b

\`\`\`text
violation: token-expiry: expires is not a string of digits
  where: /expires
  expected: a string that holds milliseconds since the Unix epoch
  actual: "2026-03-01T10:30:00Z"
  evidence: T2: expires is a string that holds an integer of milliseconds since the Unix epoch: digits only, no leading zero.
  source: Imburse tutorial "Get a Payout Bearer Token", 2019-05-31

attempt 1: POST http://127.0.0.1:41234/v1/identity/payout returned 201 in 12 ms
\`\`\`

\`\`\`sh
curl b
\`\`\`

</details>
"
`);
  });

  it('has one row per cause, even if expected and actual differ by the time', () => {
    const cases = Array.from({ length: 45 }, (_, index) => ({
      ...failed(`c${index}`),
      findings: [finding({ expected: `${index}`, actual: `${index + 3600}` })],
    }));
    const rows = render({ cases }).match(/^\| .*token-expiry.*$/gm);
    expect(rows).toHaveLength(1);
    expect(rows![0]).toContain('| 45 cases: `c0`, `c1`, `c2`, `c3`, `c4` and 40 more | failed (violation) |');
    expect(rows![0]).toContain('<br>expected `0`<br>actual `3600 (c0; others differ)` |');
  });

  it('has no table and no command if the contract holds', () => {
    const text = render({ cases: [{ id: 'a' }] });
    expect(text).not.toMatch(/\| Case|again|<details>/);
    expect(text).toContain('**1 case:** 1 passed\n');
  });

  it('names a shared reason for missing verdicts once', () => {
    const cases = Array.from({ length: 8 }, (_, index) => ({
      ...{ id: `c${index}`, verdict: 'errored' as const, reason: 'no answer', exchanges: [unanswered('timeout')] },
    }));
    const text = render({ cases });
    expect(text.match(/no answer \|/g)).toHaveLength(1);
    expect(text).toContain('`c4` and 3 more | errored');
    expect(text.match(/<details>/g)).toHaveLength(1);
  });

  it('shows the problems with the whole run', () => {
    const text = summaryMarkdown(
      {
        ...reportOf({ cases: [{ id: 'a' }], stopped: 'internal-error', error: 'boom' }),
        drift: [{ aspect: 'success.status', accepted: ['201'], observed: ['200'], cases: ['a'] }],
      },
      1e6,
    );
    expect(text).toMatch(
      /\| `run.drift` \| failed \| 1 aspect .*<br>`success.status`: accepted 201; observed 200; cases a/,
    );
    expect(text).toMatch(/\| `run.end` \| errored \| .*<br>boom \|/);
  });

  it('leaves quarantined findings out of the causes', () => {
    const quarantined = { owner: 'Team', reason: 'known', expires: '2026-12-31' };
    const text = render({ cases: [{ id: 'a', findings: [finding({ quarantined })] }] });
    expect(text).toContain('1 quarantined');
    expect(text).not.toContain('| Case');
  });
});

describe('a summary that is too long', () => {
  const cases = Array.from({ length: 3000 }, (_, index) => ({
    ...failed(`支払い.${index}`),
    title: `refuses 支払い ${index}`,
    findings: [finding({ message: `kind ${index}` })],
  }));

  it('stays below the 1024 KiB of GitHub, in bytes, and says that it was cut', () => {
    const text = render({ cases });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1e6);
    expect(Buffer.byteLength(text)).toBeGreaterThan(900_000);
    expect(text).toMatch(/\n\n?> \*\*Cut here:\*\* \d+ more parts did not fit\. .+\n$/);
    expect(text).not.toContain('\ufffd');
  });

  it('is below 6 KB by default, and begins with the verdict, the reports and how to repeat', () => {
    const text = summaryMarkdown(reportOf({ cases }), undefined, 'https://ci.example/1/artifacts');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(6000);
    const places = [
      '## ',
      '[All reports of this run](https://ci.example/1/artifacts)',
      'Run these cases again',
      '| Case',
    ];
    const found = places.map((part) => text.indexOf(part));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found[0]).toBe(0);
  });

  it.each([0, 10, 150, 400, 700, 1000, 1500, 2500, 5000])('is cut between parts only, at %i bytes', (bytes) => {
    const text = render({ cases: cases.slice(0, 10) }, bytes);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    for (const line of text.split('\n').filter((each) => each.startsWith('|'))) {
      expect(line.match(/\|/g)).toHaveLength(5);
      expect(line.endsWith(' |')).toBe(true);
    }
    if (text !== '') expect(text).toContain('Cut here');
  });
});
