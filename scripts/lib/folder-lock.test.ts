import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from '../testing/built';
import { lockFolder } from './folder-lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lock = (): (() => void) => lockFolder(folder, 'out');
const write = (text: string): void => writeFileSync(join(folder, '.lock'), text);

/** A process that holds the folder until it is killed. */
async function holder(): Promise<{ pid: number; kill: () => Promise<void> }> {
  const code = `require(${JSON.stringify(built('dist/lib/folder-lock'))}).lockFolder(${JSON.stringify(folder)}, 'out'); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout!, 'data');
  return {
    pid: child.pid!,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('the lock of a folder', () => {
  it('is held until it is released, and leaves nothing behind', () => {
    const release = lock();
    expect(lock).toThrow(`out is used by process ${process.pid}`);
    release();
    lock()();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says why nothing can be written to what is not a folder', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => lockFolder(file, 'out')).toThrow('nothing can be written to out: a part of its path is a file');
    expect(() => lockFolder(join(folder, 'missing'), 'out')).toThrow('out: its folder does not exist');
  });

  it('is held by another process that lives, and not by one that was killed', async () => {
    const { pid, kill } = await holder();
    expect(lock).toThrow(`out is used by process ${pid}`);
    await kill();
    expect(existsSync(join(folder, '.lock'))).toBe(true);
    lock()();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not held by a dead process whose number another one has now', () => {
    write(JSON.stringify({ host: hostname(), pid: process.pid, started: '1', token: 'x' }));
    lock()();
  });

  it.each([
    ['empty', ''],
    ['cut', '{"host":"a"'],
    ['of nonsense', '[]'],
    ['of a process that cannot be', JSON.stringify({ host: hostname(), pid: -1, token: 'x' })],
  ])('is not held by a file that is %s', (_, text) => {
    write(text);
    lock()();
  });

  it('of another machine is respected, and the error says what to do', () => {
    write(JSON.stringify({ host: 'else\u001bwhere', pid: 1, token: 'x' }));
    expect(lock).toThrow('out is used by a process on "else\\u001bwhere"');
  });

  it('of another machine is free once its holder has shown no sign of life', () => {
    write(JSON.stringify({ host: 'elsewhere', pid: 1, token: 'x' }));
    const silent = new Date(Date.now() - 100_000);
    utimesSync(join(folder, '.lock'), silent, silent);
    lock()();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of this machine is held however long its holder is silent', () => {
    const release = lock();
    utimesSync(join(folder, '.lock'), new Date(0), new Date(0));
    expect(lock).toThrow(`out is used by process ${process.pid}`);
    release();
  });

  it('is not taken from whoever has taken it in the meantime', () => {
    const release = lock();
    const theirs = JSON.stringify({ host: hostname(), pid: process.pid, token: 'theirs' });
    write(theirs);
    release();
    expect(readFileSync(join(folder, '.lock'), 'utf8')).toBe(theirs);
  });
});
