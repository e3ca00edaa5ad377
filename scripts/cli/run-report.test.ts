import { existsSync, readFileSync } from 'node:fs';
import { startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';

const work = makeWorkplace();
afterAll(() => work.remove());

describe('the reports of a whole run', () => {
  it('under GitHub Actions speak to the runner too: masks first, annotations last, the summary appended', async () => {
    const sandbox = await startSandbox({ fault: 'correlation-caller-ignored' });
    const env: Record<string, string> = {
      ...settingsOf(sandbox),
      ...{ GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_STEP_SUMMARY: work.path('step-summary') },
    };
    const args = ['run', '--engine', 'direct', '--out', 'out', '--tag', 'correlation'];
    const { exitCode, stdout } = await work.run(args, { env });
    await sandbox.close();
    expect(exitCode).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    const at = (pattern: RegExp): number => lines.findIndex((line) => pattern.test(line));
    expect(lines.filter((line) => line === `::add-mask::${env.IMBURSE_PRIVATE_KEY}`)).toHaveLength(1);
    expect(at(/^::add-mask::/)).toBeLessThan(at(/^Contract broken/));
    expect(at(/^Contract broken/)).toBeLessThan(at(/^::error title=/));
    const annotations = lines.slice(at(/^::(error|warning|notice) /));
    expect(annotations.every((line) => /^::(error|warning|notice) title=/.test(line))).toBe(true);
    expect(annotations.length).toBeLessThanOrEqual(10);
    expect(readFileSync(work.path('step-summary'), 'utf8')).toMatch(/^## ❌ Contract broken/);
  });

  it('under GitHub Actions, leave standard output to the report with --json', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: work.path('json-summary') };
    const args = ['run', '--engine', 'direct', '--out', 'out', '--json', '--case', 'accept.documented'];
    const { stdout } = await work.run(args, { env });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'held' });
    expect(existsSync(work.path('json-summary'))).toBe(false);
  });
});
