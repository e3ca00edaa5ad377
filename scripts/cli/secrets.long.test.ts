import { readFileSync, writeFileSync } from 'node:fs';
import { killProcesses, startCli } from '../testing/process';
import { everyReporter, kinds, leaks, secretsOf, secretWorkplace } from '../testing/secret-workplace';

const work = secretWorkplace();
afterAll(killProcesses);

describe('no part of a secret is in anything that is written', () => {
  it('by a run against a server that repeats what it was sent, with keys only', async () => {
    const [settings, target] = await work.echoing('keys');
    const written = await work.runAll(kinds, settings);
    expect([written.exitCode, target.tokens.size > 30]).toEqual([1, true]);
    expect(leaks(written, secretsOf(settings, target))).toEqual([]);
  });

  it('by a run that is interrupted', async () => {
    const [settings, proxy] = await work.echoing();
    let poll: NodeJS.Timeout | undefined;
    const written = await work.runAll([], settings, {
      onListening: (raise) => {
        poll = setInterval(() => proxy.requests.length > 60 && raise('SIGINT'), 5);
      },
    });
    clearInterval(poll);
    expect(written.exitCode).toBe(130);
    expect(leaks(written, secretsOf(settings, proxy))).toEqual([]);
  });

  it('by a run that crashes', async () => {
    const [own, proxy] = await work.echoing();
    const settings = { ...own, ...work.runner(), DEBUG: '1' };
    const message = JSON.stringify(Object.values(own).join(' '));
    writeFileSync(work.path('crash.js'), `process.on('SIGUSR2', () => { throw new Error(${message}); });`);
    const args = ['run', '--out', 'out', ...everyReporter];
    const { child, written, ended } = startCli(args, work.cwd, settings, ['-r', work.path('crash.js')]);
    const poll = setInterval(() => proxy.requests.length > 60 && child.kill('SIGUSR2'), 5);
    expect(await ended).toBe(3);
    clearInterval(poll);
    const texts = work.textsOf(written.stdout, written.stderr);
    expect(written.stderr).toMatch(/^internal error: Error\n\s+at /);
    expect(readFileSync(work.path('out', 'events.ndjson'), 'utf8').split('\n').length).toBeGreaterThan(20);
    expect(leaks({ exitCode: 3, texts }, secretsOf(settings, proxy))).toEqual([]);
  });
});
