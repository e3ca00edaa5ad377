import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isFleetReport } from '../../schemas/compiled/documents';
import { partnersText, writePartners } from '../fleet/testing/partners';
import type { FleetReport } from '../fleet/types';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from '../testing/cli';
import { closedUrl, closeServers, httpServer } from '../testing/servers';

let sandbox: Sandbox;
let work: Workplace;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(async () => {
  work.remove();
  await closeServers();
});
afterAll(() => sandbox.close());

const reportIn = (folder: string): FleetReport => JSON.parse(readFileSync(work.path(folder, 'fleet.json'), 'utf8'));
const write = (text: string): void => writeFileSync(work.path('partners.yaml'), text);
const fleet = (...args: string[]) => work.run(['fleet', 'partners.yaml', '--out', 'out', '--retries', '0', ...args]);

describe("a fleet's reports, its folder and its settings", () => {
  it('writes a page, JUnit and CSV, and says what changed since the last fleet', async () => {
    const down = await closedUrl();
    writePartners(work.path, sandbox, 2);
    const target = (url: string) =>
      write(partnersText(sandbox, 2).replace('name: Partner 2', `name: Partner 2\n    target: ${url}`));
    const run = () => work.run(['fleet', 'partners.yaml', '--retries', '0']);
    target(down);
    const first = await run();
    expect(first.stdout).not.toContain('Changes');
    const latest = () => reportIn('reports/latest-fleet');
    expect(latest().partners.map(({ change }) => change)).toEqual([undefined, undefined]);
    for (const file of ['fleet.html', 'fleet.csv', 'junit.xml'])
      expect(readFileSync(work.path('reports', 'latest-fleet', file), 'utf8')).toContain('Partner 2');
    target(sandbox.url);
    write(
      `${readFileSync(work.path('partners.yaml'), 'utf8')}  - {name: unset, privateKey: {env: NO_SUCH_VARIABLE}}\n`,
    );
    const second = await run();
    expect(second.stdout).toMatch(/^Changes {3}1 new, 1 fixed since \d{4}-\d\d-\d\d \d\d:\d\d UTC$/m);
    expect(second.stdout).toMatch(/^✗ unset +settings-wrong +\(new\)/m);
    expect([isFleetReport(latest()), isFleetReport.errors]).toEqual([true, null]);
    expect(latest().partners.map(({ name, change }) => [name, change])).toEqual([
      ['unset', 'new'],
      ['Partner 1', undefined],
      ['Partner 2', 'fixed'],
    ]);
    expect(readFileSync(work.path('reports', 'latest-fleet', 'fleet.html'), 'utf8')).toContain('1 new, 1 fixed');
    // A report of an earlier version.
    const path = work.path('reports', 'latest-fleet', 'fleet.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"change": "fixed"', '"change": "mended"'));
    expect(readFileSync(path, 'utf8')).toContain('mended');
    const failed = await work.run([
      'fleet',
      'partners.yaml',
      '--out',
      'failed',
      '--only-failed',
      'reports/latest-fleet',
    ]);
    expect([failed.exitCode, failed.stdout]).toEqual([
      2,
      expect.stringContaining('no partner is new, fixed or worse since'),
    ]);
    expect(reportIn('failed').selectedFrom).toBe(3);
  });

  it('reads secrets from .env, and names a line of it that sets nothing', async () => {
    writePartners(work.path, sandbox, 1);
    write(partnersText(sandbox, 1).replace('{file: key}', '{env: ACME_KEY}'));
    writeFileSync(work.path('.env'), `ACME_KEY=${sandbox.credentials.privateKey}\n`, { mode: 0o600 });
    expect((await fleet()).exitCode).toBe(0);
    writeFileSync(work.path('.env'), `ACME_KEY ${sandbox.credentials.privateKey}\n`, { mode: 0o600 });
    const { exitCode, stderr } = await fleet();
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: \.env/)]);
    expect(stderr).not.toContain(sandbox.credentials.privateKey.slice(0, 9));
  });

  it('refuses a folder that another fleet is writing to', async () => {
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow = await httpServer(async (_, response) => {
      answer();
      await gate;
      response.writeHead(503).end();
    });
    writePartners(work.path, sandbox, 1);
    write(partnersText(sandbox, 1).replace(sandbox.url, slow.url));
    const first = fleet();
    await asked;
    for (const args of [
      ['--out', 'out'],
      ['--resume', 'out'],
    ]) {
      const { exitCode, stderr } = await work.run(['fleet', 'partners.yaml', ...args]);
      expect([exitCode, stderr]).toEqual([
        2,
        `error: out is used by process ${process.pid}\n  next: wait until it ends, or use another folder\n`,
      ]);
    }
    go();
    expect((await first).exitCode).toBe(3);
    expect((await fleet()).exitCode).toBe(3);
    expect(existsSync(work.path('out', '.lock'))).toBe(false);
  });
});
