import { readdirSync } from 'node:fs';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();
const run = (args: readonly string[], env = {}) => work.run(['run', '--out', 'out', ...args], { env });

describe('a run in which the contract holds', () => {
  it('ends with 0 and writes its reports', async () => {
    const { exitCode, stdout, stderr, report } = await run([]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Contract held');
    expect(report).toMatchObject({ exitCode: 0, verdict: 'held', complete: true, target: { name: 'embedded' } });
    expect(report!.summary.passed).toBe(report!.cases.length);
    // With a share of all pairs, in which nothing is found.
    const explored = report!.cases.filter(({ id }) => id.startsWith('explore:'));
    expect(explored.map(({ id }) => id)).toEqual(['explore:pairs', 'explore:histories', 'explore:at-once']);
    expect(report!.explored?.programs).toBeGreaterThan(500);
    expect(readdirSync(work.path('out'))).toEqual(expect.arrayContaining(['run.json', 'events.ndjson', 'junit.xml']));
    expect(stdout).toMatch(/^Report {2}out\/report\.html$/m);
  });
});
