import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/package-root';
import { checkDefaults, runDefaults, sendingOf } from './defaults';

const half = () => 0.5;
const given = { engine: 'direct', seed: 7 } as const;

describe('the defaults of a run', () => {
  it.each([
    ['http://127.0.0.1:3000', 8, undefined],
    ['https://localhost', 8, undefined],
    ['https://api.example.com', 2, 5],
  ])('are polite to other machines: %s', (baseUrl, concurrency, rate) => {
    const { timeoutMs, retries } = runDefaults;
    expect(sendingOf(given, { baseUrl }, half)).toEqual({ ...given, concurrency, rate, timeoutMs, retries });
  });

  it('give way to what is given', () => {
    const all = { engine: 'newman', concurrency: 1, rate: 0.5, timeoutMs: 1, retries: 0, seed: 0 } as const;
    expect(sendingOf(all, { baseUrl: 'https://api.example.com' }, half)).toEqual(all);
  });

  it('have a seed of up to 31 bits', () => {
    const seeds = [0, 0.5, 1 - Number.EPSILON].map(
      (random) => sendingOf({ engine: 'direct' }, { baseUrl: 'http://127.0.0.1' }, () => random).seed,
    );
    expect(seeds).toEqual([0, 2 ** 30, 2 ** 31 - 1]);
  });

  it('are those that the page of the library names', () => {
    const page = readFileSync(join(packageRoot, 'docs/api.md'), 'utf8').replaceAll(/\s+/g, ' ');
    const [run, check] = [runDefaults, checkDefaults].map(({ timeoutMs, maxDurationMs }) =>
      [timeoutMs, maxDurationMs].map((ms) => ms.toLocaleString('en')),
    );
    expect(page).toContain(
      `\`timeoutMs\` (${run![0]}), \`maxDurationMs\` (${run![1]}), \`retries\` (${runDefaults.retries})`,
    );
    expect(page).toContain(`\`timeoutMs\` is ${check![0]} and its \`maxDurationMs\` ${check![1]} by default`);
  });
});
