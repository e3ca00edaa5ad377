import { readFileSync, writeFileSync } from 'node:fs';
import { settingsOf } from '../testing/cli';
import { echoProxy } from '../testing/echo-proxy';
import { killProcesses, startCli } from '../testing/process';
import {
  everyReporter,
  kinds,
  knownTexts,
  leaks,
  masked,
  secretsOf,
  secretWorkplace,
} from '../testing/secret-workplace';

const work = secretWorkplace();
afterAll(killProcesses);

describe('no part of a secret is in anything that is written', () => {
  it('by a run in which the contract holds', async () => {
    const proxy = await echoProxy(work.sandbox.url, false);
    const settings = { ...settingsOf(work.sandbox, 'both'), IMBURSE_BASE_URL: proxy.url };
    const written = await work.runAll(kinds, settings);
    expect([written.exitCode, proxy.tokens.size > 30]).toEqual([0, true]);
    expect(leaks(written, secretsOf(settings, proxy))).toEqual([]);
    // Each is masked for whoever prints it later, as a step to which it was handed.
    const masks = masked(written);
    const secrets = secretsOf(settings, proxy).map(([, secret]) => secret);
    const unmasked = secrets.filter((secret) => secret.length > 8 && !masks.has(secret));
    expect(unmasked.filter((secret) => !knownTexts().includes(secret))).toEqual([]);
  });

  it.each(['both', 'keys'] as const)('by a run against a server that repeats what it was sent: %s', async (how) => {
    const [settings, target] = await work.echoing(how);
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

describe('no part of a secret of clients is in anything that is written', () => {
  it("by the run of a user's own collection", async () => {
    const [settings, target] = await work.echoing();
    const header = [
      { key: 'Authorization', value: 'Bearer {{managementToken}}' },
      { key: 'Content-Type', value: 'application/json' },
    ];
    const raw = '{"customerRef":"c","orderRef":"o","instructionRef":"i"}';
    const exec = [
      'const token = pm.environment.get("managementToken"); console.log(token, pm.environment.get("privateKey"));',
      'const issued = pm.response.text(); console.log(issued, btoa(issued));',
      'pm.test(token + issued, () => pm.expect(issued).to.equal(token));',
      'throw new Error(issued);',
    ];
    const url = '{{baseUrl}}/v1/identity/payout?token={{managementToken}}';
    const request = { method: 'POST', url, header, body: { mode: 'raw', raw } };
    const item = [{ name: 'a', event: [{ listen: 'test', script: { exec } }], request }];
    writeFileSync(work.path('c.json'), JSON.stringify({ info: { name: 'x' }, item }));
    const written = await work.runAll(['--collection', 'c.json', '--expose-private-key'], settings);
    expect([written.exitCode, target.tokens.size > 1]).toEqual([1, true]);
    expect(leaks(written, secretsOf(settings, target))).toEqual([]);
  });
});
