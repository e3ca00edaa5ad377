import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunReport } from '../report/types';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from '../testing/cli';

let work: Workplace;
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(() => work.remove());

const envOf = ({ url, credentials }: Sandbox) => ({
  IMBURSE_BASE_URL: url,
  IMBURSE_PUBLIC_KEY: credentials.publicKey,
  IMBURSE_PRIVATE_KEY: credentials.privateKey,
});
const reportIn = (folder: string): RunReport => JSON.parse(readFileSync(join(work.path(folder), 'run.json'), 'utf8'));
const quick = ['--engine', 'direct', '--reporter', 'console,json'];

describe('run --last-failed', () => {
  it('sends what did not pass, with its controls, and then has nothing left to send', async () => {
    const faulty = await startSandbox({ fault: 'null-reference-500' });
    const first = await work.run(['run', '--case', 'refuse.*-ref.null', '--case', 'refuse.*-ref.missing', ...quick], {
      env: envOf(faulty),
    });
    await faulty.close();
    expect(first.exitCode).toBe(1);
    expect(first.stdout).toMatch(/^Repeat {2}payout-contract run --last-failed --target http:/m);
    const failed = reportIn('reports/latest').cases.filter(({ verdict }) => verdict === 'failed');
    expect(failed.map(({ id }) => id)).toContain('refuse.order-ref.null');

    const repaired = await startSandbox();
    const again = await work.run(['run', '--last-failed', ...quick, '--out', 'again'], { env: envOf(repaired) });
    await repaired.close();
    expect(again.exitCode).toBe(0);
    const { cases, seed } = reportIn('again');
    expect(seed).toBe(reportIn('reports/latest').seed);
    expect(cases.length).toBeLessThan(reportIn('reports/latest').cases.length);
    for (const { id } of failed) expect(cases.find((each) => each.id === id)?.verdict).toBe('passed');

    const nothing = await work.run(['run', '--last-failed', 'again'], { env: envOf(repaired) });
    expect(nothing).toMatchObject({ exitCode: 2, stdout: '' });
    expect(nothing.stderr).toContain('every case in again passed, so nothing is left to send');
  });

  it('sends explored cases again, with the same values', async () => {
    const faulty = await startSandbox({ fault: 'null-reference-500' });
    const env = envOf(faulty);
    const id = 'explore:order-ref=null';
    const first = await work.run(['run', '--case', id, ...quick, '--seed', '9'], { env });
    expect(first.exitCode).toBe(1);
    const again = await work.run(['run', '--last-failed', ...quick], { env });
    await faulty.close();
    expect(again.exitCode).toBe(1);
    expect(reportIn('reports/latest')).toMatchObject({ seed: 9 });
    expect(reportIn('reports/latest').cases.find((each) => each.id === id)?.verdict).toBe('failed');
  });
});
