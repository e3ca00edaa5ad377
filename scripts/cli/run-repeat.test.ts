import { execFileSync } from 'node:child_process';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';

const work = makeWorkplace();
let broken: Sandbox;
afterEach(() => broken.close());
afterAll(() => work.remove());

/** The words of the command that the console gives at its end, as a shell reads them. */
function repeatIn(stdout: string): string[] {
  const [, command = ''] = /^Repeat +payout-contract (.+)$/m.exec(stdout) ?? [];
  return execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

describe('the command at the end of the output fails the same cases again', () => {
  it.each([
    ['one case', 'other-methods-500', ['--case', 'method.put', '--case', 'accept.documented'], '--last-failed'],
    ['a strict run', 'allow-missing', ['--case', 'method.put', '--strict'], '--strict'],
    ['a whole tag', 'options-refuses-token', ['--tag', 'options', '--seed', '9'], '--last-failed'],
    [
      'a combination',
      'codes-generic',
      ['--case', 'explore:order-ref=length-51', '--seed', '5', '--strict'],
      '--last-failed',
    ],
  ])('%s', async (_what, fault, args, said) => {
    broken = await startSandbox({ fault });
    const env = settingsOf(broken);
    const failedIn = async (words: readonly string[]) => {
      const { report, stdout } = await work.run([...words, '--out', 'out', '--retries', '0'], { env });
      const failed = report!.cases.filter(({ verdict }) => verdict === 'failed');
      return { stdout, findings: failed.map(({ id, findings }) => [id, findings]) };
    };
    const first = await failedIn(['run', '--engine', 'direct', ...args]);
    const words = repeatIn(first.stdout);
    expect(words.join(' ')).toContain(`--target ${broken.url}`);
    expect(words.join(' ')).toContain(said);
    const again = await failedIn(words);
    expect(first.findings.length).toBeGreaterThan(0);
    expect(again.findings).toEqual(first.findings);
  });
});
