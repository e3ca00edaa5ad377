import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { writePartners } from '../fleet/testing/partners';
import { type Sandbox, startSandbox } from '../sandbox';
import { built } from '../testing/built';
import { makeWorkplace } from '../testing/cli';
import { present } from '../testing/present';
import { killProcesses, startCli } from '../testing/process';
import { closeServers, httpServer } from '../testing/servers';

const work = makeWorkplace();
const token = { IMBURSE_MANAGEMENT_TOKEN: 'some-management-token' };
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(closeServers);
afterAll(async () => {
  killProcesses();
  await sandbox.close();
  work.remove();
});

describe('a run in a process of its own', () => {
  it('does not crash if the reader closes the pipe', async () => {
    const { child, written, ended } = startCli(['list', '--json'], work.cwd);
    child.stdout.destroy();
    expect([await ended, written.stderr]).toEqual([0, '']);
  });

  const full = '/dev/full';
  (present(existsSync(full), full) ? it : it.skip).each([
    ['that is all it does', ['list']],
    ['it is the help', ['run', '--help']],
    ['a run has ended', ['run', '--case', 'accept.documented', '--out', 'full']],
    ['credentials work', ['check-credentials', '--target', 'embedded']],
    ['the sandbox has stopped', ['sandbox', '--port', '0', '--max-duration', '1']],
    ['it is JSON', ['sandbox', '--list-faults', '--json']],
    // Its last output comes after everything else.
    ['a fleet has ended', ['fleet', 'partners.yaml', '--json', '--out', 'fleet']],
  ])('says so once if its output cannot be written: %s', async (_name, args) => {
    writePartners(work.path, sandbox, 1);
    const device = openSync(full, 'w');
    const { written, ended } = startCli(args, work.cwd, {}, [], ['ignore', device, 'pipe']);
    expect(await ended).toBe(3);
    closeSync(device);
    expect(written.stderr).toBe(
      'error: standard output could not be written: there is no space left\n' +
        '  next: free some space, or write the output elsewhere; files in --out are not affected\n',
    );
  });

  (present(process.platform !== 'win32', 'ulimit') ? it : it.skip)(
    'says so if a file takes only the beginning of its output',
    async () => {
      const limited = 'ulimit -f 8; exec "$@" > part.json';
      const args = ['-c', limited, 'sh', process.execPath, built('dist/cli.js'), 'list', '--json'];
      const options = { cwd: work.cwd, env: { PATH: process.env.PATH } };
      const ended = await new Promise<unknown[]>((resolve) =>
        execFile('sh', args, options, (error, _stdout, stderr) => resolve([error?.code, stderr])),
      );
      expect(ended).toEqual([
        3,
        expect.stringMatching(
          /^error: standard output could not be written: the file would be too large\n {2}next: .*\n$/,
        ),
      ]);
    },
  );

  it('does not report its own fault as a broken contract', async () => {
    writeFileSync(work.path('crash.js'), `process.on('SIGUSR2', () => { throw new Error('hunter2-hunter2'); });`);
    const hanging = await httpServer(() => child.kill('SIGUSR2'));
    const env = { ...token, IMBURSE_BASE_URL: hanging.url };
    const { child, written, ended } = startCli(['run', '--out', 'crash'], work.cwd, env, ['-r', work.path('crash.js')]);
    expect(await ended).toBe(3);
    expect(written.stderr).toMatch(/^internal error: Error\n\s+at /);
    expect(written.stderr).not.toContain('hunter2');
  });
});
