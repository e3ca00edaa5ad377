import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { lockFolder } from '../lib/folder-lock';
import { startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';

const work = makeWorkplace();
afterAll(work.remove);

const line = JSON.stringify({ request: { method: 'GET', url: 'https://a.example/' }, response: { status: 200 } });
writeFileSync(work.path('recording.ndjson'), `${line}\n`);

const run = ['run', '--engine', 'direct', '--target', 'embedded', '--case', 'accept.documented', '--out'];
const commands: readonly (readonly [command: string, args: readonly string[]])[] = [
  ['run', run],
  ['check', ['check', 'recording.ndjson', '--out']],
  ['proxy', ['proxy', '--port', '0', '--max-duration', '1', '--out']],
  ['sandbox --report', ['sandbox', '--port', '0', '--max-duration', '1', '--report']],
];

describe('a folder for reports', () => {
  it.each(commands)('is refused by %s while another process writes there, and is free afterwards', async (_, args) => {
    const sandbox = await startSandbox();
    const env = args[0] === 'proxy' ? settingsOf(sandbox, 'both') : {};
    const out = `out-of-${args[0]}`;
    mkdirSync(work.path(out));
    const release = lockFolder(work.path(out), out);
    const refused = await work.run([...args, out], { env });
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain(`${out} is used by process ${process.pid}`);
    release();
    expect(readdirSync(work.path(out))).toEqual([]);
    const { exitCode } = await work.run([...args, out], { env });
    expect(exitCode).not.toBe(2);
    expect(readdirSync(work.path(out)).sort()).toEqual([
      ...['events.ndjson', 'junit.xml', 'report.html', 'run.json', 'summary.md'],
    ]);
    await sandbox.close();
  });

  it('with a pipe in place of its lock is refused, and nothing waits', async () => {
    mkdirSync(work.path('pipe'));
    execFileSync('mkfifo', [work.path('pipe/.lock')]);
    const { exitCode, stderr } = await work.run([...run, 'pipe']);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
    expect(stderr).toContain('.lock cannot be read: it is not a regular file');
  });
});
