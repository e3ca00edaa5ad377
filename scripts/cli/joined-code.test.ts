import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
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
      join(folder, 'part.cjs'),
      "// 0123\nexports.name = () => require('node:path').basename(module.filename);",
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  let exitCode: number | null;
  /** What a process says that loads the file. */
  function load(base = folder): string {
    const program = `require(${JSON.stringify(built('dist/cli/joined-code.js'))}).keepJoinedCode(process.cwd());
      console.log(require('./part.cjs').name());`;
    const env = { PATH: process.env.PATH, TMPDIR: base };
    const ended = spawnSync(process.execPath, ['-e', program], { cwd: folder, env, encoding: 'utf8' });
    exitCode = ended.status;
    return ended.stdout + ended.stderr;
  }
  const kept = (): string => join(cache, readdirSync(cache)[0]!);

  it('is kept once, and used again', () => {
    expect(load()).toBe('part.cjs\n');
    const { ino } = statSync(kept());
    expect(load()).toBe('part.cjs\n');
    expect(readdirSync(cache)).toHaveLength(1);
    // What is written again is another file.
    expect(statSync(kept()).ino).toBe(ino);
  });

  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['replaced', () => Buffer.from('no code')],
    ['cut', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['emptied', () => Buffer.alloc(0)],
    ['changed in one bit', (bytes) => bytes.map((byte, at) => (at === bytes.length - 40 ? byte ^ 1 : byte))],
  ])('is compiled again if what was kept is damaged: %s', (_name, damaged) => {
    load();
    const bytes = readFileSync(kept());
    writeFileSync(kept(), damaged(bytes));
    expect(load()).toBe('part.cjs\n');
    expect(readFileSync(kept()).length).toBe(bytes.length);
    expect(readFileSync(kept()).equals(Buffer.from(damaged(bytes)))).toBe(false);
  });

  it('is compiled again if the file was changed, and stays as long', () => {
    load();
    const file = join(folder, 'part.cjs');
    writeFileSync(file, readFileSync(file, 'utf8').replace('basename', 'dirname ').replace('filename', 'filename'));
    utimesSync(file, 1, 1);
    expect(load()).toBe(`${folder}\n`);
  });

  it('does not change the exit code if it cannot be kept', () => {
    mkdirSync(cache, { mode: 0o500 });
    load();
    expect(exitCode).toBe(0);
    chmodSync(cache, 0o700);
  });

  it('is not kept in a folder that is not there', () => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, 'part.cjs'), 'exports.name = () => 1;');
    expect(load(join(folder, 'missing'))).toBe('1\n');
    expect(readdirSync(folder)).toEqual(['part.cjs']);
  });

  it('leaves the files of others alone', () => {
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other', 'part.cjs'), 'exports.name = () => 1;');
    writeFileSync(join(folder, 'part.cjs'), "exports.name = () => require('./other/part.cjs').name();");
    expect(load()).toBe('1\n');
    expect(readdirSync(cache)).toHaveLength(1);
  });

  it('is not kept where others may write', () => {
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    expect(load()).toBe('part.cjs\n');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is not kept behind a link', () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, cache);
    expect(load()).toBe('part.cjs\n');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('is not needed', () => {
    writeFileSync(cache, '');
    expect(load()).toBe('part.cjs\n');
  });
});
