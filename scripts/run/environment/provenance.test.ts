import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect } from './settings';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'provenance-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function envFile(text: string): void {
  writeFileSync(join(cwd, '.env'), text);
  chmodSync(join(cwd, '.env'), 0o600);
}

const placesOf = (environment: Record<string, string>) => {
  const { where, shadows } = collect(environment, cwd).settings.IMBURSE_PUBLIC_KEY ?? {};
  return { where, shadows };
};

describe('where a setting comes from', () => {
  it('is told to the line of .env', () => {
    envFile('# keys\n\nexport IMBURSE_PUBLIC_KEY=one\n');
    expect(placesOf({})).toEqual({ where: '.env line 3', shadows: [] });
  });

  it('is the last of several lines', () => {
    envFile('IMBURSE_PUBLIC_KEY=one\nIMBURSE_PUBLIC_KEY=two\n');
    expect(placesOf({}).where).toBe('.env line 2');
    expect(collect({}, cwd).settings.IMBURSE_PUBLIC_KEY?.value).toBe('two');
  });

  it('is told with everything that it shadows', () => {
    envFile('IMBURSE_PUBLIC_KEY=one\nIMBURSE_PUBLIC_KEY_FILE=missing\n');
    expect(placesOf({ IMBURSE_PUBLIC_KEY: 'x', IMBURSE_PUBLIC_KEY_FILE: 'missing' })).toEqual({
      where: 'the environment',
      shadows: ['IMBURSE_PUBLIC_KEY_FILE in the environment', '.env line 1', 'IMBURSE_PUBLIC_KEY_FILE in .env line 2'],
    });
  });

  it('is found in an .env that starts with a byte order mark', () => {
    envFile('\uFEFFIMBURSE_PUBLIC_KEY=one\n');
    expect(placesOf({}).where).toBe('.env line 1');
  });
});

describe('a malformed value', () => {
  it('is collected as it is: the steps say what is wrong with it', () => {
    writeFileSync(join(cwd, 'key'), '\uFEFF"a key"\n\n', { mode: 0o600 });
    const { IMBURSE_PRIVATE_KEY } = collect({ IMBURSE_PRIVATE_KEY_FILE: 'key' }, cwd).settings;
    expect(IMBURSE_PRIVATE_KEY?.value).toBe('\uFEFF"a key"\n');
  });
});
