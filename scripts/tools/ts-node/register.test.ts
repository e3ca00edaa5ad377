import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root';
import { compiler } from './register.cjs';

const fileName = join(packageRoot, 'scripts/example.ts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'register-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Compiles a file as a process of its own would. */
const compile = (code: string, cache = folder): string => compiler(cache)(code, fileName);

/** The only entry of the cache. */
const entry = (): string => {
  const names = readdirSync(folder);
  expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)]);
  return join(folder, names[0]!);
};

describe('the cache of what ts-node compiled', () => {
  it('keeps what a file was compiled to, and takes it from there', () => {
    const first = compile('export const one: number = 1;');
    expect(first).toContain('one = 1');
    expect(first).toContain('sourceMappingURL=');
    expect(compile('export const one: number = 1;')).toBe(first);
    // What is in the entry is what is run: so the second time it was read.
    writeFileSync(entry(), readFileSync(entry(), 'utf8').replace('one = 1', 'one = 2'));
    expect(compile('export const one: number = 1;')).toContain('one = 2');
  });

  it('compiles a file that has changed, in place of what was kept', () => {
    compile('export const one = 1;');
    expect(compile('export const two = 2;')).toContain('two = 2');
    expect(readFileSync(entry(), 'utf8')).toContain('two = 2');
  });

  it.each(['', '{', 'null', '[]', '{"state":1}'])('compiles again if the entry is damaged: %j', (damaged) => {
    const whole = compile('export const one = 1;');
    writeFileSync(entry(), damaged);
    expect(compile('export const one = 1;')).toBe(whole);
    expect(readFileSync(entry(), 'utf8')).toContain('one = 1');
  });

  it('compiles without a cache if the folder cannot be made', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(compile('export const one = 1;', join(folder, 'file', 'cache'))).toContain('one = 1');
  });

  it('says where the code is wrong, and keeps nothing of it', () => {
    expect(() => compile('export const = 1;')).toThrow('Syntax Error');
    expect(readdirSync(folder)).toEqual([]);
  });
});
