import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../lib/user-error';
import { type CaseFixture, finding, reportOf } from '../testing/run-fixtures';
import { create } from './github';
import { annotations, maskCommands } from './github-commands';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'github-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The reporter in an environment, and what it prints. */
function reporterIn(env: Record<string, string>, isTTY = false) {
  const printed: string[] = [];
  const stdout = { write: (text: string) => printed.push(text), isTTY };
  const context = { outDir: folder, outDirShown: 'out', stdout, interactive: false, colour: false, env };
  return { reporter: create(context), printed };
}

const failed = (id: string, change = {}): CaseFixture => ({ id, verdict: 'failed', findings: [finding(change)] });

describe('the annotations', () => {
  it('are errors for what fails the run, warnings for what does not, and none for observations', () => {
    const lines = annotations(
      reportOf({
        cases: [
          {
            id: 'warned',
            findings: [finding({ level: 'warning' }), finding({ level: 'observation', rule: 'observed-answer' })],
          },
          { id: 'errored', verdict: 'errored', reason: '50% of it, at: once' },
          failed('failed'),
        ],
      }),
    );
    expect(lines.map((line) => line.split('::')[1])).toEqual([
      'error title=violation%3A token-expiry',
      'error title=errored',
      'warning title=warning%3A token-expiry',
    ]);
    expect(lines[1]).toBe('::error title=errored::50%25 of it, at: once%0A1 case: errored\n');
  });

  it('name each cause once, with its cases', () => {
    const lines = annotations(reportOf({ cases: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => failed(id)) }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/%0A7 cases: a, b, c, d, e and 2 more\n$/);
  });

  it('are one per cause, even if expected and actual differ by the time', () => {
    const cases = ['a', 'b', 'c'].map((id, index) => failed(id, { expected: `${index}`, actual: `${index + 3600}` }));
    expect(annotations(reportOf({ cases }))).toEqual([
      expect.stringMatching(/expected: 0%0A {2}actual: 3600 \(a; others differ\)%0A.*%0A3 cases: a, b, c\n$/),
    ]);
  });

  it.each([
    [10, 10, 0],
    [11, 9, 2],
    [200, 9, 191],
  ])('of %i are %i, and one that counts the other %i', (count, shown, left) => {
    const warned = { id: 'warned', findings: [finding({ level: 'warning', message: 'the mildest' })] };
    const cases = Array.from({ length: count - 1 }, (_, index) => failed(`c${index}`, { message: `kind ${index}` }));
    const lines = annotations(reportOf({ cases: [warned, ...cases] }));
    expect(lines).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('::notice'))).toEqual(
      left === 0 ? [] : [expect.stringContaining(`::${left} more findings: see`)],
    );
    expect(lines.join('').includes('the mildest')).toBe(left === 0);
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(left === 0 ? 9 : shown);
  });

  it('report a run that failed without a failed case', () => {
    const stopped = reportOf({ cases: [{ id: 'a' }], stopped: 'outage' });
    const nothing = reportOf({ cases: [{ id: 'a', verdict: 'skipped', reason: 'needs a key' }] });
    const lines = [stopped, { ...stopped, error: 'boom' }, nothing].flatMap(annotations);
    expect(lines).toEqual([
      expect.stringMatching(/^::error title=run\.end::.+an outage of the target\n$/),
      expect.stringMatching(/^::error title=run\.end::.+an outage of the target%0Aboom\n$/),
      expect.stringMatching(/^::error title=run\.verdict::No verdict/),
    ]);
  });

  it('are not printed if the contract holds', () => {
    expect(annotations(reportOf({ cases: [{ id: 'a' }] }))).toEqual([]);
  });

  it('leave out quarantined findings', () => {
    const quarantined = { owner: 'Team', reason: 'known', expires: '2026-12-31' };
    expect(annotations(reportOf({ cases: [{ id: 'a', findings: [finding({ quarantined })] }] }))).toEqual([]);
  });
});

describe('the masks', () => {
  it.each<[string, string[]]>([
    ['a-secret-token', ['::add-mask::a-secret-token\n']],
    ['100%-secret', ['::add-mask::100%25-secret\n']],
    ['first secret line\nsecond secret line', ['::add-mask::first secret line\n', '::add-mask::second secret line\n']],
    ['a secret line\r\n1\r\n', ['::add-mask::a secret line\n']],
    ['short', []],
    ['           ', []],
  ])('of %j are %j', (secret, wanted) => {
    expect(maskCommands(secret)).toEqual(wanted);
  });

  it('are printed immediately, and only for the runner', () => {
    const runner = reporterIn({ GITHUB_ACTIONS: 'true' });
    runner.reporter.onSecret?.('a-secret-token');
    expect(runner.printed).toEqual(['::add-mask::a-secret-token\n']);
  });

  it.each([
    ['elsewhere', {}, false],
    ['unless GITHUB_ACTIONS is true', { GITHUB_ACTIONS: '1' }, false],
    ['on a terminal', { GITHUB_ACTIONS: 'true' }, true],
  ])('are never printed %s', (_where, env, tty) => {
    const { reporter, printed } = reporterIn(env, tty);
    reporter.onSecret?.('a-secret-token');
    expect(printed).toEqual([]);
  });
});

describe('the job summary', () => {
  const path = (): string => join(folder, 'summary');
  const report = reportOf({ cases: [failed('a')] });
  const append = async (): Promise<string> => {
    await reporterIn({ GITHUB_STEP_SUMMARY: path() }).reporter.onReport?.(report);
    return readFileSync(path(), 'utf8');
  };

  it('is appended, on a line of its own', async () => {
    writeFileSync(path(), 'what an earlier command wrote');
    expect(await append()).toMatch(/^what an earlier command wrote\n## ❌ Contract broken/);
  });

  it('is created if it is missing', async () => {
    expect(await append()).toMatch(/^## ❌ Contract broken/);
  });

  it.each([998_000, 999_990, 1_000_000, 1_048_576])('is cut to the remaining %i bytes', async (bytes) => {
    writeFileSync(path(), 'x'.repeat(bytes));
    expect((await append()).length - bytes).toBeLessThanOrEqual(Math.max(0, 1_000_000 - bytes) + 1);
  });

  it('is not written if the runner names no file', async () => {
    await reporterIn({}).reporter.onReport?.(report);
    expect(existsSync(path())).toBe(false);
  });

  it('is refused before anything is sent if it cannot be written', () => {
    mkdirSync(path());
    expect(() => reporterIn({ GITHUB_STEP_SUMMARY: path() })).toThrow(UserError);
  });
});
