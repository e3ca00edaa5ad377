import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChaosResult, chaos } from '../fleet/testing/chaos';
import { fastest } from '../fleet/testing/partners';
import { seededRandom } from '../lib/seeded-random';

/*
 * Sends a fleet through Redis and kills workers and Redis on the way. A smaller one is in queue.long.test.ts.
 *   node -r ts-node/register scripts/testing/fleet-chaos.ts --partners 2000 [--dist dist/cli.js]
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
  },
});

const tolerance = 1.05;

function line(name: string, value: string | number, good?: boolean): boolean {
  const mark = good === undefined ? ' ' : good ? '✓' : '✗';
  console.log(`${mark} ${name.padEnd(44)} ${value}`);
  return good !== false;
}

function verdict(
  { report, lost, twice, exitCodes, kills, traffic, grants, seconds }: ChaosResult,
  rate: number,
): boolean {
  const { working, done, partners } = report.summary;
  const throughGate = fastest(grants, 1000);
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
    line('repeated, because a worker died', traffic.times.length - report.summary.requests),
    line('nonces reused', `${traffic.noncesTwice} of ${traffic.nonces.length}`, traffic.noncesTwice === 0),
    line('limit, requests per second', rate),
    line(
      'let through, fastest 1 s, by Redis',
      throughGate.toFixed(1),
      grants.length > Math.max(0, traffic.times.length - rate) && throughGate <= rate * tolerance,
    ),
    // Not checked: on a busy machine, requests that were sent apart may arrive together.
    line('arrived, fastest 5 s', fastest(traffic.times, 5000).toFixed(1)),
    line('seconds', seconds.toFixed(1)),
  ].every(Boolean);
}

async function run(): Promise<boolean> {
  const [partners, concurrency, rate] = [Number(values.partners), Number(values.concurrency), Number(values.rate)];
  const random = seededRandom(Number(values.seed));
  const [kills, workers] = [Number(values.kills), Number(values.workers)];
  const result = await chaos({
    partners,
    workers,
    concurrency,
    rate,
    kills,
    restartRedis: true,
    dist: values.dist === undefined ? undefined : resolve(values.dist),
    random,
  });
  return verdict(result, rate);
}

run().then((good) => process.exit(good ? 0 : 1));
