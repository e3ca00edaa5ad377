import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsOfPartner } from './secrets';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string, mode: number): string => {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), mode);
  return name;
};
const settings = (privateKey: { env: string } | { file: string }, env = {}) =>
  settingsOfPartner({ name: 'A', target: 'sandbox', privateKey }, { env, folder }).IMBURSE_PRIVATE_KEY;

describe("a partner's secret", () => {
  it('comes from the environment variable that is named', () => {
    expect(settings({ env: 'KEY' }, { KEY: 'abc' })).toMatchObject({
      value: 'abc',
      where: 'the environment variable KEY',
    });
  });

  it('comes from the file that is named, without the line break at its end', () => {
    expect(settings({ file: file('good', 'abc\n', 0o600) })).toMatchObject({ value: 'abc', where: 'the file good' });
    expect(settings({ file: join(folder, 'good') })).toMatchObject({ value: 'abc' });
  });

  it.each([
    ['a variable that is not set', { env: 'KEY' }, 'privateKey: the environment variable KEY is not set'],
    ['a file that is not there', { file: 'none' }, 'privateKey: none cannot be read: it does not exist'],
    ['a folder', { file: '.' }, 'privateKey: . is not a regular file'],
    ['a file that others can read', { file: 'open' }, 'privateKey: open contains a secret and other users can read it'],
    [
      'a file that its group can read',
      { file: 'group' },
      'privateKey: group contains a secret and other users can read it',
    ],
    ['a file that is too long', { file: 'long' }, 'privateKey: long is longer than 64 KiB'],
  ])('is refused in %s, and not quoted', (_, reference, message) => {
    file('open', 'hunter2-hunter2', 0o644);
    file('group', 'hunter2-hunter2', 0o640);
    file('long', 'hunter2-hunter2'.repeat(10_000), 0o600);
    const read = () => settings(reference);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/hunter2/);
  });
});
