import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChaosResult, chaos, wronglyBlamed } from '../fleet/testing/chaos';
import { fastest } from '../fleet/testing/partners';
import { seededRandom } from '../lib/seeded-random';

/*
 * Sends a fleet through Redis and kills workers and Redis on the way. A smaller one is in queue.long.test.ts.
 *   node -r ts-node/register scripts/testing/fleet-chaos.ts --partners 2000 [--dist dist/cli.js]
 * With --trouble, a worker has no secrets, a host answers 429 with Retry-After 600 and a proxy is silent. The same fleet runs
 * without any trouble first: with it, it may take twice as long. The limit is lower then, because the retries at the silent
 * proxy take their ten seconds at any rate.
 *   node -r ts-node/register scripts/testing/fleet-chaos.ts --partners 186 --trouble --kills 2
 */
const { values } = parseArgs({
  options: {
    partners: { type: 'string', default: '2000' },
    rate: { type: 'string' },
    kills: { type: 'string', default: '10' },
    workers: { type: 'string', default: '3' },
    concurrency: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    dist: { type: 'string' },
    trouble: { type: 'boolean', default: false },
  },
});

const tolerance = 1.05;

function line(name: string, value: string | number, good?: boolean): boolean {
  const mark = good === undefined ? ' ' : good ? '✓' : '✗';
  console.log(`${mark} ${name.padEnd(44)} ${value}`);
  return good !== false;
}

function verdict(result: ChaosResult, rate: number, calmSeconds: number | undefined): boolean {
  const { report, lost, twice, exitCodes, kills, traffic, grants, seconds, workSeconds, blindExitCode } = result;
  const { working, done, partners } = report.summary;
  const good = report.partners.filter(({ name }) => name.startsWith('Partner ')).length;
  const wronged = wronglyBlamed(result.report);
  const requestsOfGood = report.partners
    .filter(({ name }) => name.startsWith('Partner '))
    .reduce((sum, { requests }) => sum + requests, 0);
  const throughGate = fastest(grants, 1000);
  return [
    line('partners', partners),
    line('workers killed with -9', kills),
    line('reported', `${done}, ${working} of them working`, done === partners && working === good),
    line('blamed wrongly', wronged.slice(0, 5).join(', ') || 0, wronged.length === 0),
    ...(blindExitCode === undefined
      ? []
      : [line('exit code of the worker without secrets', String(blindExitCode), blindExitCode === 2)]),
    line('lost', lost.length, lost.length === 0),
    line('reported twice', twice.length, twice.length === 0),
    line('report complete', String(report.complete), report.complete),
    line(
      'exit codes of the workers',
      exitCodes.join(', '),
      exitCodes.every((code) => code === 0),
    ),
    line('requests', traffic.times.length),
    line('repeated, because a worker died', traffic.times.length - requestsOfGood),
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
    ...(calmSeconds === undefined
      ? []
      : [
          line(
            'seconds of work, with and without trouble',
            `${workSeconds.toFixed(1)}, ${calmSeconds.toFixed(1)}`,
            workSeconds < 2 * calmSeconds,
          ),
        ]),
  ].every(Boolean);
}

async function run(): Promise<boolean> {
  const rate = Number(values.rate ?? (values.trouble ? 40 : 150));
  const [partners, concurrency] = [Number(values.partners), Number(values.concurrency)];
  const random = seededRandom(Number(values.seed));
  const [kills, workers] = [Number(values.kills), Number(values.workers)];
  const common = {
    ...{ workers, concurrency, rate, random },
    dist: values.dist === undefined ? undefined : resolve(values.dist),
  };
  const troubled = { busy: Math.ceil(partners / 20), silent: Math.ceil(partners / 40), blind: true };
  if (!values.trouble) return verdict(await chaos({ ...common, partners, kills, restartRedis: true }), rate, undefined);
  const calm = await chaos({ ...common, partners, kills: 0, restartRedis: false });
  const good = partners - troubled.busy - troubled.silent;
  const result = await chaos({ ...common, partners: good, kills, restartRedis: true, trouble: troubled });
  return verdict(result, rate, calm.workSeconds);
}

run().then((good) => process.exit(good ? 0 : 1));
