import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from '../testing/built';

describe('compiled code of the joined files', () => {
  let folder: string;
  let cache: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'joined-code-'));
    cache = join(folder, `payout-contract-code-${process.getuid?.()}`);
    writeFileSync(
      join(folder, 'part.joined'),
      "// 0123\nexports.name = () => require('node:path').basename(module.filename);",
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What a process says that loads the file. */
  function load(): string {
    const program = `require(${JSON.stringify(built('dist/cli/joined-code.js'))}).keepJoinedCode();
      console.log(require('./part.joined').name());`;
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: folder };
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { cwd: folder, env, encoding: 'utf8' });
    return stdout + stderr;
  }
  const kept = (): string => join(cache, readdirSync(cache)[0]!);

  it('is kept once, and used again', () => {
    expect(load()).toBe('part.joined\n');
    const bytes = readFileSync(kept());
    expect(load()).toBe('part.joined\n');
    expect(readdirSync(cache)).toHaveLength(1);
    expect(readFileSync(kept()).equals(bytes)).toBe(true);
  });

  it('is compiled again if what was kept is damaged', () => {
    load();
    writeFileSync(kept(), 'no code');
    expect(load()).toBe('part.joined\n');
    expect(readFileSync(kept()).length).toBeGreaterThan(100);
  });

  it('is not kept where others may write', () => {
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    expect(load()).toBe('part.joined\n');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is not kept behind a link', () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, cache);
    expect(load()).toBe('part.joined\n');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('is not needed', () => {
    writeFileSync(cache, '');
    expect(load()).toBe('part.joined\n');
  });
});
