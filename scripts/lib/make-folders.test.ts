import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '../testing/present';
import { makeFolders } from './make-folders';

describe('folders', () => {
  const root = mkdtempSync(join(tmpdir(), 'folders-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it.each([
    ['one', ['one']],
    ['several levels', ['a', 'b', 'c']],
    ['one that is there', ['a', 'b']],
  ])('are made: %s', (_name, parts) => {
    makeFolders(join(root, ...parts));
    expect(statSync(join(root, ...parts)).isDirectory()).toBe(true);
  });

  it('are made below a link to a folder', () => {
    makeFolders(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    makeFolders(join(root, 'link', 'deep'));
    expect(existsSync(join(root, 'real', 'deep'))).toBe(true);
  });

  it.each([
    ['a file is there', 'file', 'EEXIST'],
    ['a file is above', 'file/x/y', 'ENOTDIR'],
  ])('are not made where %s', (_name, path, code) => {
    writeFileSync(join(root, 'file'), '');
    expect(() => makeFolders(join(root, path))).toThrow(expect.objectContaining({ code }));
  });

  (present(existsSync('/proc/self'), '/proc') ? it : it.skip)('are not made below /proc, and that is soon said', () => {
    expect(() => makeFolders('/proc/no-such-process/reports')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });
});
