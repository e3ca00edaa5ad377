import { makeWorkplace, type Workplace } from '../testing/cli';

let work: Workplace;
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(() => work.remove());

const usage = (...args: string[]) => work.run([...args, '--json']);

describe('an error of a command that was asked for JSON', () => {
  it.each([
    ['run', ['run', '--target', 'http://a.example'], /plain HTTP/, /https/],
    ['run, of its options', ['run', '--frobnicate'], /^unknown option '--frobnicate'/, / run --help$/],
    ['check', ['check', 'none.har'], /none\.har/, /./],
    ['report', ['report', 'none'], /none/, /./],
    ['list', ['list', '--case', 'accept.nothing'], /accept\.nothing/, /./],
    ['fleet', ['fleet', 'none.yaml'], /none\.yaml/, /./],
    ['convert, of its arguments', ['convert', 'a', 'b', 'c'], /^too many arguments/, /^put quotes around a name/],
    ['list, of its arguments', ['list', 'smoke'], /^too many arguments/, /^give each value with the name/],
    ['fleet worker', ['fleet', 'worker', '--frobnicate'], /^unknown option '--frobnicate'/, / fleet worker --help$/],
    ['sign', ['sign'], /./, /./],
  ])('is printed as JSON: %s', async (_name, args, message, next) => {
    const { exitCode, stdout } = await usage(...args);
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      2,
      {
        schemaVersion: 1,
        exitCode: 2,
        error: { message: expect.stringMatching(message), next: expect.stringMatching(next) },
      },
    ]);
  });

  it('names the command as the user calls it, in both forms', async () => {
    const env = { npm_lifecycle_event: 'contract', npm_lifecycle_script: 'node scripts/cli.ts' };
    const { stdout, stderr } = await work.run(['check-credentials', '--frobnicate', '--json'], { env });
    const next = 'npm run -s contract -- check-credentials --help';
    expect(JSON.parse(stdout).error.next).toBe(next);
    expect(stderr).toContain(`next: ${next}\n`);
  });

  it.each(['run', 'check-credentials'])('does not repeat the value of a mistyped option: %s', async (command) => {
    const { stdout, stderr } = await usage(command, "--private-key=it's hunter2");
    expect(JSON.parse(stdout).error.message).toContain("unknown option '--private-key=…'");
    expect(stderr).toContain("unknown option '--private-key=…'");
    expect(stdout + stderr).not.toMatch(/hunter2|it's/);
  });

  it('is text for a command without JSON', async () => {
    const { exitCode, stdout } = await usage('init', '--frobnicate');
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});
