import { readFileSync, writeFileSync } from 'node:fs';
import { startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf, type Workplace } from '../testing/cli';

let work: Workplace;
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(() => work.remove());

const terms = ['--owner', 'mia', '--reason', 'release 7'];
const add = (...args: string[]) => work.run(['quarantine', 'add', ...(args.includes('--owner') ? [] : terms), ...args]);

describe('quarantine add', () => {
  it.each([[[]], [['--all-cases']]])('writes entries with which the same run holds: %j', async (more) => {
    const sandbox = await startSandbox({ fault: 'expires-number' });
    const env = settingsOf(sandbox);
    const one = ['run', '--engine', 'direct', '--reporter', 'json', '--case', 'accept.*'];
    const run = (...args: string[]) => work.run([...one, ...args], { env });
    expect((await run()).exitCode).toBe(1);
    const { exitCode, stdout } = await add('--until', '2999-12-31', ...more);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^quarantine\.json: \d+ added, 0 renewed/)]);
    const { quarantine } = JSON.parse(readFileSync(work.path('quarantine.json'), 'utf8'));
    expect(quarantine.some((entry: { case: string }) => entry.case === '*')).toBe(more.length > 0);
    expect((await run('--quarantine', 'quarantine.json')).exitCode).toBe(0);
    expect(await add('--until', '2999-12-31')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('nothing to add: reports/latest has no failing finding'),
    });
    await sandbox.close();
  });

  it.each([
    [['--until', 'soon'], '--until: "soon" is not a valid date'],
    [['--until', '2027-02-30'], 'is not a valid date'],
    [['--until', '2020-01-01'], '2020-01-01 is in the past'],
    [['--until', '2999-12-31', '--owner', ' ', '--reason', 'a'], '--owner must not be empty'],
    [['--until', '2999-12-31', '--from', 'nowhere'], 'nowhere cannot be read: it does not exist'],
  ])('refuses %j', async (args, said) => {
    const { exitCode, stderr } = await add(...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
  });

  it('reports every mistake of a file at once', async () => {
    const entry = { case: 'accept.documentd', rule: 'statsu', owner: '', reason: 'x', expires: '2027-02-30' };
    writeFileSync(
      work.path('quarantine.json'),
      JSON.stringify({ schemaVersion: 1, quarantine: [entry, { ...entry, case: 'nothing.*' }] }),
    );
    const { exitCode, stderr } = await work.run(['run', '--quarantine', 'quarantine.json']);
    expect(exitCode).toBe(2);
    for (const said of [
      'accept.documented',
      '"statsu"',
      'owner must not be empty',
      'not a valid date',
      'no case matches "nothing.*"',
    ])
      expect(stderr).toContain(said);
  });
});
