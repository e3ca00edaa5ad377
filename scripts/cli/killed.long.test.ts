import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../lib/seeded-random';
import { readEvents } from '../report/read-events';
import type { RunEvent, RunReport } from '../report/types';
import { startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';
import { killProcesses, startCli } from '../testing/process';
import { validReport } from '../testing/valid-report';

const kills = 50;
const atOnce = 5;
const concurrency = 4;
/** So that no run reaches its end within the last moment: 65 more cases take 200 ms. */
const rate = 300;
const mostRequests = 160;

const seed = Number(process.env.KILL_SEED ?? randomInt(2 ** 31));
const random = seededRandom(seed);
/** When the target has got so many requests, and some milliseconds later. */
const moments = Array.from({ length: kills }, () => ({
  requests: Math.floor(random() * mostRequests),
  ms: Math.floor(random() * 6),
}));

const work = makeWorkplace();
afterAll(() => {
  killProcesses();
  work.remove();
});

/** What is left of a run that was killed, and what `report` makes of it. */
interface Killed {
  readonly signal: NodeJS.Signals | null;
  readonly wroteReport: boolean;
  readonly events: readonly RunEvent[];
  /** Requests that the target had got by then. */
  readonly sent: number;
  readonly report: RunReport;
  readonly exitCode: number;
}

async function kill(index: number): Promise<Killed> {
  const { requests, ms } = moments[index]!;
  const folder = `run-${index}`;
  const events = work.path(folder, 'events.ndjson');
  const target = await startSandbox(index % 2 === 0 ? {} : { fault: 'expires-number' });
  const engine = index % 10 === 9 ? 'newman' : 'direct';
  const args = ['run', '--out', folder, '--engine', engine, '--rate', `${rate}`, '--concurrency', `${concurrency}`];
  const { child, ended } = startCli(args, work.cwd, settingsOf(target));
  const begun = () => existsSync(events) && statSync(events).size > 0 && target.requests.length >= requests;
  try {
    while (child.exitCode === null && !begun()) await sleep(4);
    await sleep(ms);
    const sent = target.requests.length;
    child.kill('SIGKILL');
    await ended;
    const { exitCode, stdout } = await work.run(['report', '--json', folder]);
    return {
      ...{ signal: child.signalCode, wroteReport: existsSync(work.path(folder, 'run.json')), sent, exitCode },
      events: readEvents(readFileSync(events, 'utf8')),
      report: validReport(JSON.parse(stdout)),
    };
  } finally {
    await target.close();
  }
}

describe(`a run that is killed with -9 at any moment (KILL_SEED=${seed})`, () => {
  const killed: Killed[] = [];

  beforeAll(async () => {
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let index = next++; index < kills; index = next++) killed[index] = await kill(index);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }, 180_000);

  /** What is wrong in any of the runs, with its number. */
  const wrong = (check: (run: Killed) => readonly unknown[]): unknown[] =>
    killed.flatMap((run, index) => check(run).map((each) => [index, each]));

  it('has written events but no report', () => {
    expect(killed).toHaveLength(kills);
    expect(wrong(({ signal, wroteReport }) => (signal === 'SIGKILL' && !wroteReport ? [] : [signal]))).toEqual([]);
    const counts = killed.map(({ report: { summary } }) => summary.passed + summary.failed);
    expect(Math.max(...counts) - Math.min(...counts)).toBeGreaterThan(100);
  });

  it('is rendered with every verdict so far', () => {
    const verdicts = (events: readonly RunEvent[]) =>
      events.flatMap((event) => (event.type === 'case-finished' ? [[event.id, event.verdict, event.findings]] : []));
    const shown = ({ cases }: RunReport) =>
      new Map(cases.map(({ id, verdict, findings }) => [id, JSON.stringify([id, verdict, findings])]));
    expect(
      wrong(({ events, report }) =>
        verdicts(events).filter((each) => shown(report).get(each[0] as string) !== JSON.stringify(each)),
      ),
    ).toEqual([]);
  });

  it('lacks only the cases in flight', () => {
    const inFlight = ({ cases }: RunReport) => cases.filter(({ reason }) => reason === 'in flight when the run ended');
    const answers = ({ cases }: RunReport) => cases.flatMap(({ exchanges }) => exchanges).length;
    expect(wrong(({ report }) => (inFlight(report).length > concurrency ? [inFlight(report)] : []))).toEqual([]);
    expect(
      wrong(({ sent, report }) => (answers(report) < sent - concurrency ? [`${answers(report)} of ${sent}`] : [])),
    ).toEqual([]);
  });

  it('lists every planned case, and gives a reason for a missing verdict', () => {
    const sum = ({ passed, failed, errored, inconclusive, skipped }: RunReport['summary']) =>
      passed + failed + errored + inconclusive + skipped;
    expect(
      wrong(({ report: { summary, cases } }) =>
        [summary.cases - cases.length, summary.cases - sum(summary)].filter(Boolean),
      ),
    ).toEqual([]);
    const unexplained = ({ cases }: RunReport) =>
      cases.filter(({ verdict, reason }) => !['passed', 'failed'].includes(verdict) && reason === undefined);
    expect(wrong(({ report }) => unexplained(report))).toEqual([]);
  });

  it('is incomplete and never green: broken if a case had failed, else without a verdict', () => {
    const expected = ({ events }: Killed) =>
      events.some((event) => event.type === 'case-finished' && event.verdict === 'failed') ? 1 : 3;
    expect(
      wrong((run) => (run.report.complete || run.exitCode !== expected(run) ? [[run.exitCode, expected(run)]] : [])),
    ).toEqual([]);
    expect(new Set(killed.map(({ exitCode }) => exitCode))).toEqual(new Set([1, 3]));
  });
});
