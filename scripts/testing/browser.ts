import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** As long as a test may take: a busy machine is slow. */
const patienceMs = 60_000;

type Env = Readonly<Record<string, string | undefined>>;

/** The path of a Chromium: what `CHROMIUM_PATH` says, else the first by one of the usual names on `PATH`. */
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
 * Whether tests in a browser are to run: where there is one, and under `CI` in any case, so that they fail there rather
 * than go missing.
 */
export function wantsBrowser(env: Env): boolean {
  return findChromium(env) !== undefined || Boolean(env.CI);
}

/** @throws where there is none */
export function launchChromium(env: Env): Promise<Browser> {
  const executablePath = findChromium(env);
  if (executablePath === undefined) {
    throw new Error('No Chromium for the tests in a browser: install it, or say by CHROMIUM_PATH where it is.');
  }
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args, timeout: patienceMs });
}

/** A page, and what it did that it should not do. */
export interface WatchedPage {
  readonly page: Page;
  /** Messages of the console, exceptions, and requests for anything but the page itself. */
  readonly complaints: readonly string[];
}

/** Opens an address in a fresh context, in which every other request is refused and noted. */
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
