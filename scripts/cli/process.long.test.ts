import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Ajv2020 from 'ajv/dist/2020';
import { writePartners } from '../fleet/testing/partners';
import { fold } from '../report/fold';
import { readEvents } from '../report/read-events';
import { runReportSchema } from '../report/run-report-schema';
import type { RunReport } from '../report/types';
import { type Sandbox, startSandbox } from '../sandbox';
import { built } from '../testing/built';
import { makeWorkplace, settingsOf } from '../testing/cli';
import { present } from '../testing/present';
import { killProcesses, startCli } from '../testing/process';
import { closeServers } from '../testing/servers';

const work = makeWorkplace();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(closeServers);
afterAll(async () => {
  killProcesses();
  await sandbox.close();
  work.remove();
});

const reportIn = (folder: string): RunReport => JSON.parse(readFileSync(work.path(folder, 'run.json'), 'utf8'));
const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(runReportSchema);

describe('a run in a process of its own', () => {
  it.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
  ] as const)('writes its reports at %s and exits with %i', async (signal, code, stopped) => {
    const slow = await startSandbox({ fault: 'latency-300' });
    const { child, written, ended } = startCli(['run', '--out', signal], work.cwd, settingsOf(slow));
    while (slow.requests.length < 12 && child.exitCode === null) await sleep(20);
    child.kill(signal);
    expect(await ended).toBe(code);
    await slow.close();

    const report = reportIn(signal);
    expect(isValid(report)).toBe(true);
    expect(report).toMatchObject({ exitCode: code, complete: false, stopped, verdict: 'no-verdict' });
    const { cases, passed, failed, errored, inconclusive, skipped } = report.summary;
    expect(passed + failed + errored + inconclusive + skipped).toBe(cases);
    expect(passed).toBeGreaterThan(0);
    // In flight are as many as are sent at once; the others were not sent, and the report says so.
    expect(errored).toBeLessThanOrEqual(8);
    expect(report.cases.find(({ verdict }) => verdict === 'skipped')!.reason).toContain(stopped);
    expect(fold(readEvents(readFileSync(work.path(signal, 'events.ndjson'), 'utf8')))).toEqual(report);
    expect(readFileSync(work.path(signal, 'junit.xml'), 'utf8').trimEnd()).toMatch(/<\/testsuites?>$/);
    expect([written.stdout, written.stderr]).toEqual([expect.stringContaining(stopped), '']);
  });

  it('keeps its verdict if its output is no longer read', async () => {
    const broken = await startSandbox({ fault: 'expires-number' });
    const args = ['run', '--out', 'unread', '--case', 'accept.documented'];
    const { child, written, ended } = startCli(args, work.cwd, settingsOf(broken));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await ended).toBe(1);
    expect(reportIn('unread').verdict).toBe('broken');
    expect(written.stderr).toBe('');
    await broken.close();
  });

  (present(process.platform !== 'win32', 'ulimit') ? it : it.skip)(
    'says what to do if the system lets it write no more',
    async () => {
      writePartners(work.path, sandbox, 12);
      const limited = ['-c', 'ulimit -f 2; exec "$@"', 'sh', process.execPath, built('dist/cli.js')];
      const args = [...limited, 'fleet', 'partners.yaml', '--out', 'large'];
      const options = { cwd: work.cwd, env: { PATH: process.env.PATH } };
      const ended = await new Promise<unknown[]>((resolve) =>
        execFile('sh', args, options, (error, _stdout, stderr) => resolve([error?.code, stderr])),
      );
      expect(ended).toEqual([
        3,
        expect.stringMatching(
          /^error: a file would be larger than the system allows \(EFBIG\)\n {2}next: free some space/,
        ),
      ]);
    },
  );

  it('prints no warning of its own', async () => {
    const args = ['run', '--out', 'quiet', '--explore', '20'];
    const options = ['--trace-warnings', '--pending-deprecation', '--trace-deprecation'];
    const { written, ended } = startCli(args, work.cwd, settingsOf(sandbox), options);
    expect(await ended).toBe(0);
    // With the stack, of which the first frame outside Node tells whose the warning is.
    const warnings = written.stderr.split(/^\(node:\d+\) /m).slice(1);
    const owners = warnings.map((text) =>
      text.split('\n').find((line) => /^\s+at .*\//.test(line) && !line.includes('node:')),
    );
    expect(owners.filter((line) => !line?.includes('node_modules'))).toEqual([]);
    if (warnings.length === 0) expect(written.stderr).toBe('');
  });
});
