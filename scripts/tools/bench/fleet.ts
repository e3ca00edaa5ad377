import { chaos } from '../../fleet/testing/chaos';
import { hasRedis } from '../../fleet/testing/redis';
import { builtCli } from './arena';
import { type Figure, median } from './figures';
import { repeated } from './measure';

const crews = [1, 2, 4] as const;
const concurrency = 8;

/** What limits the throughput. */
const limits: Readonly<Record<(typeof crews)[number], string>> = {
  1: 'the single thread of the worker, and Redis, which it asks for each job and each request',
  2: 'the cores of the machine, which the workers share with Redis and the sandbox',
  4: 'the same: more workers help on more machines, or with a slow target',
};

/** Partners and requests per second through a queue by number of workers, without a rate limit. */
export async function fleetThroughput(
  partners: number,
  rounds: number,
  say: (text: string) => void,
): Promise<{ readonly rows: string[][]; readonly figures: Figure[] }> {
  if (!hasRedis()) {
    say('redis-server is not installed: skipping the fleet');
    return { rows: [], figures: [] };
  }
  let requests = 0;
  const measured = await repeated(rounds, async (round) => {
    const seconds = { 1: 0, 2: 0, 4: 0 };
    for (const workers of crews) {
      say(`${partners} partners through Redis, ${round}, workers: ${workers}`);
      const quiet = { kills: 0, restartRedis: false, rate: undefined, dist: builtCli, random: Math.random };
      const result = await chaos({ partners, workers, concurrency, ...quiet });
      const { working, done } = result.report.summary;
      if (working !== partners || done !== partners)
        throw new Error(`only ${working} of ${partners} partners are working`);
      seconds[workers] = result.seconds;
      requests = result.report.summary.requests;
    }
    return seconds;
  });
  const took = (workers: (typeof crews)[number]): number => median(measured.map((seconds) => seconds[workers]));
  return {
    rows: crews.map((workers) => [
      `fleet of ${partners}`,
      `${workers} worker${workers > 1 ? 's' : ''}`,
      String(workers * concurrency),
      String(requests),
      `${(took(workers) * 1000).toFixed(0)} ms`,
      '',
      '',
      `${(requests / took(workers)).toFixed(0)}/s`,
    ]),
    figures: crews.map((workers) => ({
      what: `partners per second through Redis, ${workers} worker${workers > 1 ? 's' : ''}`,
      value: partners / took(workers),
      unit: '/s',
      better: 'more',
      limit: limits[workers],
    })),
  };
}
