import { writeFileSync } from 'node:fs';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from '../testing/cli';
import { closeServers, httpServer } from '../testing/servers';
import { planFleet } from './plan';
import { runFleet } from './run-fleet';
import { partnersText, writePartners } from './testing/partners';

let work: Workplace;
let sandbox: Sandbox;
let time: number;
/** The times of the requests. */
let times: number[];
beforeEach(async () => {
  work = makeWorkplace();
  [time, times] = [0, []];
  sandbox = await startSandbox({ onRequest: () => void times.push(time) });
  writePartners(work.path, sandbox, 3);
});
afterEach(async () => {
  work.remove();
  await sandbox.close();
  await closeServers();
});

/** Checks the partners of a file by a clock that moves only while the rate limit waits. */
async function runByOwnClock(text: string, rate?: number): Promise<void> {
  writeFileSync(work.path('partners.yaml'), text);
  const sleep = async (ms: number): Promise<void> => {
    time += ms;
  };
  await runFleet(planFleet('partners.yaml', { rate }, work.path()), {
    ...{ cwd: work.path(), env: {}, out: 'out', clock: { now: () => time, sleep }, concurrency: 1 },
    ...{ timeoutMs: 60_000, maxDurationMs: 60_000, retries: 0, random: () => 0, now: Date.now },
    ...{ signal: new AbortController().signal, stoppedBy: () => undefined },
    ...{ onStart: () => undefined, onResult: () => undefined },
  });
}

describe('a fleet in one process', () => {
  it('sends the requests of all partners at one rate', async () => {
    await runByOwnClock(partnersText(sandbox, 3), 40);
    expect(times).toEqual(Array.from({ length: 12 }, (_, index) => index * 25));
  });

  it('waits as long as a target asks, with all partners', async () => {
    const patient = await httpServer((_, response) => {
      times.push(time);
      response.writeHead(times.length === 1 ? 429 : 503, { 'retry-after': '7' }).end();
    });
    await runByOwnClock(partnersText(sandbox, 3).replace(sandbox.url, patient.url));
    expect(times.slice(0, 2)).toEqual([0, 7000]);
  });
});
