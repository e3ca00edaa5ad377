import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium, openPage, wantsBrowser } from '../../testing/browser';
import { answered, finding, reportOf } from '../../testing/run-fixtures';
import { reportHtml } from './page';

const wanted = wantsBrowser(process.env);
if (!wanted) process.stderr.write('Skipped: opening a large report.html. Install Chromium, or set CHROMIUM_PATH.\n');

/** 400 cases with 250 exchanges each; every third one is broken. */
function largeReport() {
  const cases = Array.from({ length: 400 }, (_, at) => ({
    ...{ id: `case.${at}`, exchanges: [answered(201)] },
    ...(at % 3 === 0 && {
      verdict: 'failed' as const,
      findings: [finding({ message: `The claim ${at % 7} differs.` })],
    }),
  }));
  const report = reportOf({ cases });
  const exchanges = Array.from({ length: 250 }, (_, at) => answered(201, at + 1));
  return { ...report, cases: report.cases.map((each) => ({ ...each, exchanges })) };
}

(wanted ? describe : describe.skip)('report.html of 100,000 exchanges', () => {
  it('is below 5 MB, and opens with less than 2 s of CPU time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'large-report-'));
    const path = join(folder, 'report.html');
    writeFileSync(path, reportHtml(largeReport()));
    expect(statSync(path).size).toBeLessThan(5_000_000);
    const browser = await launchChromium(process.env);
    const { page, complaints } = await openPage(browser, pathToFileURL(path).href);
    expect(await page.locator('.case').count()).toBe(400);
    // The CPU time of the page's own process, since it was started: a busy machine does not add to it.
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = metrics.find(({ name }) => name === 'ProcessTime')?.value;
    await browser.close();
    rmSync(folder, { recursive: true });
    expect(complaints).toEqual([]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(2);
  });
});
