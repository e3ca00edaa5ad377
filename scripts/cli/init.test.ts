import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readPartners } from '../fleet/read-partners';
import { readEnvText } from '../run/environment/env-file';
import { makeWorkplace, type Workplace } from '../testing/cli';

let work: Workplace;
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(() => work.remove());

describe('init', () => {
  it('writes an .env and a partners.yaml that are understood, for their owner only', async () => {
    const { exitCode, stdout } = await work.run(['init']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('next: payout-contract check-credentials')]);
    for (const name of ['.env', 'partners.yaml']) expect(statSync(work.path(name)).mode & 0o777).toBe(0o600);
    expect(readEnvText('.env', readFileSync(work.path('.env')))).toMatchObject({ assignments: 0, problems: [] });
    expect(readPartners(readFileSync(work.path('partners.yaml'), 'utf8'), 'partners.yaml')).toHaveLength(2);
  });

  it.each(['.env', 'partners.yaml'])('does not overwrite %s', async (name) => {
    writeFileSync(work.path(name), 'mine\n');
    const { exitCode, stderr } = await work.run(['init']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${name} exists, and init overwrites nothing`)]);
    expect(readFileSync(work.path(name), 'utf8')).toBe('mine\n');
    expect(readdirSync(work.cwd)).toEqual([name]);
  });
});
