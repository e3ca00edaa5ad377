import { seededRandom } from '../../lib/seeded-random';
import { chaos, wronglyBlamed } from '../testing/chaos';
import { hasRedis } from '../testing/redis';

const describeRedis = hasRedis() ? describe : describe.skip;

describeRedis('a fleet with a blind worker, a busy host, a silent proxy, and kills of a worker and of Redis', () => {
  it('reports everyone once, and blames nobody for the trouble of others', async () => {
    const trouble = { busy: 3, silent: 2, blind: true };
    const result = await chaos({
      ...{ partners: 55, workers: 2, concurrency: 4, rate: 40, kills: 1, restartRedis: true, trouble },
      random: seededRandom(16),
    });
    const { report, lost, twice, exitCodes, blindExitCode } = result;
    expect({ lost, twice, exitCodes, blindExitCode }).toEqual({
      ...{ lost: [], twice: [], exitCodes: [0, 0], blindExitCode: 2 },
    });
    expect(wronglyBlamed(report)).toEqual([]);
    expect(report).toMatchObject({ complete: true, summary: { done: 60, working: 55 } });
    expect(result.traffic.noncesTwice).toBe(0);
  });
});
