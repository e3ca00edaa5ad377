import { readFileSync } from 'node:fs';
import { fold } from '../report/fold';
import { readEvents } from '../report/read-events';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';

const work = makeWorkplace();
let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});
afterAll(() => work.remove());

const few = ['--case', 'accept.documented', '--case', 'refuse.order-ref.missing'];

async function sustain(fault: string | undefined, ...args: string[]) {
  sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const outcome = await work.run(['run', '--out', 'out', ...args], { env: settingsOf(sandbox) });
  return { ...outcome, report: outcome.report!, requests: sandbox.requests.length };
}

describe('a run under load', () => {
  it.each([
    ['direct', []],
    ['newman', ['--tag', 'auth', '--tag', 'smoke']],
  ])('sends every case so many times as --repeat says, and shows how it went (%s %j)', async (engine, chosen) => {
    const args = ['--repeat', '3', '--engine', engine, ...chosen];
    const { exitCode, report, requests, stdout } = await sustain(undefined, ...args);
    expect([exitCode, report.verdict, report.complete, report.repeat]).toEqual([0, 'held', true, 3]);
    const { passed, cases } = report.summary;
    expect(passed).toBe(cases);
    expect(report.load).toMatchObject({ sent: 3 * cases, failed: 0, errored: 0, throttled: 0, failures: [] });
    expect(report.cases.map(({ load }) => load?.sent)).toEqual(report.cases.map(() => 3));
    expect(requests).toBe(3 * cases);
    expect(stdout).toMatch(new RegExp(`^Under load: ${3 * cases} requests in .* a second$`, 'm'));
    expect(stdout).toMatch(/^ {2}times {5}p50 .*, p90 .*, p99 .*, max /m);
    expect(stdout.match(/^ {2}(slowest {3}| {10})\S+: p50 .*, 3 sent$/gm)).toHaveLength(5);
    const written = (file: string): string => readFileSync(work.path('out', file), 'utf8');
    expect(fold(readEvents(written('events.ndjson')))).toEqual(report);
    expect(written('summary.md')).toContain(`**Under load: ${3 * cases} requests in `);
    expect(written('report.html')).toContain(`<h2 id="load">Under load: ${3 * cases} requests in `);
  });

  it('ends when --duration is over', async () => {
    const { exitCode, report } = await sustain(undefined, '--duration', '1', '--engine', 'direct', ...few);
    expect([exitCode, report.complete, report.durationS]).toEqual([0, true, 1]);
    expect(report.load!.sent).toBeGreaterThan(10);
    expect(report.durationMs).toBeGreaterThanOrEqual(1000);
  });

  it('finds what breaks only every third time', async () => {
    const fault = 'every-third-request-fails';
    const once = await sustain(fault, '--case', 'accept.documented', '--engine', 'direct');
    expect([once.exitCode, once.report.verdict]).toEqual([0, 'held']);
    await sandbox!.close();
    const { exitCode, report, stdout } = await sustain(fault, '--repeat', '30', '--engine', 'direct', ...few);
    expect([exitCode, report.verdict]).toEqual([1, 'broken']);
    expect(report.load!.failed).toBeGreaterThan(10);
    expect(report.load!.failures.reduce((sum, { count }) => sum + count, 0)).toBe(report.load!.failed);
    expect(stdout).toMatch(/^ {2}failed {4}\d+ from 0 ms to \d/m);
  });

  it.each(['rate-limited-for-an-instant', 'rate-limited-without-hint'])(
    'slows down for a target that returns 429, and does not fail it: %s',
    async (fault) => {
      const { exitCode, report } = await sustain(fault, '--repeat', '5', '--engine', 'direct', ...few);
      expect([exitCode, report.verdict, report.summary.failed]).toEqual([0, 'held', 0]);
      expect(report.load).toMatchObject({ sent: 5 * report.cases.length, failed: 0, errored: 0 });
    },
  );

  it('stops at the first failed case under --bail', async () => {
    const args = ['--repeat', '30', '--engine', 'direct', '--concurrency', '1', '--bail', ...few];
    const { exitCode, report } = await sustain('every-third-request-fails', ...args);
    expect([exitCode, report.stopped]).toEqual([1, 'bail']);
    expect(report.load!.sent).toBeLessThan(report.cases.length * 20);
  });

  it('is told so often or so long, not both', async () => {
    const { exitCode, stderr } = await work.run(['run', '--repeat', '3', '--duration', '1'], {});
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/--duration <s>' cannot be used with option '--repeat <n>/),
    ]);
  });
});
