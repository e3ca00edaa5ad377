import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { rules } from '../judge/rules';
import type { Rule } from '../judge/rules/types';
import type { RunReport } from '../report/types';
import { chooseReporters, createReporting, defaultReporters } from '../reporters/reporting';
import { startSandbox } from '../sandbox';
import { makeWorkplace } from '../testing/cli';
import { keysOf, runHarness } from '../testing/harness';

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
  [
    'never settles',
    () => new Promise(() => undefined),
    'check did not return an array; a rule must not be asynchronous',
  ],
];

const wanted = ['accept.documented', 'accept.fresh-references', 'refuse.customer-ref.missing', 'auth.missing'];

/** A whole run against a sandbox, with all reporters and one more rule. */
async function runWith(check: () => unknown, fault?: string): Promise<{ exitCode: number; report: RunReport }> {
  rmSync(work.path('out'), { force: true, recursive: true });
  mkdirSync(work.path('out'));
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const bad = {
    id: 'bad',
    title: 'A rule with a mistake.',
    evidence: ['C5'],
    appliesTo: (_reading, context) => context.case.id === 'accept.fresh-references',
    check: check as Rule['check'],
  } satisfies Rule;
  const stdout = { write: () => undefined };
  const context = { outDir: work.path('out'), outDirShown: 'out', stdout, interactive: false, colour: false };
  const reporting = await createReporting(chooseReporters(defaultReporters), context);
  try {
    const { exitCode } = await runHarness({
      baseUrl: sandbox.url,
      credentials: keysOf(sandbox),
      select: { ids: wanted },
      judging: { rules: [bad, ...rules] },
      hooks: reporting,
    });
    return { exitCode, report: JSON.parse(readFileSync(work.path('out', 'run.json'), 'utf8')) };
  } finally {
    await sandbox.close();
  }
}

describe.each(broken)('a run with a rule that %s', (_name, check, message) => {
  it('judges everything else, reports it everywhere, and ends with 3', async () => {
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
