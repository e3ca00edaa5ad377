import { readFileSync } from 'node:fs';
import { settingsOf } from '../testing/cli';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();

const named = 'x\u001b[2J ##vso[a].json';

it('an accepted record is the same each time', async () => {
  for (const file of ['one.json', named]) {
    const args = ['accept', '--engine', 'direct', '--record', file];
    const { exitCode, stdout } = await work.run(args, { env: settingsOf(work.sandbox) });
    expect([exitCode, /\u001b|##vso/.test(stdout)]).toEqual([0, false]);
  }
  const read = (file: string): string => readFileSync(work.path(file), 'utf8');
  expect(read(named)).toBe(read('one.json'));
});
