import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCredentials, type RunEvent, run } from './run';
import { startSandbox } from './sandbox';

describe('run', () => {
  it('gives the events, and the report that is made of them', async () => {
    const running = run({ cases: ['accept.documented'], seed: 1 });
    const events: RunEvent[] = [];
    for await (const event of running.events) events.push(event);
    const report = await running;
    expect(events[0]?.type).toBe('run-started');
    expect(events.at(-1)?.type).toBe('run-finished');
    expect(report).toMatchObject({ verdict: 'held', exitCode: 0, target: { name: 'embedded' } });
  });

  it('reports what a broken server does, to every reporter that works', async () => {
    await using sandbox = await startSandbox({ fault: 'expires-seconds' });
    const { publicKey, privateKey } = sandbox.credentials;
    const outDir = join(mkdtempSync(join(tmpdir(), 'run-')), 'new');
    const seen: string[] = [];
    const throwing = {
      onEvent: () => {
        throw new Error('mine broke');
      },
    };
    const changing = {
      onReport: (report: { verdict: string }) => {
        seen.push(report.verdict);
        report.verdict = 'held';
      },
    };
    const running = run({
      ...{ target: sandbox.url, credentials: { publicKey, privateKey }, cases: ['accept.documented'], outDir },
      reporters: [throwing, changing as never, 'ctrf', 'json'],
    });
    expect((await running).verdict).toBe('broken');
    expect(seen).toEqual(['broken']);
    expect(running.failures).toEqual(['the reporter number 1 failed: mine broke']);
    expect(readdirSync(outDir).sort()).toEqual(['ctrf-report.json', 'run.json']);
    rmSync(outDir, { recursive: true });
  });

  it('stops when its signal is aborted, and reports what was sent', async () => {
    const controller = new AbortController();
    const running = run({ signal: controller.signal, concurrency: 1 });
    for await (const { type } of running.events) if (type === 'case-finished') controller.abort();
    expect(await running).toMatchObject({ complete: false, stopped: 'interrupted', exitCode: 130 });
  });

  it.each([
    [{ target: 'http://a.example' }, /plain HTTP/],
    [{ target: 'https://a.example', credentials: { publicKey: 'a' } }, /IMBURSE_PRIVATE_KEY is missing/],
    [{ target: 'production' }, /production/],
    [{ cases: ['accept.nothing'] }, /accept\.nothing/],
    [{ concurrency: 0 }, /concurrency must be a number/],
    [{ engine: 'curl' }, /no engine "curl"/],
    [{ reporters: ['html'] }, /has no folder/],
    [{ reporters: ['htm'], outDir: 'x' }, /no file reporter "htm"/],
  ])('refuses %j', async (options, message) => {
    await expect(run(options as never)).rejects.toThrow(message);
    const { events } = run(options as never);
    await expect(events[Symbol.asyncIterator]().next()).rejects.toThrow(message);
  });
});

describe('checkCredentials', () => {
  it('tells those that work from those that do not', async () => {
    await using sandbox = await startSandbox();
    await using other = await startSandbox();
    const { publicKey, privateKey } = sandbox.credentials;
    const target = sandbox.url;
    const working = await checkCredentials({ target, credentials: { publicKey, privateKey } });
    expect(working).toMatchObject({ verdict: 'working', exitCode: 0 });
    const wrong = { publicKey, privateKey: other.credentials.privateKey };
    const refused = await checkCredentials({ target, credentials: wrong });
    expect(refused).toMatchObject({ verdict: 'refused', cause: { blame: 'credentials' } });
  });
});
