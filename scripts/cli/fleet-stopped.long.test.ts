import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Traffic, writePartners } from '../fleet/testing/partners';
import type { FleetReport, PartnerResult } from '../fleet/types';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from '../testing/cli';
import { killProcesses, startCli } from '../testing/process';

const count = 200;
let traffic: Traffic;
let sandbox: Sandbox;
let work: Workplace;

beforeEach(async () => {
  work = makeWorkplace();
  traffic = new Traffic();
  sandbox = await startSandbox({ onRequest: (request) => traffic.onRequest(request) });
});
afterEach(async () => {
  killProcesses();
  work.remove();
  await sandbox.close();
});

const reportIn = (folder: string): FleetReport => JSON.parse(readFileSync(work.path(folder, 'fleet.json'), 'utf8'));

/** Names in the journal, in the order in which they were finished. */
const finished = (folder: string): string[] =>
  readFileSync(work.path(folder, 'fleet.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}') && line.includes('"partner-finished"'))
    .map((line) => (JSON.parse(line) as { result: PartnerResult }).result.name);

/** Ends the process when the server has got so many requests. */
async function stoppedAt(
  requests: number,
  signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM',
  out: string,
): Promise<number | null> {
  const { child, ended } = startCli(['fleet', 'partners.yaml', '--out', out, '--rate', '400'], work.cwd);
  while (traffic.times.length < requests && child.exitCode === null) await sleep(5);
  child.kill(signal);
  return ended;
}

describe('a fleet of 200 partners that was killed with -9', () => {
  it('continues, and checks no finished partner again', async () => {
    writePartners(work.path, sandbox, count);
    await stoppedAt(250, 'SIGKILL', 'out');
    const before = finished('out');
    expect(before.length).toBeGreaterThan(20);
    expect(before.length).toBeLessThan(count);
    // As a line that was being written is left behind.
    appendFileSync(work.path('out', 'fleet.ndjson'), '{"type":"partner-finished","result":{"name":"Par');

    // What the killed process had sent may still arrive.
    let sent = -1;
    while (sent !== traffic.times.length) {
      sent = traffic.times.length;
      await sleep(500);
    }
    const { exitCode, stdout, stderr } = await work.run(['fleet', 'partners.yaml', '--resume', 'out']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe(`note: skipping ${before.length} partners finished before\n`);
    expect(traffic.times.length - sent).toBe((count - before.length) * 4);
    expect(stdout).toContain('OK: 200 partners.');
    const report = reportIn('out');
    expect(report.complete).toBe(true);
    expect(new Set(report.partners.map(({ name }) => name)).size).toBe(count);
    expect(finished('out').sort()).toEqual([...new Set(finished('out'))].sort());
    expect(traffic.noncesTwice).toBe(0);
  });
});

describe('a fleet that is interrupted', () => {
  it.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
  ] as const)('writes its reports at %s, marked incomplete, and ends with %i', async (signal, code, stopped) => {
    writePartners(work.path, sandbox, count);
    expect(await stoppedAt(100, signal, signal)).toBe(code);
    const report = reportIn(signal);
    expect(report).toMatchObject({ exitCode: code, complete: false, stopped });
    expect(report.summary.done).toBe(finished(signal).length);
    expect(report.summary.done).toBeLessThan(count);
  });
});
