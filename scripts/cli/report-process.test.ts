import { readFileSync, writeFileSync } from 'node:fs';
import type { CaseResult, RunReport } from '../report/types';
import { settingsOf } from '../testing/cli';
import { killProcesses, startCli } from '../testing/process';
import { mergedReport } from '../testing/report-workplace';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();
afterAll(killProcesses);

describe('the shards of a run', () => {
  const env = () => settingsOf(work.sandbox);
  const some = ['run', '--engine', 'direct', '--reporter', 'json', '--tag', 'auth', '--tag', 'smoke'];
  const run = (out: string, ...more: string[]) => work.run([...some, '--out', out, ...more], { env: env() });
  const outline = ({ cases }: RunReport) =>
    cases.map(({ id, theme, verdict, exchanges, position, dependencyOnly }: CaseResult) => [
      ...[id, theme, verdict, exchanges.map(({ response }) => response?.status)],
      ...[position, dependencyOnly],
    ]);

  beforeAll(async () => {
    expect((await run('whole')).exitCode).toBe(0);
  });

  it('are merged into what the whole run finds', async () => {
    for (const index of [1, 2, 3]) expect((await run(`part${index}`, '--shard', `${index}/3`)).exitCode).toBe(0);
    const [whole, together] = [await mergedReport(work, 'whole'), await mergedReport(work, 'part3', 'part1', 'part2')];
    expect(outline(together)).toEqual(outline(whole));
    expect(together).toMatchObject({ summary: whole.summary, verdict: 'held', plan: whole.plan, complete: true });
    expect([together.shard, whole.shard]).toEqual([undefined, undefined]);
  });

  it('are merged if each explores its part', async () => {
    for (const index of [1, 2])
      expect((await run(`exploring${index}`, '--explore', '20', '--shard', `${index}/2`)).exitCode).toBe(0);
    const together = await mergedReport(work, 'exploring1', 'exploring2');
    expect(together).toMatchObject({ verdict: 'held', complete: true, summary: { errored: 0, failed: 0 } });
    expect(together.cases.filter(({ id }) => id.startsWith('explore:'))).toHaveLength(3);
  });

  it('are known by what the environment says, and a note tells', async () => {
    const variables = { ...env(), CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' };
    const { stderr, report } = await work.run([...some, '--out', 'out'], { env: variables });
    expect(stderr).toBe('note: shard 2/3, from CI_NODE_INDEX and CI_NODE_TOTAL (--shard 1/1 sends all cases)\n');
    expect(report).toMatchObject({ shard: { index: 2, count: 3 }, plan: (await mergedReport(work, 'whole')).plan });
    const all = await work.run([...some, '--out', 'out', '--shard', '1/1'], { env: variables });
    expect([all.stderr, all.report?.shard]).toEqual(['', undefined]);
    expect(all.report!.cases.length).toBeGreaterThan(report!.cases.length);
  });

  it.each([
    [['--shard', '4/3'], 'Give I/N'],
    [['--shard', '0'], 'Give I/N'],
    [['--shard', '3/3', '--case', 'method.get'], 'shard 3/3: only 2 cases are selected'],
    [['--shard', '1/2', '--collection', 'x.json'], '--shard cannot be used with --collection'],
  ])('are refused: %j', async (more, message) => {
    const { exitCode, stderr } = await work.run(['run', '--out', 'out', ...more], {
      env: settingsOf(work.sandbox, 'token'),
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('report, in a process of its own', () => {
  it('loads neither Newman nor anything else that sends requests', async () => {
    await work.run(['run', '--engine', 'direct', '--out', 'one', '--reporter', 'json', '--case', 'accept.documented']);
    writeFileSync(
      work.path('probe.js'),
      `process.on('exit', () => require('fs').writeFileSync('loaded.json', JSON.stringify(Object.keys(require.cache))));`,
    );
    const { ended } = startCli(['report', 'one'], work.cwd, {}, ['-r', work.path('probe.js')]);
    expect(await ended).toBe(0);
    const loaded: string[] = JSON.parse(readFileSync(work.path('loaded.json'), 'utf8'));
    expect(loaded.filter((path) => /dist\/cli\/report\.js$/.test(path))).toHaveLength(1);
    expect(
      loaded.filter((path) =>
        /\/node_modules\/(newman|postman-|undici|bullmq|ioredis|ajv\/dist\/(core|2020|ajv)|fast-check)/.test(path),
      ),
    ).toEqual([]);
    expect(loaded.filter((path) => /dist\/(http|sandbox|judge\/rules)\//.test(path))).toEqual([]);
  });
});
