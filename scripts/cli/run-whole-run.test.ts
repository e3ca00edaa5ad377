import { startSandbox } from '../sandbox';
import { e2Body } from '../sandbox/refusal';
import type { Change } from '../sandbox/types';
import { settingsOf } from '../testing/cli';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();

/** Runs against a sandbox that differs from the baseline in this. */
async function runAgainst(change: Change, args: readonly string[]) {
  const sandbox = await startSandbox({ change });
  try {
    return await work.run(['run', '--out', 'out', '--engine', 'direct', ...args], { env: settingsOf(sandbox) });
  } finally {
    await sandbox.close();
  }
}

/** Answers 401 with a text. */
const textOn401: Change = () => ({
  reply: (reply) =>
    reply.status === 401 ? { ...reply, headers: [['Content-Type', 'text/plain']], body: 'Unauthorized' } : reply,
});
const olderForm: Change = (baseline) => ({ ...textOn401(baseline), errorBody: e2Body });

// The 401 comes before the 400 or after it: what is promised for it follows from the run.
const bothErrors = ['--case', 'auth.missing', '--case', 'refuse.customer-ref.missing', '--case', 'auth.garbage'];

describe('the body of a 401', () => {
  it('is free where the 400s have the older form (E4)', async () => {
    const { exitCode, report } = await runAgainst(olderForm, bothErrors);
    const broken = report!.cases.filter(({ verdict }) => verdict === 'failed');
    expect([exitCode, broken.map(({ id }) => id)]).toEqual([0, []]);
  });

  it('is promised where the 400s have the newer form (E4)', async () => {
    const { exitCode, report } = await runAgainst(textOn401, bothErrors);
    const rules = (id: string) => report!.cases.find((result) => result.id === id)?.findings.map(({ rule }) => rule);
    expect(exitCode).toBe(1);
    expect(rules('auth.missing')).toContain('error-body');
    expect(rules('auth.garbage')).toContain('error-body');
  });
});

describe('a limit of 49 characters', () => {
  it('is a deviation, and what needs the longer reference is not sent', async () => {
    const { exitCode, report, stdout } = await runAgainst(
      ({ referenceProblem }) => ({
        referenceProblem: (value, name) =>
          typeof value === 'string' && value.length === 50 ? 'LENGTH_OUT_OF_RANGE' : referenceProblem(value, name),
      }),
      ['--grep', 'length'],
    );
    expect([exitCode, report?.verdict]).toEqual([0, 'held']);
    const levels = report!.cases.flatMap(({ findings }) => findings.map(({ level }) => level));
    expect(levels).toContain('deviation');
    expect(stdout).toContain('not sent');
  });
});

describe('a target that never answers a forged token', () => {
  it('is a finding after two such cases, and the run ends', async () => {
    const { exitCode, report } = await runAgainst(
      (baseline) => ({
        signatureHolds: async (...token) =>
          (await baseline.signatureHolds(...token)) || new Promise<boolean>(() => undefined),
      }),
      ['--case', 'auth.changed-signature', '--case', 'auth.changed-payload', '--timeout', '3000', '--retries', '0'],
    );
    const failed = report!.cases.filter(({ verdict }) => verdict === 'failed');
    expect([exitCode, failed.map(({ id }) => id)]).toEqual([1, ['auth.changed-signature', 'auth.changed-payload']]);
  });
});
