import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchChromium, openPage, wantsBrowser } from '../../testing/browser';
import { fleetReport } from '../fleet-report';
import type { PartnerResult } from '../types';
import { fleetHtml } from './page';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const wanted = wantsBrowser(process.env);
if (!wanted) process.stderr.write('Skipped: fleet.html in a browser. Install Chromium, or set CHROMIUM_PATH.\n');

const startedAt = '2026-03-01T10:00:00.000Z';
const refused = { code: 'key-refused', title: 'The target does not accept this key pair', next: 'make a new key pair' };
const unset = { code: 'setting-unusable', title: 'privateKey: the environment variable X is not set', next: 'set it' };

/** Of each kind some, one with a very long name. */
function partners(): PartnerResult[] {
  return Array.from({ length: 60 }, (_, at): PartnerResult => {
    const base = { fingerprint: 'sha256:0123456789abcdef', startedAt, durationMs: 10, requests: 4, attempts: 1 };
    const name = at === 0 ? 'A'.repeat(200) : `Partner ${at}`;
    if (at % 4 === 0) return { ...base, name, verdict: 'refused', exitCode: 4, cause: refused, change: 'worse' };
    if (at % 4 === 1) return { ...base, name, verdict: 'settings-wrong', exitCode: 2, cause: unset, change: 'new' };
    const identity = { tenant: '3d9c1f7a-10aa-4f0e-8d0b-5f9f3f1c2b11', roles: ['tenant-admin'] };
    const warnings = [{ code: 'key-used-twice', title: 'Its key is also the key of another', next: 'make a key' }];
    const report = `partners/partner-${at}.json`;
    return { ...base, name, verdict: 'working', exitCode: 0, identity, warnings, report };
  });
}

(wanted ? describe : describe.skip)('fleet.html in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-html-'));
  const url = pathToFileURL(join(folder, 'fleet.html')).href;
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(process.env);
    const tool = { name: 'payout-contract', version: '1.0.0' };
    const header = { schemaVersion: 1, tool, mode: 'credentials', startedAt, partners: 60 } as const;
    const unverified = { count: 1, entries: [{ kind: 'job', name: 'x'.repeat(200), why: 'not signed' }] } as const;
    const report = fleetReport(header, partners(), { durationMs: 5000, unverified });
    const changed = new Map(partners().map(({ name, change }) => [name, change]));
    const pages = {
      ...report,
      comparedWith: startedAt,
      partners: report.partners.map((each) => {
        const change = changed.get(each.name);
        return { ...each, ...(change && { change }) };
      }),
    };
    writeFileSync(join(folder, 'fleet.html'), fleetHtml(pages));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 390],
  ] as const)(
    'has no axe findings in %s at %i px, and nothing is wider than the window',
    async (colorScheme, width) => {
      const { page, complaints } = await openPage(browser, url, { colorScheme, viewport: { width, height: 800 } });
      await page.evaluate(axe);
      const found = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html.slice(0, 200)))',
      );
      expect(found).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('filters by verdict, cause, change and words, and says how many are shown', async () => {
    const { page } = await openPage(browser, url);
    const status = (): Promise<string | null> => page.locator('output').textContent();
    expect(await status()).toBe('All 60 partners shown');
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('refused');
    expect(await status()).toBe('15 of 60 partners shown');
    await page.getByLabel('Search').fill('partner 12');
    expect(await status()).toBe('1 of 60 partners shown');
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('combobox', { name: 'Cause' }).selectOption('setting-unusable');
    expect(await status()).toBe('15 of 60 partners shown');
    await page.context().close();
  });

  it('is readable without scripts, and then has no dead controls', async () => {
    const { page } = await openPage(browser, url, { javaScriptEnabled: false });
    expect(await page.locator('.tools').isVisible()).toBe(false);
    expect(await page.locator('.partners tbody tr').count()).toBe(60);
    await page.context().close();
  });
});
