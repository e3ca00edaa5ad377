import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cases } from '../contract';
import { rules } from '../judge/rules';
import type { Rule } from '../judge/rules/types';
import type { Io } from '../lib/io';
import type { RunReport } from '../report/types';
import { chooseReporters, createReporting, defaultReporters } from '../reporters/reporting';
import { planRun } from '../run/plan';
import { Watchdog } from '../run/watchdog';
import { startSandbox } from '../sandbox';
import { makeWorkplace } from '../testing/cli';
import { runSession } from './run-session';

const work = makeWorkplace();
afterAll(() => work.remove());

const broken: readonly [name: string, check: () => unknown, message: string][] = [
  [
    'throws',
    () => {
      throw new Error('oh');
    },
    'oh',
  ],
  ['never settles', () => new Promise(() => undefined), 'its answer is no list; a rule answers at once'],
  [
    'loops',
    () => {
      for (;;);
    },
    'it did not end within 200 ms and is not asked again',
  ],
];

const wanted = ['accept.documented', 'accept.fresh-references', 'refuse.customer-ref.missing', 'auth.missing'];

/** A whole run against a sandbox, every reporter writing, with one rule more. */
async function runWith(check: () => unknown, fault?: string): Promise<{ exitCode: number; report: RunReport }> {
  rmSync(work.path('out'), { force: true, recursive: true });
  mkdirSync(work.path('out'));
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const stream = { write: () => undefined };
  const io: Io = { env: {}, cwd: work.cwd, stdout: stream, stderr: stream, onSignal: () => () => undefined };
  const bad = {
    id: 'bad',
    title: 'A rule with a mistake.',
    evidence: ['C5'],
    appliesTo: (_reading, context) => context.case.id === 'accept.fresh-references',
    check: check as Rule['check'],
  } satisfies Rule;
  const request = {
    target: { name: 'local', kind: 'custom', baseUrl: sandbox.url } as const,
    credentials: { ...sandbox.credentials, managementToken: undefined },
    fetchesToken: true,
    ...{
      strict: false,
      bail: false,
      retries: 0,
      timeoutMs: 60_000,
      maxDurationMs: 30_000,
      engine: 'newman' as const,
      seed: 1,
      concurrency: 4,
    },
    rate: undefined,
    now: new Date(0),
    watchdog: new Watchdog([bad, ...rules], 200),
  };
  const context = { outDir: work.path('out'), outDirShown: 'out', stdout: stream, interactive: false, colour: false };
  const reporting = await createReporting(chooseReporters(defaultReporters), context);
  try {
    const plan = planRun(cases, { ids: wanted }, true);
    const exitCode = await runSession(plan, { properties: [], runs: 0 }, request, reporting, io);
    return { exitCode, report: JSON.parse(readFileSync(work.path('out', 'run.json'), 'utf8')) };
  } finally {
    await sandbox.close();
  }
}

describe.each(broken)('a run with a rule that %s', (_name, check, message) => {
  it('judges everything else, says so in every report, and ends with 3', async () => {
    const { exitCode, report } = await runWith(check);
    expect(exitCode).toBe(3);
    expect(report).toMatchObject({ verdict: 'no-verdict', complete: true });
    expect(report.error).toBe(`internal error in rule bad: ${message} (accept.fresh-references)`);
    const verdicts = Object.fromEntries(report.cases.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts).toEqual({
      ...Object.fromEntries(report.cases.map(({ id }) => [id, 'passed'])),
      'accept.fresh-references': 'errored',
    });
    const files = readdirSync(work.path('out'));
    for (const file of chooseReporters(defaultReporters).flatMap((reporter) => reporter.file ?? [])) {
      expect(files).toContain(file);
      expect(readFileSync(work.path('out', file), 'utf8')).toContain('internal error in rule bad');
    }
  });

  it('ends with 1 where another rule finds the contract broken', async () => {
    const { exitCode, report } = await runWith(check, 'expires-number');
    expect([exitCode, report.verdict]).toEqual([1, 'broken']);
    expect(report.error).toContain('internal error in rule bad');
    expect(report.cases.find(({ id }) => id === 'accept.fresh-references')?.verdict).toBe('failed');
  });
});
