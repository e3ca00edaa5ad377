import { writeFileSync } from 'node:fs';
import { startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';
import { killProcesses, startCli } from '../testing/process';
import { debugProblem, takeVariables } from './private-process';

describe('the variables of the process', () => {
  it('keep no secrets, and nothing that makes packages print them', () => {
    const variables: Record<string, string | undefined> = {
      ...{ IMBURSE_PRIVATE_KEY: 'a', IMBURSE_MANAGEMENT_TOKEN: 'b', IMBURSE_EXPIRED_TOKEN: 'c', PARTNER_A_TOKEN: 'd' },
      ...{ FLEET_KEY: 'e', GITHUB_TOKEN: 'f', DB_PASSWORD: 'g', DEBUG: '*', NODE_DEBUG: 'module', REDIS_URL: 'h' },
      ...{ IMBURSE_PUBLIC_KEY: 'public', IMBURSE_BASE_URL: 'url', PATH: '/bin', HOME: '/', CI: 'true' },
    };
    const before = { ...variables };
    expect(takeVariables(variables)).toEqual(before);
    expect(Object.keys(variables).sort()).toEqual(['CI', 'HOME', 'IMBURSE_BASE_URL', 'IMBURSE_PUBLIC_KEY', 'PATH']);
  });

  it.each([
    'http',
    'https,module',
    'module, TLS',
    'net',
    '*',
    'undici',
    'fetch',
    'http*',
    'stream',
    'h*',
    '*p',
    'ht*p',
    'm*,*ls',
    'stream_*',
  ])('NODE_DEBUG=%s is refused', (value) => {
    expect(debugProblem({ NODE_DEBUG: value })).toBeDefined();
  });

  it.each(['', 'module', 'timer', 'fs', 'mod*', '(', 'h.tp', 'htt?', 'h?*'])('NODE_DEBUG=%s is allowed', (value) => {
    expect(debugProblem({ NODE_DEBUG: value })).toBeUndefined();
  });
});

describe('a process that is observed', () => {
  const work = makeWorkplace();
  afterAll(() => {
    killProcesses();
    work.remove();
  });

  it('shows no secret in a diagnostic report, to its children, or with DEBUG=*', async () => {
    const sandbox = await startSandbox();
    const settings = settingsOf(sandbox, 'both');
    const watch = `process.on('exit', () => {
      console.error(JSON.stringify(process.report.getReport()));
      console.error(require('node:child_process').execFileSync('env').toString());
    });`;
    writeFileSync(work.path('watch.js'), watch);
    const env = { ...settings, DEBUG: '*', NODE_DEBUG: 'module' };
    const args = ['run', '--case', 'accept.documented', '--out', 'out'];
    const { written, ended } = startCli(args, work.cwd, env, ['-r', work.path('watch.js')]);
    expect(await ended).toBe(0);
    await sandbox.close();
    expect(written.stderr).toContain('"environmentVariables"');
    expect(written.stderr).toContain(settings.IMBURSE_PUBLIC_KEY);
    const secrets = [
      'IMBURSE_PRIVATE_KEY',
      'IMBURSE_MANAGEMENT_TOKEN',
      'IMBURSE_EXPIRED_TOKEN',
      'IMBURSE_NO_ROLE_TOKEN',
    ];
    const shown = secrets.filter((name) => `${written.stdout}${written.stderr}`.includes(settings[name]!.slice(-12)));
    expect(shown).toEqual([]);
  });

  it('refuses NODE_DEBUG=http with one line', async () => {
    const { written, ended } = startCli(['run', '--out', 'out'], work.cwd, { NODE_DEBUG: 'http' });
    expect(await ended).toBe(2);
    expect(written.stderr).toContain('error: NODE_DEBUG makes Node print requests with their credentials');
  });

  it('does not repeat the value of a mistyped option', async () => {
    const { exitCode, stderr } = await work.run(['run', '--private-key=hunter2-of-a-partner']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("unknown option '--private-key=…'")]);
    expect(stderr).not.toContain('hunter2');
  });

  it('lets no CI server find a command in its errors', async () => {
    const { exitCode, stderr } = await work.run(['report', '##vso[task.complete]x', '::error::y']);
    expect([exitCode, stderr]).toEqual([2, expect.not.stringMatching(/##vso|::error/)]);
  });

  it('ends with 3 and a line if its working folder was deleted', async () => {
    writeFileSync(
      work.path('gone.js'),
      `const Module = require('node:module');
       const load = Module._load;
       Module._load = (name, ...rest) => {
         if (name.endsWith('dist/cli.js')) process.cwd = () => { throw Object.assign(new Error(), { code: 'ENOENT' }); };
         return load(name, ...rest);
       };`,
    );
    const { written, ended } = startCli(['list'], work.cwd, {}, ['-r', work.path('gone.js')]);
    expect(await ended).toBe(3);
    expect(written.stderr).toMatch(/^error: the working folder cannot be read \(ENOENT\)\n {2}next: .*\n$/m);
  });
});
