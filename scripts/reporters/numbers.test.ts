import { print } from '../testing/console';
import { reportOf } from '../testing/run-fixtures';
import { sampleRuns } from '../testing/sample-runs';
import { reportHtml } from './html/page';
import { junitXml } from './junit';
import { summaryMarkdown } from './summary-markdown';

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe('the numbers of a run', () => {
  it.each(sampleRuns)('are the same in every output: %s', (_name, run) => {
    const report = reportOf(run);
    const { cases, passed, failed, errored, inconclusive, skipped } = report.summary;
    const { violations, deviations, warnings, observations, quarantined } = report.summary;
    const levels = Object.entries({ violations, deviations, warnings, observations, quarantined });
    const found = levels.filter(([, number]) => number > 0);
    const findings = found
      .map(([name, number]) => `${number} ${number === 1 ? name.replace(/s$/, '') : name}`)
      .join(', ');
    expect(passed + failed + errored + inconclusive + skipped).toBe(cases);
    const shown = Object.entries({ failed, errored, inconclusive, skipped }).filter(([, number]) => number > 0);
    const verdicts = [`${passed} passed`, ...shown.map(([name, number]) => `${number} ${name}`)].join(', ');
    expect(print(run).end).toContain(`Cases     ${cases} planned: ${verdicts}`);
    expect(summaryMarkdown(report, 1e6)).toContain(`:** ${verdicts}`);
    expect(print(run).end).toContain(`Findings  ${findings || 'none'}`);
    expect(summaryMarkdown(report, 1e6)).toContain(`**Findings:** ${findings || 'none'}`);
    const own = junitXml(report).replace(/<testsuite name="Run"[\s\S]*?<\/testsuite>/, '');
    expect({
      cases: count(own, /<testcase /g),
      failed: count(own, /<failure /g),
      open: count(own, /<error /g),
      skipped: count(own, /<skipped /g),
    }).toEqual({ cases, failed, open: errored + inconclusive, skipped });
    const html = reportHtml(report);
    for (const [name, number] of [
      ...Object.entries({ cases, passed, failed, errored, inconclusive, skipped }),
      ...found,
    ])
      expect(html).toMatch(new RegExp(`<dt>${name}</dt><dd>(?:<a [^>]*>)?${number}<`));
  });
});
