import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/package-root';
import { makeWorkplace } from '../testing/cli';
import { killProcesses, startNode } from '../testing/process';

const work = makeWorkplace();
afterAll(() => {
  killProcesses();
  work.remove();
});

describe('generate --check', () => {
  it('exits with 1, names the files that are not, and does not change them', async () => {
    for (const name of ['scripts', 'schemas', 'collections', 'docs', 'package.json', 'tsconfig.json'])
      cpSync(join(packageRoot, name), work.path('copy', name), { recursive: true });
    symlinkSync(join(packageRoot, 'node_modules'), work.path('copy', 'node_modules'));
    appendFileSync(work.path('copy', 'docs/evidence.md'), 'changed\n');
    rmSync(work.path('copy', 'docs/rules/status.md'));
    appendFileSync(work.path('copy', 'docs/rules/old.md'), 'left over\n');
    const program = ['-r', join(packageRoot, 'node_modules/ts-node/register'), work.path('copy', 'scripts/cli.ts')];
    const env = { TS_NODE_PROJECT: work.path('copy', 'tsconfig.json') };
    const { ended, written } = startNode(program, ['generate', '--check'], work.cwd, env);
    expect([await ended, written.stdout]).toEqual([
      1,
      'changed: docs/evidence.md  (npm run generate)\n' +
        'unexpected: docs/rules/old.md  (rm docs/rules/old.md)\n' +
        'missing: docs/rules/status.md  (npm run generate)\n' +
        '3 not up to date\n',
    ]);
    expect(existsSync(work.path('copy', 'docs/rules/status.md'))).toBe(false);
  });
});

describe('generate --collection-format v3', () => {
  it('writes the collection so that it can be read back as it is committed', async () => {
    const committed = join(packageRoot, 'collections/payout-identity.postman_collection.json');
    expect((await work.run(['generate', '--collection-format', 'v3', '--out', 'ours'])).exitCode).toBe(0);
    const { exitCode, stderr } = await work.run(['convert', 'ours', 'back.json']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(readFileSync(work.path('back.json'), 'utf8') === readFileSync(committed, 'utf8')).toBe(true);
  });
});
