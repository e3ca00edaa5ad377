import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFresh, writeFileAtomic } from './atomic-write';

describe('an atomic write', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'atomic-write-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('replaces the file and leaves nothing else', async () => {
    writeFileSync(join(folder, 'a.txt'), 'old');
    await writeFileAtomic(join(folder, 'a.txt'), 'new é');
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('new é');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  it('leaves nothing behind when it fails', async () => {
    mkdirSync(join(folder, 'taken', 'by'), { recursive: true });
    await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toThrow();
    await expect(writeFileAtomic(join(folder, 'missing', 'a.txt'), 'x')).rejects.toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('replaces a link, and leaves what it leads to', async () => {
    writeFileSync(join(folder, 'other'), 'of somebody');
    symlinkSync('other', join(folder, 'link'));
    await writeFileAtomic(join(folder, 'link'), 'ours');
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('of somebody');
  });
});

describe('a file that is written bit by bit', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fresh-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('replaces one of the same name, and does not write into it', () => {
    writeFileSync(join(folder, 'a'), 'old and longer');
    const file = openFresh(join(folder, 'a'));
    writeSync(file, 'new');
    closeSync(file);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
  });

  it.each([
    ['a link', () => symlinkSync('other', join(folder, 'a'))],
    ['a link that leads nowhere', () => symlinkSync('missing', join(folder, 'a'))],
    ['a folder', () => mkdirSync(join(folder, 'a'))],
  ])('does not follow or remove %s', (_name, arrange) => {
    writeFileSync(join(folder, 'other'), 'of somebody');
    arrange();
    expect(() => openFresh(join(folder, 'a'))).toThrow(/^a is a (link|folder)$/);
    expect([readFileSync(join(folder, 'other'), 'utf8'), readdirSync(folder)]).toEqual(['of somebody', ['a', 'other']]);
  });
});
