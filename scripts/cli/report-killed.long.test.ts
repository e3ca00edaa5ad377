import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '../sandbox';
import { settingsOf } from '../testing/cli';
import { killProcesses, startCli } from '../testing/process';
import { mergedReport } from '../testing/report-workplace';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();
afterAll(killProcesses);

describe('a run that was killed with -9', () => {
  it.each([
    ['held so far', undefined, 3, 'no-verdict'],
    ['was broken already', 'expires-number', 1, 'broken'],
  ] as const)(
    'and %s is rendered from its events; missing are only the cases in flight',
    async (name, fault, code, verdict) => {
      const target = await startSandbox(fault ? { fault } : {});
      const folder = name.replaceAll(' ', '-');
      const args = ['run', '--out', folder, '--rate', '40', '--concurrency', '4'];
      const { child, ended } = startCli(args, work.cwd, settingsOf(target));
      while (target.requests.length < 30 && child.exitCode === null) await sleep(10);
      child.kill('SIGKILL');
      expect(await ended).toBeNull();
      const sent = target.requests.length;
      await target.close();

      expect(existsSync(work.path(folder, 'run.json'))).toBe(false);
      const { exitCode, stdout } = await work.run(['report', folder]);
      expect([exitCode, stdout]).toEqual([code, expect.stringContaining('the run ended unexpectedly')]);
      const report = await mergedReport(work, folder);
      expect(report).toMatchObject({ complete: false, verdict });
      const { cases, passed, failed, errored, inconclusive, skipped } = report.summary;
      expect(passed + failed + errored + inconclusive + skipped).toBe(cases);
      const inFlight = report.cases.filter(({ reason }) => reason === 'in flight when the run ended');
      expect(inFlight.length).toBeLessThanOrEqual(4);
      expect(report.cases.flatMap(({ exchanges }) => exchanges).length).toBeGreaterThanOrEqual(sent - 4);
      for (const { verdict: each, reason } of report.cases.filter((result) => result.exchanges.length === 0)) {
        expect(['skipped', 'errored', 'inconclusive']).toContain(each);
        expect(reason).toBeDefined();
      }
    },
  );
});
