import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from '../testing/built';
import { killProcesses, startNode } from '../testing/process';

const folder = mkdtempSync(join(tmpdir(), 'memory-'));
afterAll(() => {
  killProcesses();
  rmSync(folder, { recursive: true });
});

/** Checks a response that echoes most of a key, and writes what is in memory before and after the checker is dropped. */
const program = `
const { readFileSync } = require('node:fs');
const { setTimeout: wait } = require('node:timers/promises');
const { writeHeapSnapshot } = require('node:v8');
const { createChecker } = require(${JSON.stringify(built('dist/library/index.js'))});

async function echo(checker) {
  const privateKey = readFileSync('key', 'utf8');
  const body = JSON.stringify({ message: 'no '.repeat(200) + privateKey.slice(2) });
  const { findings } = await checker.check({
    request: { method: 'POST', url: 'https://api.example/v1/identity/payout', headers: {}, body: '{}' },
    response: { status: 400, headers: { 'content-type': 'application/json' }, body },
  });
  return findings.map(({ rule }) => rule);
}

async function main() {
  let checker = createChecker({ credentials: { privateKey: readFileSync('key', 'utf8') } });
  const rules = await echo(checker);
  gc();
  writeHeapSnapshot('during.heapsnapshot');
  console.log(rules.includes('secret-echo'), checker !== undefined);
  checker = undefined;
  await wait(1);
  gc();
  writeHeapSnapshot('after.heapsnapshot');
}
main();
`;

it('a secret does not stay in memory when the checker that knew it is gone', async () => {
  const key = randomBytes(32).toString('base64');
  writeFileSync(join(folder, 'key'), key);
  const { written, ended } = startNode(['--expose-gc', '-e', program], [], folder, {});
  expect([await ended, written.stderr]).toEqual([0, '']);
  expect(written.stdout).toBe('true true\n');
  const isIn = (name: string, part: string) => readFileSync(join(folder, `${name}.heapsnapshot`)).includes(part);
  const parts = [key.slice(0, 20), key.slice(20, 40)];
  // What is looked for would be found.
  expect(parts.map((part) => isIn('during', part))).toEqual([true, true]);
  expect(parts.map((part) => isIn('after', part))).toEqual([false, false]);
}, 60_000);
