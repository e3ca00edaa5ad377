import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { packageRoot } from '../../lib/package-root';
import { summarize } from '../../report/summary';
import type { RunReport } from '../../report/types';
import { startSandbox } from '../../sandbox';
import { launchChromium, openPage, type WatchedPage, wantsBrowser } from '../../testing/browser';
import { runHarness } from '../../testing/harness';
import { hostileCases, hostileReport } from '../../testing/hostile-report';
import { hostileText } from '../../testing/hostile-text';
import { finding, reportOf } from '../../testing/run-fixtures';
import { closeServers, httpServer } from '../../testing/servers';
import { reportHtml } from './page';

const kinds = ['green', 'red', 'hostile'] as const;
type Kind = (typeof kinds)[number];

/** What Jenkins sends with the files of a build, where nobody loosened it. */
const jenkinsPolicy = "sandbox; default-src 'none'; img-src 'self'; style-src 'self';";
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const wanted = wantsBrowser(process.env);
if (!wanted) process.stderr.write('Skipped: report.html in a browser. Install Chromium, or set CHROMIUM_PATH.\n');

(wanted ? describe : describe.skip)('report.html in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-html-'));
  const screenshots = join(packageRoot, 'reports', 'screenshots');
  const reports = {} as Record<Kind, RunReport>;
  let browser: Browser;
  let watched: WatchedPage | undefined;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    const [launched, green, red] = await Promise.all([
      launchChromium(process.env),
      runAt(),
      runAt('emoji-reference-500'),
    ]);
    browser = launched;
    Object.assign(reports, { green, red: { ...red, cases: red.cases.map(withQuarantine) }, hostile: hostile() });
    for (const kind of kinds) writeFileSync(join(folder, `${kind}.html`), reportHtml(reports[kind]));
  });
  afterEach(async () => {
    await watched?.page.context().close();
    await closeServers();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function open(kind: Kind, options: BrowserContextOptions = {}): Promise<Page> {
    watched = await openPage(browser, pathToFileURL(join(folder, `${kind}.html`)).href, options);
    return watched.page;
  }

  /** What axe finds in a page that holds it, with the first element of each kind; only that leaves the page, for speed. */
  const violations = (page: Page, options: string): Promise<string[]> =>
    page.evaluate(
      `axe.run({ resultTypes: ['violations'], ${options} })
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
    );

  const shown = (page: Page) => page.locator('.case:visible').count();

  describe.each(kinds)('%s', (kind) => {
    it('is accessible and quiet, and asks for nothing', async () => {
      const page = await open(kind);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await shown(page)).toBe(reports[kind].cases.length);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(screenshots, `${kind}-${colorScheme}.png`) });
      }
      await page.getByRole('button', { name: 'Open all' }).click();
      await page.evaluate(axe);
      expect(await violations(page, '')).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
      // The rest is the same in both schemes.
      expect(await violations(page, "runOnly: ['color-contrast']")).toEqual([]);
      expect(watched!.complaints).toEqual([]);
    });

    it('is readable without scripts and styles, as under Jenkins', async () => {
      const html = readFileSync(join(folder, `${kind}.html`));
      const server = await httpServer((_request, response) =>
        response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': jenkinsPolicy }).end(html),
      );
      watched = await openPage(browser, `${server.url}/report.html`);
      const { page } = watched;
      await page.screenshot({ path: join(screenshots, `${kind}-jenkins.png`) });
      expect(await page.locator('.tools').isVisible()).toBe(false);
      expect(await page.locator('.copied button').count()).toBe(0);
      expect(await page.evaluate("getComputedStyle(document.querySelector('h1')).color")).toBe('rgb(0, 0, 0)');
      expect(await shown(page)).toBe(reports[kind].cases.length);
      // The charts need no stylesheet.
      for (const box of await Promise.all((await page.locator('svg.chart').all()).map((svg) => svg.boundingBox()))) {
        expect(box!.width).toBe(620);
      }
      expect(server.requests.filter((request) => !request.endsWith('/favicon.ico'))).toEqual(['GET /report.html']);
    });
  });

  it('is readable without scripts', async () => {
    const page = await open('red', { javaScriptEnabled: false });
    expect(await page.locator('.tools').isVisible()).toBe(false);
    expect(await page.locator('.finding.violation').first().isVisible()).toBe(true);
    const passed = page.locator('.case[data-verdict="passed"] summary').first();
    await passed.click();
    expect(await page.locator('.case[data-verdict="passed"] .inside').first().isVisible()).toBe(true);
  });

  it('finds cases by words, verdict, level and tag, and says how many', async () => {
    const page = await open('red');
    const { cases, summary } = reports.red;
    const status = page.locator('.tools output');
    await page.getByLabel('Verdict').selectOption('failed');
    expect(await shown(page)).toBe(summary.failed);
    expect(await status.textContent()).toBe(`${summary.failed} of ${cases.length} cases shown`);
    await page.getByLabel('Search').fill('ORDER-ref emoji');
    expect(await page.locator('.case:visible code').first().textContent()).toBe('refuse.order-ref.emoji');
    expect(await shown(page)).toBe(1);
    expect(await page.locator('.theme:visible').count()).toBe(1);
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await shown(page)).toBe(cases.length);
    await page.getByLabel('Level').selectOption('quarantined');
    expect(await shown(page)).toBe(cases.filter((each) => each.findings.some(({ quarantined }) => quarantined)).length);
    await page.getByLabel('Level').selectOption('');
    await page.getByLabel('Tag').selectOption('hmac');
    expect(await shown(page)).toBe(cases.filter(({ tags }) => tags.includes('hmac')).length);
    expect(watched!.complaints).toEqual([]);
  });

  it('opens every exchange, those of passed cases too', async () => {
    const page = await open('green');
    await page.getByRole('button', { name: 'Open all' }).click();
    const sent = reports.green.cases.filter(({ exchanges }) => exchanges.length > 0);
    expect(await page.locator('.case h4:text-is("Request"):visible').count()).toBe(sent.length);
  });

  it('takes the filter from the address, and keeps it there', async () => {
    const page = await open('red');
    const { failed } = reports.red.summary;
    const address = page.url();
    await page.locator('.counts a[data-filter="verdict=failed"]').press('Enter');
    expect(await shown(page)).toBe(failed);
    expect(await page.evaluate('location.href')).toBe(`${address}#verdict=failed`);
    await page.getByLabel('Search').fill('order-ref');
    expect(await page.evaluate('location.href')).toBe(`${address}#q=order-ref&verdict=failed`);
    const some = await shown(page);
    await page.reload();
    expect([await shown(page), await page.getByLabel('Search').inputValue()]).toEqual([some, 'order-ref']);
    await page.evaluate("location.hash = '#level=quarantined'");
    await page.locator('.tools output:has-text("of")').waitFor();
    expect(await page.getByLabel('Level').inputValue()).toBe('quarantined');
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await shown(page)).toBe(reports.red.cases.length);
  });

  it('leads from a finding to its evidence', async () => {
    const page = await open('red');
    await page.locator('#broken a[href^="#evidence-"], .groups a[href^="#evidence-"]').first().press('Enter');
    await page.locator('#evidence + details[open] tr:target').waitFor();
  });

  it('copies a command, by the keyboard alone', async () => {
    const page = await open('red');
    const copy = page.locator('.case[data-verdict="failed"] .copied').first();
    await copy.getByRole('button').focus();
    await page.keyboard.press('Enter');
    // The clipboard takes its time.
    await copy
      .getByRole('status')
      .filter({ hasText: /^Copied$/ })
      .waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate("document.activeElement === document.querySelector('.tools input')")).toBe(true);
    await page.keyboard.press('Control+V');
    expect(await page.getByLabel('Search').inputValue()).toBe(
      (await copy.locator('pre').textContent())!.replaceAll('\n', ''),
    );
  });

  it('opens a case by its address and from the list of failed ones, and all or none', async () => {
    const page = await open('red');
    await page.getByRole('button', { name: 'Close all' }).click();
    expect(await page.locator('.case details[open]').count()).toBe(0);
    await page.locator('nav a').first().press('Enter');
    await page.locator('.case:target > details[open]').waitFor();
    await page.getByRole('button', { name: 'Open all' }).click();
    expect(await page.locator('.case > details:not([open])').count()).toBe(0);
  });

  it('prints without controls, with what failed', async () => {
    const page = await open('red');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('button:visible, .tools:visible').count()).toBe(0);
    expect(await page.locator('.finding.violation').first().isVisible()).toBe(true);
    const pdf = await page.pdf({ path: join(screenshots, 'red.pdf'), format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('keeps the size of the text in charts, however wide they are', async () => {
    const heights = async (width: number): Promise<unknown> => {
      const page = await open('green', { viewport: { width, height: 740 } });
      const of = await page.evaluate(
        "[...new Set([...document.querySelectorAll('.chart text')].map((text) => text.getBoundingClientRect().height))].filter(Boolean)",
      );
      await page.context().close();
      return of;
    };
    const narrow = await heights(360);
    expect(narrow).not.toEqual([]);
    expect(await heights(1200)).toEqual(narrow);
  });

  it('fits a narrow window', async () => {
    for (const kind of kinds) {
      const page = await open(kind, { viewport: { width: 390, height: 740 } });
      await page.screenshot({ path: join(screenshots, `${kind}-narrow.png`) });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      await page.context().close();
    }
  });
});

/** The report of a sandbox, broken in a named way: what there is something to say of, and some of the rest for company. */
async function runAt(fault?: string): Promise<RunReport> {
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const { managementToken: _none, ...credentials } = sandbox.credentials;
  const report = await runHarness({ baseUrl: sandbox.url, credentials }).finally(() => sandbox.close());
  const cases = report.cases
    .filter(({ verdict, findings }, index) => verdict !== 'passed' || findings.length > 0 || index % 6 === 0)
    .map((each) => ({ ...each, reproduce: `payout-contract run --case ${each.id}` }));
  return { ...report, cases, summary: summarize(cases) };
}

function withQuarantine(result: RunReport['cases'][number], index: number): RunReport['cases'][number] {
  const quarantined = { owner: 'payments', reason: 'known to the operator', expires: '2027-01-01' };
  return index % 9 === 0 ? { ...result, findings: [...result.findings, finding({ quarantined })] } : result;
}

/** Each kind of hostile case in turn, with some of the hostile texts of each family. */
function hostile(): RunReport {
  const texts = hostileText.map(([, text]) => text).filter((text) => text.length < 300);
  const cases = texts.flatMap((text, index) =>
    index % 16 === 0 ? [hostileCases(text, index)[(index / 16) % 4]!] : [],
  );
  const markup = texts.find((text) => text.startsWith('<script'))!;
  return { ...hostileReport(markup), cases: reportOf({ cases }).cases };
}
