import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { isRunReport } from '../../schemas/compiled/documents';
import { jsonText } from '../lib/json-text';
import { hostileText } from '../testing/hostile-text';
import { broken, held, reportWorkplace } from '../testing/report-workplace';
import { eventsOf, finding, type RunFixture, reportOf } from '../testing/run-fixtures';

const work = reportWorkplace();
const { put, json, report } = work;

beforeAll(() => {
  mkdirSync(work.path('folder'));
  json('folder/run.json', reportOf(broken));
});
const events = (file: string, run: RunFixture): string =>
  put(
    file,
    eventsOf(run)
      .map((event) => `${jsonText(event)}\n`)
      .join(''),
  );

describe('a report is rendered again', () => {
  it.each<[string, () => string]>([
    ['run.json', () => json('broken.json', reportOf(broken))],
    ['run.json without indentation or under another name', () => json('renamed.txt', reportOf(broken))],
    ['events.ndjson', () => events('broken.ndjson', broken)],
    ['the folder of a run', () => 'folder'],
    [
      'the folder of a killed run',
      () => {
        mkdirSync(work.path('killed'));
        events('killed/events.ndjson', { ...broken, killed: true });
        return 'killed';
      },
    ],
    [
      'a link to a folder',
      () => {
        symlinkSync('folder', work.path('latest'));
        return 'latest';
      },
    ],
  ])('from %s', async (_name, make) => {
    const { exitCode, stdout, stderr } = await report(make());
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(stdout).toContain('Contract broken: 1 of 2 checked cases failed.');
    expect(stdout).not.toMatch(/^Report/m);
  });

  it.each<[RunFixture, number]>([
    [held, 0],
    [broken, 1],
    [{ cases: [{ id: 'a' }, { id: 'b', reached: 'planned' }], stopped: 'interrupted' }, 3],
    [{ cases: [{ id: 'a', verdict: 'errored', credentialsRefused: true }] }, 4],
    [{ cases: [{ id: 'a', assertions: [{ name: 'own', result: 'failed', message: 'no' }] }] }, 1],
    [
      {
        cases: [
          { id: 'a', assertions: [{ name: 'own', result: 'failed', message: 'no' }] },
          { id: 'b', reached: 'planned' },
        ],
        stopped: 'terminated',
      },
      1,
    ],
  ])('and ends with the exit code of its verdict (%#)', async (run, code) => {
    expect((await report(json('run.json', reportOf(run)))).exitCode).toBe(code);
  });

  it('from the events if the folder contains run.json of an older run', async () => {
    mkdirSync(work.path('again'));
    json('again/run.json', reportOf(held));
    events('again/events.ndjson', { ...broken, killed: true, header: { startedAt: '2026-03-02T09:30:00.125Z' } });
    expect((await report('again')).exitCode).toBe(1);
    json('again/run.json', reportOf({ ...held, header: { startedAt: '2026-03-03T09:30:00.125Z' } }));
    expect((await report('again')).exitCode).toBe(0);
  });

  it('by the reporters that are named, into a folder of its own', async () => {
    const { exitCode, stdout } = await report(json('b.json', reportOf(broken)), '--reporter', 'console,json,junit');
    expect(exitCode).toBe(1);
    const [folder] = readdirSync(work.path('reports'));
    expect(folder).toMatch(/^2\d{3}-.*Z-embedded-again$/);
    expect(readdirSync(work.path('reports', folder!)).sort()).toEqual(['junit.xml', 'run.json']);
    expect(stdout).toContain(`Report  reports/${folder}`);
    expect(JSON.parse(readFileSync(work.path('reports', folder!, 'run.json'), 'utf8'))).toEqual(reportOf(broken));
  });

  it('as JSON on request', async () => {
    const { stdout } = await report('--json', json('b.json', reportOf(broken)));
    expect(JSON.parse(stdout)).toEqual(reportOf(broken));
  });

  it('not over itself', async () => {
    const { exitCode, stderr } = await report('folder', '--reporter', 'json', '--out', 'folder');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('folder: its run.json would be overwritten')]);
  });

  it('not as events', async () => {
    const { exitCode, stderr } = await report('folder', '--reporter', 'ndjson');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('remove ndjson from --reporter')]);
  });

  it('with the text of a hostile server in every place, and obeys none of it', async () => {
    const cases = hostileText.map(([, text], index) => ({
      ...{ id: `case-${index}`, verdict: 'failed' as const, reason: text },
      findings: [finding({ message: text, actual: text })],
    }));
    const { exitCode, stdout } = await report(json('hostile.json', reportOf({ cases })));
    expect(exitCode).toBe(1);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s*::\w/mu);
  });
});

describe('reruns', () => {
  it('show the earlier result', async () => {
    const first = json('first.json', reportOf(broken));
    const second = json(
      'second.json',
      reportOf({ cases: [{ id: 'b' }], header: { startedAt: '2026-03-01T10:00:00Z' } }),
    );
    const { exitCode, stdout } = await report(second, first);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/1 flaky case: .*\n +b: earlier failed in the run of 2026-03-01T09:30:00\.125Z/);
    expect(isRunReport(JSON.parse((await report('--json', first, second)).stdout))).toBe(true);
  });

  it('accept a truncated last event', async () => {
    events('cut.ndjson', { ...broken, killed: true });
    appendFileSync(work.path('cut.ndjson'), '{"type":"run-fin');
    expect((await report('cut.ndjson')).exitCode).toBe(1);
  });
});
