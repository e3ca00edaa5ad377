import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { makeWorkplace } from '../testing/cli';
import { finding, type RunFixture, reportOf } from '../testing/run-fixtures';

const work = makeWorkplace();
afterAll(work.remove);

const put = (folder: string, text: string): void => {
  mkdirSync(work.path(folder), { recursive: true });
  writeFileSync(work.path(folder, 'run.json'), text);
};
const runOn = (day: number, cases: RunFixture['cases']): string =>
  JSON.stringify(reportOf({ header: { startedAt: `2026-03-0${day}T09:30:00Z` }, cases }));

beforeAll(() => {
  put('reports/one', runOn(1, [{ id: 'a', verdict: 'failed', findings: [finding()] }]));
  put('reports/deep/down/two', runOn(2, [{ id: 'a' }]));
  put('reports/cut', runOn(3, [{ id: 'a' }]).slice(0, 300));
  put('reports/newer', '{"schemaVersion":2}');
  put('reports/\u001b[31mred', '');
  symlinkSync('one', work.path('reports/latest'));
});

describe('report --history', () => {
  it('draws the runs below a folder, and names the damaged files that it skips', async () => {
    const { exitCode, stdout, stderr } = await work.run(['report', '--history', 'reports']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      'embedded: 2 runs, the latest held; 0 open findings, 0 flaky cases\nHistory   reports/history.html\n',
    );
    expect(stderr.trimEnd().split('\n')).toEqual([
      'note: skipped: \\u001b[31mred/run.json: it is empty',
      expect.stringMatching(/^note: skipped: cut\/run\.json:1:\d+: it is not JSON: /),
      'note: skipped: newer/run.json: it has schema version 2; this program reads version 1',
    ]);
    const page = readFileSync(work.path('reports/history.html'), 'utf8');
    for (const text of ['one/run.json', 'deep/down/two/run.json', 'cut/run.json', 'no longer'])
      expect(page).toContain(text);
    expect(page).not.toContain('latest/run.json');
  });

  it('writes elsewhere on request, and gives its figures as JSON', async () => {
    const { stdout } = await work.run(['report', '--history', 'reports', '--out', 'site', '--json']);
    expect(existsSync(work.path('site/history.html'))).toBe(true);
    const { histories, damaged } = JSON.parse(stdout);
    expect([histories[0].runs.map(({ verdict }: { verdict: string }) => verdict), damaged.length]).toEqual([
      ['broken', 'held'],
      3,
    ]);
  });

  it.each([
    ['a folder that is not there', ['--history', 'nowhere'], '--history: nowhere is not a folder'],
    ['a file', ['--history', 'reports/one/run.json'], 'is not a folder'],
    ['a folder without a run', ['--history', 'reports/cut'], 'found no run.json below reports/cut'],
    ['other files', ['--history', 'reports', 'reports/one'], '--history cannot be used with other files'],
    [
      'an output that cannot be written',
      ['--history', 'reports', '--out', 'reports/one/run.json'],
      'history.html cannot be written',
    ],
  ])('refuses %s', async (_name, args, message) => {
    const { exitCode, stderr } = await work.run(['report', ...args]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
