import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { writePartners } from '../fleet/testing/partners';
import { built } from '../testing/built';
import { settingsOf } from '../testing/cli';
import { present } from '../testing/present';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();
const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const item = [{ name: 'one', request: { method: 'GET', url: '{{baseUrl}}/v1/payout/options' } }];

beforeAll(async () => {
  writePartners(work.path, work.sandbox, 12);
  writeFileSync(work.path('own.json'), JSON.stringify({ info: { name: 'own', schema }, item }));
  writeFileSync(work.path('app.har'), '{"log":{"version":"1.2","creator":{"name":"a","version":"1"},"entries":[]}}');
  await work.run(['run', '--engine', 'direct', '--case', 'accept.documented', '--out', 'passed']);
});

const commands: readonly (readonly string[])[] = [
  ['list'],
  ['run', '--engine', 'direct', '--target', 'embedded', '--tag', 'smoke', '--out', 'out'],
  ['run', '--engine', 'direct', '--target', 'embedded', '--tag', 'smoke', '--concurrency', '64', '--out', 'out'],
  ['run', '--engine', 'newman', '--tag', 'smoke', '--out', 'out'],
  ['run', '--engine', 'direct', '--tag', 'smoke', '--concurrency', '64', '--out', 'out'],
  ['run', '--collection', 'own.json', '--out', 'own'],
  ['check', 'app.har', '--out', 'checked'],
  ['report', 'passed', '--reporter', 'console,html,junit', '--out', 'again'],
  ['fleet', 'partners.yaml', '--out', 'fleet'],
  ['check-credentials'],
  ['proxy', '--port', '0', '--max-duration', '1', '--out', 'proxy'],
  ['sandbox', '--port', '0', '--max-duration', '1'],
  ['convert', 'own.json', 'v3', '--force'],
];
const limits = [18, 20, 22, 24, 28, 32, 40];

/** Runs a command that may have only so many files open. */
function limited(
  limit: number,
  args: readonly string[],
): Promise<{ exitCode: unknown; stdout: string; stderr: string }> {
  const shell = ['-c', `ulimit -n ${limit}; exec "$@"`, 'sh', process.execPath, built('dist/cli.js'), ...args];
  const env = { PATH: process.env.PATH, ...settingsOf(work.sandbox, 'both') };
  return new Promise((resolve) => {
    execFile('sh', shell, { cwd: work.cwd, env }, (error, stdout, stderr) =>
      resolve({ exitCode: error?.code ?? 0, stdout, stderr }),
    );
  });
}

(present(process.platform !== 'win32', 'ulimit') ? describe : describe.skip)('where few files may be open', () => {
  it.each(commands.map((args) => ({ command: args.join(' '), args })))(
    '$command ends with its result, or with exit code 3 and the reason',
    async ({ args }) => {
      for (const limit of limits) {
        const { exitCode, stdout, stderr } = await limited(limit, args);
        const said = `${stdout}${stderr}`;
        expect([limit, exitCode, said]).toEqual([limit, exitCode === 0 ? 0 : 3, said]);
        const reason = /EMFILE|there was no exchange to judge/m;
        if (exitCode !== 0) expect([limit, said]).toEqual([limit, expect.stringMatching(reason)]);
        expect(said).not.toMatch(/internal error|\n\s+at /);
      }
    },
  );
});
