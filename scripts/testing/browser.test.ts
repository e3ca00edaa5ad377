import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findChromium, launchChromium, wantsBrowser } from './browser';

describe('the browser of the tests', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'browser-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the path in CHROMIUM_PATH', () => {
    expect(findChromium({ CHROMIUM_PATH: '/opt/chromium', PATH: folder })).toBe('/opt/chromium');
  });

  it('is the first on PATH by a usual name that can be executed', () => {
    writeFileSync(join(folder, 'chromium'), '');
    chmodSync(join(folder, 'chromium'), 0o644);
    writeFileSync(join(folder, 'google-chrome'), '');
    chmodSync(join(folder, 'google-chrome'), 0o755);
    expect(findChromium({ PATH: ['/nowhere', folder].join(delimiter) })).toBe(join(folder, 'google-chrome'));
  });

  it('may be missing, except under CI', () => {
    expect(wantsBrowser({ PATH: folder })).toBe(false);
    expect(wantsBrowser({ PATH: folder, CI: 'true' })).toBe(true);
    expect(() => launchChromium({ PATH: folder, CI: 'true' })).toThrow('Chromium is not installed');
  });
});
