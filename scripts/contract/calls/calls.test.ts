import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root';
import { calls } from '.';

const sources = ['contract/model', 'judge'].flatMap((folder) =>
  readdirSync(join(packageRoot, 'scripts', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|examples)\.ts$|\btesting\b/.test(name))
    .map((name) => join(folder, name)),
);

describe('a call of the contract', () => {
  it('says itself what differs from other calls: the model and the rules do not ask which call it is', () => {
    const compared = new RegExp(`[!=]== '(?:${calls.map(({ id }) => id).join('|')})'`);
    const asking = sources.filter((file) => compared.test(readFileSync(join(packageRoot, 'scripts', file), 'utf8')));
    expect(sources.length).toBeGreaterThan(100);
    expect(asking).toEqual([]);
  });

  it.each(calls)('$id rests on rows, and documents the path and method of its valid request', (call) => {
    const { evidence, acceptance, valid, operations } = call;
    expect(evidence).toEqual(expect.arrayContaining([...acceptance]));
    if (!valid.path.startsWith('{{')) expect(operations.map(({ path }) => path)).toContain(valid.path);
  });
});
