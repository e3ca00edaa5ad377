import { readFileSync } from 'node:fs';
import { settingsOf } from '../testing/cli';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();

it('an accepted record is the same each time', async () => {
  for (const file of ['one.json', 'other.json']) {
    const args = ['accept', '--engine', 'direct', '--record', file];
    expect((await work.run(args, { env: settingsOf(work.sandbox) })).exitCode).toBe(0);
  }
  const read = (file: string): string => readFileSync(work.path(file), 'utf8');
  expect(read('other.json')).toBe(read('one.json'));
});
