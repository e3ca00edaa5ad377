import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic-write';

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
});
