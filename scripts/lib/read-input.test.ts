import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputProblemText } from './file-problem';
import { readInput, readInputText } from './read-input';

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'input-'));
  writeFileSync(path('file'), 'content', { mode: 0o644 });
  symlinkSync('file', path('link'));
  writeFileSync(path('huge'), '');
  truncateSync(path('huge'), 2 ** 31);
  execFileSync('mkfifo', [path('pipe')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Why a file is not read, in words. */
function refusal(name: string, limit = 1000, secret = false): string | undefined {
  try {
    readInput(name, limit, secret);
    return undefined;
  } catch (error) {
    return inputProblemText(error);
  }
}

describe('an input file', () => {
  it('is read whole, also through a link', () => {
    expect([readInput(path('file'), 7), readInput(path('link'), 7)].map(String)).toEqual(['content', 'content']);
  });

  it.each([
    ['a pipe that nobody writes to', () => path('pipe'), 'it is not a regular file'],
    ['a device without end', () => '/dev/zero', 'it is not a regular file'],
    ['a terminal or null device', () => '/dev/null', 'it is not a regular file'],
    ['a folder', () => folder, 'it is not a regular file'],
    ['two gigabytes', () => path('huge'), 'it is too large'],
    ['one byte too many', () => path('file'), 'it is too large'],
    ['nothing', () => path('missing'), 'it does not exist'],
  ])('is refused without reading it: %s', (_name, name, wanted) => {
    expect(refusal(name(), 6)).toBe(wanted);
  });

  it('with a secret is refused if any other user can read it', () => {
    const modes = [0o600, 0o400, 0o700, 0o640, 0o604, 0o660, 0o644];
    const refused = modes.filter((mode) => {
      chmodSync(path('file'), mode);
      return refusal(path('file'), 1000, true) !== undefined;
    });
    expect(refused).toEqual([0o640, 0o604, 0o660, 0o644]);
  });
});

describe('the text of an input file', () => {
  it.each<[string, Buffer]>([
    ['in UTF-8', Buffer.from('{"a":"\u00e9"}')],
    ['with a byte order mark', Buffer.from('\uFEFF{"a":"\u00e9"}')],
    ['in UTF-16', Buffer.from('\uFEFF{"a":"\u00e9"}', 'utf16le')],
    ['in UTF-16, big end first', Buffer.from('\uFEFF{"a":"\u00e9"}', 'utf16le').swap16()],
  ])('is read %s', (_how, bytes) => {
    writeFileSync(path('text'), bytes);
    expect(readInputText(path('text'), 1000)).toBe('{"a":"\u00e9"}');
  });
});
