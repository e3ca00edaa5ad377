import { parseArgs } from 'node:util';
import { type ChaosResult, chaos } from '../fleet/testing/chaos';
import { seededRandom } from '../lib/seeded-random';

/*
 * A fleet through Redis, workers and Redis killed on the way. By hand; a smaller one is in queue.long.test.ts:
 *   node -r ts-node/register scripts/testing/fleet-chaos.ts --partners 2000
 *   node -r ts-node/register scripts/testing/fleet-chaos.ts --throughput --partners 1000
 */
const { values } = parseArgs({
  options: {
    partners: { type: 'string', default: '2000' },
    rate: { type: 'string', default: '150' },
    kills: { type: 'string', default: '10' },
    workers: { type: 'string', default: '3' },
    concurrency: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    dist: { type: 'string' },
    throughput: { type: 'boolean', default: false },
  },
});

const tolerance = 1.05;
/**
 * What is held to the limit. Within a second, what the server itself kept waiting comes together: as many as are in
 * flight, and on a busy machine those are more than 5 % of a second's.
 */
const windowMs = 5000;

function line(name: string, value: string | number, good?: boolean): boolean {
  const mark = good === undefined ? ' ' : good ? '✓' : '✗';
  console.log(`${mark} ${name.padEnd(44)} ${value}`);
  return good !== false;
}

function verdict({ report, lost, twice, exitCodes, kills, traffic, seconds }: ChaosResult, rate: number): boolean {
  const { working, done, partners } = report.summary;
  const fastest = traffic.fastest(windowMs);
  return [
    line('partners', partners),
    line('workers killed with -9', kills),
    line('reported', `${done}, ${working} of them working`, done === partners && working === partners),
    line('lost', lost.length, lost.length === 0),
    line('reported twice', twice.length, twice.length === 0),
    line('report complete', String(report.complete), report.complete),
    line(
      'exit codes of the workers',
      exitCodes.join(', '),
      exitCodes.every((code) => code === 0),
    ),
    line('requests', traffic.times.length),
    line('sent again, because a worker died', traffic.times.length - report.summary.requests),
    line('nonces twice', `${traffic.noncesTwice} of ${traffic.nonces.length}`, traffic.noncesTwice === 0),
    line('limit, requests a second', rate),
    line('measured, on the whole', traffic.average.toFixed(1), traffic.average <= rate * tolerance),
    line('measured, fastest 5 s', fastest.toFixed(1), fastest <= rate * tolerance),
    line('measured, fastest 1 s', traffic.fastest(1000).toFixed(1)),
    line('seconds', seconds.toFixed(1)),
  ].every(Boolean);
}

async function throughput(partners: number, concurrency: number): Promise<boolean> {
  console.log('workers  partners/s  requests/s');
  for (const workers of [1, 2, 4]) {
    const random = seededRandom(1);
    const quiet = { kills: 0, restartRedis: false, rate: undefined, dist: values.dist, random };
    const { seconds, traffic, lost } = await chaos({ partners, workers, concurrency, ...quiet });
    if (lost.length > 0) return false;
    const speed = [partners / seconds, traffic.times.length / seconds].map((each) => each.toFixed(0).padStart(10));
    console.log(`${String(workers).padStart(7)}  ${speed.join('  ')}`);
  }
  return true;
}

async function run(): Promise<boolean> {
  const [partners, concurrency, rate] = [Number(values.partners), Number(values.concurrency), Number(values.rate)];
  if (values.throughput) return throughput(partners, concurrency);
  const random = seededRandom(Number(values.seed));
  const [kills, workers] = [Number(values.kills), Number(values.workers)];
  const result = await chaos({
    partners,
    workers,
    concurrency,
    rate,
    kills,
    restartRedis: true,
    dist: values.dist,
    random,
  });
  return verdict(result, rate);
}

run().then((good) => process.exit(good ? 0 : 1));
