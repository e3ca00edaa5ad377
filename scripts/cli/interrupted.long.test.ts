import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fold } from '../report/fold';
import { readEvents } from '../report/read-events';
import type { RunReport } from '../report/types';
import { startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';
import { type CliProcess, killProcesses, startCli } from '../testing/process';
import { closedUrl, closeServers, httpServer } from '../testing/servers';
import { validReport } from '../testing/valid-report';

const work = makeWorkplace();
afterEach(closeServers);
afterAll(() => {
  killProcesses();
  work.remove();
});

const text = (folder: string, file: string): string => readFileSync(work.path(folder, file), 'utf8');
const read = (folder: string): RunReport => validReport(JSON.parse(text(folder, 'run.json')));
const eventsIn = (folder: string): string =>
  existsSync(work.path(folder, 'events.ndjson')) ? text(folder, 'events.ndjson') : '';
const until = async ({ child }: CliProcess, begun: () => boolean): Promise<void> => {
  while (child.exitCode === null && !begun()) await sleep(5);
};
const run = (folder: string, env: Record<string, string>, ...args: string[]): CliProcess =>
  startCli(['run', '--out', folder, ...args], work.cwd, env);
const at = (url: string) => ({ IMBURSE_BASE_URL: url, IMBURSE_MANAGEMENT_TOKEN: 'some-management-token' });

/** A run that would take a minute or more, and how its events show that it has come to what it waits for. */
const situations = {
  'the target takes no connection': {
    start: async (folder: string, ...args: string[]) => run(folder, at(await closedUrl()), '--retries', '10', ...args),
    begun: /"run-started"/,
    because: 'the connection was refused',
  },
  'the target never answers': {
    start: async (folder: string, ...args: string[]) => {
      const { url } = await httpServer(() => undefined);
      return run(folder, at(url), '--timeout', '60000', ...args);
    },
    begun: /"case-started"/,
    because: undefined,
  },
  'the target asks to be left alone for a minute': {
    start: async (folder: string, ...args: string[]) => {
      const { url } = await httpServer((_, response) => response.writeHead(503, { 'Retry-After': '60' }).end());
      return run(folder, at(url), ...args);
    },
    begun: /"exchange"/,
    because: undefined,
  },
  "a collection of the user's own is not answered": {
    start: async (folder: string, ...args: string[]) => {
      // The first request is answered, with nothing to be judged.
      let answered = 0;
      const { url } = await httpServer((_, response) => (answered++ === 0 ? response.writeHead(503).end() : undefined));
      const request = { method: 'POST', url: `${url}/v1/identity/payout`, body: { mode: 'raw', raw: '{}' } };
      const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
      const item = ['first', 'second', 'third'].map((name) => ({ name, request }));
      writeFileSync(work.path('own.json'), JSON.stringify({ info: { name: 'own', schema }, item }));
      return run(folder, at(url), '--collection', 'own.json', ...args);
    },
    begun: /"exchange"/,
    because: undefined,
  },
  'the cases are sent again and again': {
    start: async (folder: string, ...args: string[]) => {
      sandbox = await startSandbox();
      return run(folder, settingsOf(sandbox), '--repeat', '1000000', '--tag', 'smoke', ...args);
    },
    begun: /"load"/,
    because: undefined,
  },
};
let sandbox: Awaited<ReturnType<typeof startSandbox>> | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

const ends = {
  SIGINT: { code: 130, stopped: 'interrupted', reason: 'not sent: the run was interrupted' },
  SIGTERM: { code: 143, stopped: 'terminated', reason: 'not sent: the run was terminated' },
  'its time limit': { code: 3, stopped: 'deadline', reason: 'not sent: the run reached its time limit' },
};

describe('a run that is ended by', () => {
  it.each<[keyof typeof ends, keyof typeof situations, string]>([
    ['SIGINT', 'the target takes no connection', 'direct'],
    ['its time limit', 'the target takes no connection', 'newman'],
    ['SIGINT', 'the target never answers', 'newman'],
    ['SIGTERM', 'the target never answers', 'direct'],
    ['its time limit', 'the target never answers', 'newman'],
    ['its time limit', 'the target never answers', 'direct'],
    ['SIGINT', 'the target asks to be left alone for a minute', 'direct'],
    ['SIGTERM', 'the target asks to be left alone for a minute', 'newman'],
    ['SIGINT', "a collection of the user's own is not answered", 'newman'],
    ['its time limit', "a collection of the user's own is not answered", 'newman'],
    ['SIGINT', 'the cases are sent again and again', 'direct'],
    ['SIGTERM', 'the cases are sent again and again', 'newman'],
  ])('%s while %s writes all its reports (%s)', async (end, situation, engine) => {
    const folder = `${end} ${situation} ${engine}`;
    const { code, stopped, reason } = ends[end];
    const { start, begun, because } = situations[situation];
    const limit = end === 'its time limit' ? ['--max-duration', '1'] : [];
    const process = await start(folder, '--engine', engine, ...limit);
    await until(process, () => begun.test(eventsIn(folder)));
    if (end !== 'its time limit') process.child.kill(end);
    expect(await process.ended).toBe(code);

    const report = read(folder);
    expect(report).toMatchObject({ exitCode: code, complete: false, stopped, verdict: 'no-verdict' });
    const { cases, passed, failed, errored, inconclusive, skipped } = report.summary;
    expect([passed + failed + errored + inconclusive + skipped, failed]).toEqual([cases, 0]);
    // In flight are as many as are sent at once.
    expect(errored).toBeLessThanOrEqual(8);
    const reasons = report.cases.flatMap((each) => (each.verdict === 'skipped' ? [each.reason!] : []));
    expect(new Set(reasons.filter((each) => !each.startsWith('needs ')))).toEqual(
      new Set(situation === 'the cases are sent again and again' ? [] : [reason]),
    );
    if (because === undefined) expect(report.because).toBeUndefined();
    else expect(report.because).toContain(because);

    expect(fold(readEvents(eventsIn(folder)))).toEqual(report);
    expect(text(folder, 'junit.xml').trimEnd()).toMatch(/<\/testsuites>$/);
    expect(text(folder, 'report.html').trimEnd()).toMatch(/<\/html>$/);
    expect(text(folder, 'summary.md')).toContain('No verdict');
    expect(readdirSync(work.path(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
    expect([process.written.stdout, process.written.stderr]).toEqual([expect.stringContaining('No verdict'), '']);
  });
});

describe('a second signal', () => {
  it('that comes with the first, as under npm, changes nothing', async () => {
    // The first signal is followed by a second one as soon as the process has got it.
    writeFileSync(
      work.path('echo.js'),
      `const { appendFileSync } = require('node:fs');
       process.on('SIGINT', () => appendFileSync('signals', '.'));
       process.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));`,
    );
    const { url } = await httpServer(() => undefined);
    const args = ['run', '--out', 'echoed', '--engine', 'direct'];
    const process = startCli(args, work.cwd, at(url), ['-r', work.path('echo.js')]);
    await until(process, () => eventsIn('echoed').includes('"case-started"'));
    process.child.kill('SIGINT');
    expect(await process.ended).toBe(130);
    expect(read('echoed').stopped).toBe('interrupted');
    expect(text('.', 'signals')).toBe('..');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends the process at once while reports are being written; those that are stay',
    async (signal, code) => {
      // A disk that does not take one of the reports.
      writeFileSync(
        work.path('disk.js'),
        `const fs = require('node:fs/promises');
         const { writeFile } = fs;
         fs.writeFile = (path, ...more) => path.includes('summary.md') ? new Promise(() => setInterval(() => undefined, 1000)) : writeFile(path, ...more);`,
      );
      const folder = `twice-${signal}`;
      const { url } = await httpServer(() => undefined);
      const args = ['run', '--out', folder, '--engine', 'direct'];
      const process = startCli(args, work.cwd, at(url), ['-r', work.path('disk.js')]);
      await until(process, () => eventsIn(folder).includes('"case-started"'));
      process.child.kill(signal);
      const written = work.path(folder, 'report.html');
      await until(process, () => existsSync(written) && statSync(written).size > 0);
      // Sooner it would pass for an echo of the first.
      await sleep(300);
      expect(process.child.exitCode).toBeNull();
      process.child.kill(signal);
      expect(await process.ended).toBe(code);
      expect(read(folder)).toMatchObject({ exitCode: code, complete: false });
      expect(text(folder, 'junit.xml').trimEnd()).toMatch(/<\/testsuites>$/);
      expect(text(folder, 'report.html').trimEnd()).toMatch(/<\/html>$/);
      expect(fold(readEvents(eventsIn(folder)))).toEqual(read(folder));
    },
  );
});
