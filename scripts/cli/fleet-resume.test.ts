import { readFileSync, writeFileSync } from 'node:fs';
import { partnersText, Traffic, writePartners } from '../fleet/testing/partners';
import type { PartnerResult } from '../fleet/types';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from '../testing/cli';
import { killProcesses } from '../testing/process';

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

/** Names in the journal, in the order in which they were finished. */
const finished = (folder: string): string[] =>
  readFileSync(work.path(folder, 'fleet.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}') && line.includes('"partner-finished"'))
    .map((line) => (JSON.parse(line) as { result: PartnerResult }).result.name);

describe('a fleet that is resumed', () => {
  const run = (...more: string[]) => work.run(['fleet', 'partners.yaml', '--out', 'out', ...more]);

  it('checks changed partners again, and names them', async () => {
    writePartners(work.path, sandbox, 5);
    await run();
    const text = partnersText(sandbox, 5).replace(
      'name: Partner 3',
      `name: Partner 3\n    managementToken: {file: token}`,
    );
    writeFileSync(work.path('partners.yaml'), text);
    writeFileSync(work.path('token'), sandbox.credentials.managementToken, { mode: 0o600 });
    const { exitCode, stderr } = await work.run(['fleet', 'partners.yaml', '--resume', 'out']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('note: skipping 4 partners finished before\n');
    expect(stderr).toContain('note: checking again, because the entry has changed: Partner 3\n');
  });

  it('starts again in the folder of a finished fleet, unless --resume is given', async () => {
    writePartners(work.path, sandbox, 3);
    await run();
    const sent = traffic.times.length;
    await work.run(['fleet', 'partners.yaml', '--resume', 'out']);
    expect(traffic.times.length).toBe(sent);
    await run();
    expect(traffic.times.length).toBe(2 * sent);
    expect(finished('out')).toHaveLength(3);
  });

  it('does not mix credential checks with suite runs', async () => {
    writePartners(work.path, sandbox, 1);
    await run();
    const { exitCode, stderr } = await work.run(['fleet', 'partners.yaml', '--resume', 'out', '--suite']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('contains credential checks, not suite runs')]);
  });
});
