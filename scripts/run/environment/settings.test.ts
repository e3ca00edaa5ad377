import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleToken, exampleValues } from '../../judge/rules/example';
import { UserError } from '../../lib/user-error';
import { settingNames, settingTable } from './setting-table';
import { readSettings, type Settings } from './settings';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function write(name: string, text: string, mode = 0o600): string {
  const path = join(cwd, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const values = (settings: Settings) =>
  Object.fromEntries(Object.entries(settings).map(([name, { value, source }]) => [name, [value, source]]));

function errorOf(environment: Record<string, string>): UserError {
  try {
    readSettings(environment, cwd);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

const token = exampleToken({ sub: 'from the environment' });
const other = exampleToken({ sub: 'from elsewhere' });
const name = 'IMBURSE_MANAGEMENT_TOKEN';

describe('a setting', () => {
  it('is absent if nothing is set', () => {
    expect(readSettings({}, cwd)).toEqual({});
    expect(readSettings({ [name]: '', PATH: '/bin', IMBURSE_OTHER: 'x' }, cwd)).toEqual({});
  });

  it.each<[string, () => Record<string, string>, [string, string]]>([
    ['the environment', () => ({ [name]: token }), [token, 'environment']],
    [
      'the file that the environment names',
      () => ({ [`${name}_FILE`]: write('token', token) }),
      [token, `${name}_FILE in environment`],
    ],
    [
      '.env',
      () => {
        write('.env', `# comment\n${name}=${token}\n`);
        return {};
      },
      [token, '.env'],
    ],
    [
      'a quoted line of .env',
      () => {
        write('.env', `${name}="${token}"\n`);
        return {};
      },
      [token, '.env'],
    ],
    [
      'the file that .env names, from its folder',
      () => {
        write('token', `${token}\r\n`);
        write('.env', `${name}_FILE=token\n`);
        return {};
      },
      [token, `${name}_FILE in .env`],
    ],
    [
      'the environment before the file that it names',
      () => ({ [name]: token, [`${name}_FILE`]: write('token', other) }),
      [token, 'environment'],
    ],
    [
      'the environment, without reading a missing file',
      () => ({ [name]: token, [`${name}_FILE`]: '/no/such/file' }),
      [token, 'environment'],
    ],
    [
      'the file that the environment names before .env',
      () => {
        write('.env', `${name}=${other}\n`);
        return { [`${name}_FILE`]: write('token', `${token}\n`) };
      },
      [token, `${name}_FILE in environment`],
    ],
    [
      'the environment before .env',
      () => {
        write('.env', `${name}=${other}\n`);
        return { [name]: token };
      },
      [token, 'environment'],
    ],
    [
      '.env before the file that it names',
      () => {
        write('token', other);
        write('.env', `${name}=${token}\n${name}_FILE=token\n`);
        return {};
      },
      [token, '.env'],
    ],
    [
      '.env if the variable in the environment is empty',
      () => {
        write('.env', `${name}=${token}\n`);
        return { [name]: '', [`${name}_FILE`]: '' };
      },
      [token, '.env'],
    ],
  ])('comes from %s', (_name, prepare, wanted) => {
    expect(values(readSettings(prepare(), cwd))).toEqual({ [name]: wanted });
  });

  it('may come from different sources', () => {
    write('.env', `IMBURSE_PRIVATE_KEY=a2V5\nIMBURSE_BASE_URL=https://x.example.com\n`, 0o400);
    expect(values(readSettings({ IMBURSE_PUBLIC_KEY: 'key-id' }, cwd))).toEqual({
      IMBURSE_BASE_URL: ['https://x.example.com', '.env'],
      IMBURSE_PUBLIC_KEY: ['key-id', 'environment'],
      IMBURSE_PRIVATE_KEY: ['a2V5', '.env'],
    });
  });
});

describe('a file', () => {
  it.each([0o644, 0o640, 0o604, 0o660, 0o666])(
    '.env is refused with mode %o, with the command that fixes it',
    (mode) => {
      const path = write('.env', `${name}=${token}\n`, mode);
      const error = errorOf({});
      expect(error.message).toBe(`${path} can be read by other users and may contain secrets`);
      expect(error.remedy).toBe(`chmod 600 ${path}`);
    },
  );

  it.each([
    ['blanks', '   '],
    ['tabs', '\t\t'],
    ['blanks and tabs before a comment', ' \t # comment'],
    ['nothing', ''],
    ['a comment', '# a=b'],
    ['a value of two lines', 'OTHER="one\nno equals sign\ntwo"'],
  ])('.env keeps the setting after a line of %s', (_what, line) => {
    for (const end of ['\n', '\r\n']) {
      write('.env', ['A=1', line, `${name}=${token}`, line, 'IMBURSE_BASE_URL=https://x.example.com', ''].join(end));
      const settings = readSettings({}, cwd);
      expect([settings[name]?.value, settings.IMBURSE_BASE_URL?.value]).toEqual([token, 'https://x.example.com']);
    }
  });

  it.each(['IMBURSE_PUBLIC_KEY', 'export', 'some words', '=value', '"quoted"'])(
    '.env is refused with the line that sets nothing: %s',
    (line) => {
      write('.env', `A=1\n${line}\n${name}=${token}\n`);
      expect(errorOf({}).message).toMatch(/^\.env line 2 (has no "="|is not NAME=value)/);
    },
  );

  it('.env is refused where it is a folder', () => {
    mkdirSync(join(cwd, '.env'), { mode: 0o700 });
    expect(errorOf({}).message).toMatch(/\.env is not a regular file/);
  });

  it('.env is refused if its folder is not a folder', () => {
    cwd = write('not-a-folder', '');
    expect(() => readSettings({}, cwd)).toThrow(/\.env cannot be read: a part of its path is a file/);
  });

  it.each([
    ['is not there', 'missing', /: missing cannot be read: it does not exist; looked for \/.*\/missing$/],
    ['is a folder', '.', /: \. is not a regular file$/],
    ['is a device', '/dev/zero', /: \/dev\/zero is not a regular file$/],
    ['is empty', 'empty', /: empty is empty$/],
    ['is of everybody', 'open', /: open contains a secret and other users can read it$/],
    ['is a pipe', 'pipe', /: pipe is not a regular file$/],
  ])('that a setting names %s', (_name, path, message) => {
    writeFileSync(join(cwd, 'empty'), '', { mode: 0o600 });
    writeFileSync(join(cwd, 'open'), 'a', { mode: 0o644 });
    execFileSync('mkfifo', ['-m', '600', join(cwd, 'pipe')]);
    expect(errorOf({ IMBURSE_EXPIRED_TOKEN_FILE: path }).message).toMatch(message);
  });

  it('that .env names is told with the line that names it', () => {
    write('.env', '# the key\nIMBURSE_PRIVATE_KEY_FILE=missing\n');
    expect(errorOf({}).message).toBe(
      `IMBURSE_PRIVATE_KEY_FILE in .env line 2: missing cannot be read: it does not exist; looked for ${join(cwd, 'missing')}`,
    );
  });

  it('is not read if nothing names it', () => {
    write('token', 'not a token', 0o644);
    expect(readSettings({}, cwd)).toEqual({});
  });
});

const secretText = 'Sup3rS3cr3tV4lu3';

describe('a malformed value is refused and not quoted', () => {
  it.each([
    ['IMBURSE_BASE_URL', secretText, 'is not a URL'],
    ['IMBURSE_MANAGEMENT_TOKEN', `Bearer ${secretText}`, 'starts with "Bearer"; give only the token'],
    ['IMBURSE_MANAGEMENT_TOKEN', `bearer\t${secretText}`, 'starts with "Bearer"; give only the token'],
    ['IMBURSE_MANAGEMENT_TOKEN', `"${secretText}"`, 'is in quotes; remove them'],
    ['IMBURSE_MANAGEMENT_TOKEN', `'${secretText}'`, 'is in quotes; remove them'],
    ['IMBURSE_MANAGEMENT_TOKEN', `${secretText}\n`, 'contains a space or a line break'],
    ['IMBURSE_MANAGEMENT_TOKEN', ` ${secretText}`, 'contains a space or a line break'],
    ['IMBURSE_EXPIRED_TOKEN', `${secretText} ${secretText}`, 'contains a space or a line break'],
    ['IMBURSE_EXPIRED_TOKEN', `${secretText}é`, 'contains characters other than ASCII, perhaps a byte order mark'],
    ['IMBURSE_EXPIRED_TOKEN', `${secretText}\u0000`, 'contains characters other than ASCII, perhaps a byte order mark'],
    ['IMBURSE_PUBLIC_KEY', `${secretText}:nonce`, 'contains a colon; give only the public key'],
    ['IMBURSE_PUBLIC_KEY', `${secretText} `, 'contains a space or a line break'],
    ['IMBURSE_PRIVATE_KEY', `${secretText}a`, 'is not valid base64; copy the whole private key again'],
    ['IMBURSE_PRIVATE_KEY', `${secretText}a===`, 'is not valid base64; copy the whole private key again'],
    ['IMBURSE_PRIVATE_KEY', `-_${secretText}ab`, 'is not valid base64; copy the whole private key again'],
    ['IMBURSE_PRIVATE_KEY', `${secretText}\r`, 'contains a space or a line break'],
    ['IMBURSE_ACCOUNT_ID', secretText, 'is not a GUID'],
    ['IMBURSE_ACCOUNT_ID', `{${exampleValues.accountId}}`, 'is in quotes or braces; remove them'],
    ['IMBURSE_TENANT_ID', `${exampleValues.tenantId}0`, 'is not a GUID'],
  ] as const)('%s, case %#', (setting, value, problem) => {
    const error = errorOf({ [setting]: value });
    expect(error.message).toBe(`${setting} (the environment) ${problem}`);
    expect(error.remedy).toBe(`set ${setting} to ${settingTable[setting].help}`);
    expect(`${error.message} ${error.remedy} ${error.stack}`).not.toContain(value.trim());
    expect(`${error.message} ${error.remedy}`).not.toContain(secretText);
  });

  it('says from which file it came', () => {
    const path = write('token', `\uFEFF${secretText}`);
    const error = errorOf({ IMBURSE_EXPIRED_TOKEN_FILE: path });
    expect(error.message).toBe(
      'IMBURSE_EXPIRED_TOKEN (IMBURSE_EXPIRED_TOKEN_FILE in the environment) contains characters other than ASCII, perhaps a byte order mark',
    );
  });

  it('says that it came from .env', () => {
    write('.env', `IMBURSE_TENANT_ID=${secretText}\n`);
    expect(errorOf({}).message).toBe('IMBURSE_TENANT_ID (.env line 1) is not a GUID');
  });
});

describe('settings that must be set together', () => {
  it.each([
    ['IMBURSE_PUBLIC_KEY', 'key-id', 'IMBURSE_PRIVATE_KEY'],
    ['IMBURSE_PRIVATE_KEY', 'a2V5', 'IMBURSE_PUBLIC_KEY'],
    ['IMBURSE_ACCOUNT_ID', exampleValues.accountId, 'IMBURSE_TENANT_ID'],
    ['IMBURSE_TENANT_ID', exampleValues.tenantId.toUpperCase(), 'IMBURSE_ACCOUNT_ID'],
  ])('are refused alone: %s', (one, value, missing) => {
    const error = errorOf({ [one]: value });
    expect(error.message).toBe(`${missing} is missing, but ${one} is set`);
    expect(error.remedy).toBe('set both or neither');
  });

  it('are taken together', () => {
    const environment = {
      IMBURSE_PUBLIC_KEY: 'key-id',
      IMBURSE_PRIVATE_KEY: '//79/Pv6+fj39vX08/Lx8A==',
      IMBURSE_ACCOUNT_ID: exampleValues.accountId,
      IMBURSE_TENANT_ID: exampleValues.tenantId,
    };
    expect(Object.keys(readSettings(environment, cwd)).sort()).toEqual(Object.keys(environment).sort());
  });
});

describe('the table of settings', () => {
  it('marks secrets, and describes each setting', () => {
    expect(settingNames.filter((each) => settingTable[each].secret)).toEqual([
      'IMBURSE_MANAGEMENT_TOKEN',
      'IMBURSE_PRIVATE_KEY',
      'IMBURSE_EXPIRED_TOKEN',
      'IMBURSE_NO_ROLE_TOKEN',
      'IMBURSE_EXPIRED_PAYOUT_TOKEN',
    ]);
    expect(settingNames.filter((each) => settingTable[each].help.length < 10)).toEqual([]);
  });
});
