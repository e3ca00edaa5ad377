import { chaos } from '../../fleet/testing/chaos';
import { hasRedis } from '../../fleet/testing/redis';
import { builtCli } from './arena';
import { type Figure, median } from './figures';

const crews = [1, 2, 4] as const;
const concurrency = 8;

/** What keeps more workers from being faster. */
const limits: Readonly<Record<(typeof crews)[number], string>> = {
  1: "the one thread of the worker, and Redis, which is asked for each partner's job and each request's turn",
  2: 'the two cores of a small machine, which the workers share with Redis and the sandbox',
  4: 'the same: further workers are for further machines, or for a target that lets them wait',
};

/** Partners and requests a second through a queue, by number of workers; none is killed and nothing limits the rate. */
export async function fleetThroughput(
  partners: number,
  rounds: number,
  say: (text: string) => void,
): Promise<{ readonly rows: string[][]; readonly figures: Figure[] }> {
  if (!hasRedis()) {
    say('no redis-server: the fleet is left out');
    return { rows: [], figures: [] };
  }
  const seconds: Record<(typeof crews)[number], number[]> = { 1: [], 2: [], 4: [] };
  let requests = 0;
  for (let round = 0; round <= rounds; round += 1) {
    for (const workers of crews) {
      say(`${partners} partners through Redis, round ${round} of ${rounds}, workers: ${workers}`);
      const quiet = { kills: 0, restartRedis: false, rate: undefined, dist: builtCli, random: Math.random };
      const result = await chaos({ partners, workers, concurrency, ...quiet });
      const { working, done } = result.report.summary;
      if (working !== partners || done !== partners) throw new Error(`${working} of ${partners} partners are working`);
      if (round > 0) seconds[workers].push(result.seconds);
      requests = result.report.summary.requests;
    }
  }
  const took = (workers: (typeof crews)[number]): number => median(seconds[workers]);
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
      what: `partners a second through Redis, ${workers} worker${workers > 1 ? 's' : ''}`,
      value: partners / took(workers),
      unit: '/s',
      limit: limits[workers],
    })),
  };
}
