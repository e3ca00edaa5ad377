import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The same as the limit of a test, because a busy machine is slow. */
const patienceMs = 60_000;

type Env = Readonly<Record<string, string | undefined>>;

/** The path of Chromium: `CHROMIUM_PATH`, or the first of the usual names on `PATH`. */
export function findChromium({ CHROMIUM_PATH, PATH = '' }: Env): string | undefined {
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  const paths = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether to run the browser tests: if a browser is installed, and always if `CI` is set, so that a missing browser fails
 * there.
 */
export function wantsBrowser(env: Env): boolean {
  return findChromium(env) !== undefined || Boolean(env.CI);
}

/** @throws if no browser is installed */
export function launchChromium(env: Env): Promise<Browser> {
  const executablePath = findChromium(env);
  if (executablePath === undefined) {
    throw new Error('Chromium is not installed: install it, or set CHROMIUM_PATH to its path.');
  }
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args, timeout: patienceMs });
}

/** A page, and everything that it should not have done. */
export interface WatchedPage {
  readonly page: Page;
  /** Messages of the console, exceptions, and requests for anything except the page itself. */
  readonly complaints: readonly string[];
}

/** Opens an address in a new context that refuses and records every other request. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  await context.route('**/*', (route) => {
    const wanted = route.request().url();
    if (wanted.split('#')[0] === url.split('#')[0]) return route.continue();
    complaints.push(`request: ${wanted}`);
    return route.abort();
  });
  await page.goto(url);
  return { page, complaints };
}
