import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium, openPage, wantsBrowser } from '../../testing/browser';
import { makeWorkplace } from '../../testing/cli';
import { hostileReport } from '../../testing/hostile-report';
import { hostileText } from '../../testing/hostile-text';
import { finding, type RunFixture, reportOf } from '../../testing/run-fixtures';
import { reportHtml } from '../html/page';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const wanted = wantsBrowser(process.env);
if (!wanted) process.stderr.write('Skipped: history.html in a browser. Install Chromium, or set CHROMIUM_PATH.\n');

/** Folders whose names mean something in an address or in markup. */
const folders = ['plain', 'with space', 'a#b', 'a?b=c', '100%25', 'schéma', 'http:', '<img src=x>', `"'&`, 'deep/down'];

const hostile = hostileText.slice(0, 3);

const cases = (count: number, broken: boolean): RunFixture['cases'] =>
  Array.from({ length: count }, (_, at) => ({
    id: `refuse.${'long-'.repeat(at % 20)}${at}`,
    ...(broken &&
      at % 3 === 0 && { verdict: 'failed' as const, findings: [finding({ message: `${'Word '.repeat(at)}.` })] }),
  }));

(wanted ? describe : describe.skip)('history.html in a browser', () => {
  const work = makeWorkplace();
  const url = pathToFileURL(work.path('reports/history.html')).href;
  let browser: Browser;

  beforeAll(async () => {
    const put = (folder: string, report: ReturnType<typeof reportOf>): void => {
      mkdirSync(work.path('reports', folder), { recursive: true });
      writeFileSync(work.path('reports', folder, 'run.json'), JSON.stringify(report));
      writeFileSync(work.path('reports', folder, 'report.html'), reportHtml(report));
    };
    for (const [at, folder] of folders.entries()) {
      const header = { startedAt: `2026-03-${String(at + 1).padStart(2, '0')}T09:30:00Z` };
      put(folder, reportOf({ header, cases: cases(at % 4 === 3 ? 4 : 40, at % 2 === 1) }));
    }
    for (const [at, [, text]] of hostile.entries()) put(`hostile-${at}`, hostileReport(text));
    mkdirSync(work.path('reports/cut'));
    writeFileSync(work.path('reports/cut/run.json'), '{"schemaVersion":1');
    expect((await work.run(['report', '--history', 'reports'])).exitCode).toBe(0);
    browser = await launchChromium(process.env);
  });
  afterAll(async () => {
    await browser?.close();
    work.remove();
  });

  async function opened(options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<void> {
    const { page, complaints } = await openPage(browser, url, options);
    await look(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  }

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 390],
    ['dark', 390],
  ] as const)('has no axe findings in %s at %i px, and nothing is wider than the window', (colorScheme, width) =>
    opened({ colorScheme, viewport: { width, height: 800 } }, async (page) => {
      await page.evaluate(axe);
      const found = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html.slice(0, 200)))',
      );
      expect(found).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }),
  );

  it('links each run to its report', () =>
    opened({}, async (page) => {
      const links: string[] = await page.evaluate('[...document.querySelectorAll("a")].map(({ href }) => href)');
      const reports = links.filter((link) => !link.startsWith(`${url}#`));
      expect(reports.length).toBe(folders.length + hostile.length);
      const missing = reports.filter((link) => !link.startsWith('file:') || !existsSync(fileURLToPath(link)));
      expect(missing).toEqual([]);
    }));

  it('reaches every link and every wide table by keyboard', () =>
    opened({ viewport: { width: 390, height: 800 } }, async (page) => {
      const stops: number = await page.evaluate('document.querySelectorAll("a, .wide-table").length');
      const met = new Set<string>();
      for (let at = 0; at < stops; at += 1) {
        await page.keyboard.press('Tab');
        met.add(
          await page.evaluate(
            '[...document.querySelectorAll("*")].indexOf(document.activeElement) + document.activeElement.tagName',
          ),
        );
      }
      expect(met.size).toBe(stops);
      expect([...met].filter((tag) => tag.endsWith('BODY'))).toEqual([]);
    }));

  it('prints every table whole', () =>
    opened({}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 720, height: 1000 });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await page.locator('table').first().isVisible()).toBe(true);
    }));
});
