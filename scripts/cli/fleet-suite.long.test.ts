import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { writePartners } from '../fleet/testing/partners';
import type { FleetReport } from '../fleet/types';
import { runReportSchema } from '../report/run-report-schema';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from '../testing/cli';
import { closeServers } from '../testing/servers';

jest.mock('newman', () => {
  throw new Error('a fleet does not need Newman');
});
jest.mock('bullmq', () => {
  throw new Error('a fleet in one process does not need BullMQ');
});

const ajv = new Ajv2020({ strict: false, validateFormats: false });

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

const reportIn = (folder = 'out'): FleetReport => JSON.parse(readFileSync(work.path(folder, 'fleet.json'), 'utf8'));
const fleet = (...args: string[]) => work.run(['fleet', 'partners.yaml', '--out', 'out', '--retries', '0', ...args]);

describe('a fleet', () => {
  it('runs the suite at each partner with --suite', async () => {
    writePartners(work.path, sandbox, 2);
    const { exitCode } = await fleet('--suite');
    expect(exitCode).toBe(0);
    const report = reportIn();
    expect(report.summary).toMatchObject({ held: 2 });
    const run = JSON.parse(readFileSync(work.path('out', report.partners[0]!.report!), 'utf8'));
    expect(ajv.compile(runReportSchema)(run)).toBe(true);
    expect(run).toMatchObject({ verdict: 'held', engine: 'direct', complete: true });
    expect(run.summary.cases).toBeGreaterThan(200);
  });

  it('reports a broken contract', async () => {
    const broken = await startSandbox({ fault: 'expires-number' });
    writePartners(work.path, broken, 1);
    const { exitCode, stdout } = await fleet('--suite');
    await broken.close();
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^.+ \[contract-broken\]: 1 partner\n {2}next: .+\n✗ Partner 1 {2}broken\n/);
  });
});
