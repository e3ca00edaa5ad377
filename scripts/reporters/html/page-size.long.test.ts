import type { RunReport } from '../../report/types';
import { startSandbox } from '../../sandbox';
import { runHarness } from '../../testing/harness';
import { finding } from '../../testing/run-fixtures';
import { reportHtml } from './page';

const usualPage = 1_500_000;
const longestPage = 5_000_000;

describe('the size of report.html', () => {
  let green: RunReport;
  beforeAll(async () => {
    const sandbox = await startSandbox();
    const { managementToken: _none, ...credentials } = sandbox.credentials;
    green = await runHarness({ baseUrl: sandbox.url, credentials }).finally(() => sandbox.close());
  });

  it('is below 1.5 MB for all cases, each with its exchanges', () => {
    expect(green.summary).toMatchObject({ cases: green.cases.length, passed: green.cases.length });
    expect(green.cases.length).toBeGreaterThan(200);
    const page = reportHtml(green);
    expect(Buffer.byteLength(page)).toBeLessThan(usualPage);
    const sent = green.cases.filter(({ exchanges }) => exchanges.length > 0);
    expect(page.match(/<h4>Request<\/h4>/g)).toHaveLength(sent.length);
    expect(page).not.toContain('To keep this page small');
  });

  it('is below 5 MB for 24,000 exchanges, and says what is left out', () => {
    const exchanges = Array.from({ length: 60 }, () => green.cases[0]!.exchanges[0]!);
    const page = reportHtml(many(400, { exchanges }));
    expect(Buffer.byteLength(page)).toBeLessThan(longestPage);
    expect(page).toContain('40 more exchanges of this case: see run.json');
    expect(page).toContain('To keep this page small');
  });

  it('is below 5 MB for 5,000 cases, and shows the failed ones', () => {
    const { cases, ...report } = many(5000, {});
    const failed = { ...cases[4999]!, verdict: 'failed' as const, findings: [finding()] };
    const page = reportHtml({ ...report, cases: [...cases.slice(0, -1), failed] });
    expect(Buffer.byteLength(page)).toBeLessThan(longestPage);
    expect(page).toContain('1000 of 5000 cases are only in run.json');
    expect(page).toContain('id="case-5000"');
  });

  /** The run with so many cases, each changed. */
  function many(count: number, change: Partial<RunReport['cases'][number]>): RunReport {
    const cases = Array.from({ length: count }, (_none, index) => {
      const { id, ...each } = green.cases[index % green.cases.length]!;
      return { ...each, id: `${id}.${index}`, ...change };
    });
    return { ...green, cases };
  }
});
