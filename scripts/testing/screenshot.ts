import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../lib/package-root';
import { reportHtml } from '../reporters/html/page';
import { startSandbox } from '../sandbox';
import { launchChromium } from './browser';
import { runHarness } from './harness';

/** The picture in README.md: the report of a real run against a sandbox with a fault. `npm run screenshot` writes it. */
async function takeScreenshot(fault: string, path: string): Promise<void> {
  const sandbox = await startSandbox({ fault });
  const { managementToken: _none, ...credentials } = sandbox.credentials;
  const report = await runHarness({ baseUrl: sandbox.url, credentials }).finally(() => sandbox.close());
  const folder = mkdtempSync(join(tmpdir(), 'screenshot-'));
  const browser = await launchChromium(process.env);
  try {
    const file = join(folder, 'report.html');
    writeFileSync(file, reportHtml(report));
    const page = await browser.newPage({ viewport: { width: 1000, height: 720 }, colorScheme: 'light' });
    await page.goto(pathToFileURL(file).href);
    await page.screenshot({ path });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

void takeScreenshot('exp-one-hour-late', join(packageRoot, 'docs', 'report.png'));
