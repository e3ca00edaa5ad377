import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, watchFile, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReporterEntry } from '../reporters/types';
import { finding, type RunFixture, reportOf } from '../testing/run-fixtures';
import { watchRuns } from './watch';

const broken: RunFixture = { cases: [{ id: 'a' }, { id: 'b', verdict: 'failed', findings: [finding()] }] };
const repaired: RunFixture = { cases: [{ id: 'a' }, { id: 'b' }] };

/** Runs of these results, one after the other; each Enter is a chunk of the input. */
async function watch(
  runs: readonly RunFixture[],
  stdin: AsyncIterable<unknown> | undefined,
  file?: string,
  cwd = '/',
  onRun?: (run: number) => unknown,
) {
  const written: string[] = [];
  const first: boolean[] = [];
  const run = async ({ create }: ReporterEntry, isFirst: boolean): Promise<number> => {
    const report = reportOf(runs[first.length]!);
    first.push(isFirst);
    await onRun?.(first.length);
    const stdout = { write: (text: string) => written.push(text) };
    const reporter = await create({ outDir: '/x', outDirShown: 'x', stdout, interactive: false, colour: false });
    await reporter.onReport?.(report);
    return report.exitCode;
  };
  const io = {
    ...{ env: {}, cwd, stderr: { write: () => true }, onSignal: () => () => undefined },
    stdout: { write: (text: string) => written.push(text) },
    ...(stdin && { stdin }),
  };
  return { exitCode: await watchRuns(run, file, io), first, text: written.join('') };
}

async function* enters(count: number): AsyncGenerator<string> {
  for (let index = 0; index < count; index += 1) yield '\n';
}

describe('run --watch', () => {
  it('runs again at Enter, shows what changed, and ends with the last exit code', async () => {
    const { exitCode, first, text } = await watch([broken, broken, repaired], enters(2));
    expect([exitCode, first]).toEqual([0, [true, false, false]]);
    expect(text).toBe(
      [
        '\nPress Enter to run again; Ctrl+C stops.\n',
        'Nothing changed.\n\nContract broken: 1 of 2 checked cases failed.\n',
        '\nPress Enter to run again; Ctrl+C stops.\n',
        '✓ b: failed before, now passed\n\nContract held: 2 passed.\n',
        '\nPress Enter to run again; Ctrl+C stops.\n',
      ].join(''),
    );
  });

  it('runs again when the file changes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watch-'));
    const file = join(folder, 'server.js');
    writeFileSync(file, '1');
    const changing = setInterval(() => appendFileSync(file, '1'), 100);
    // The input ends after the second run: the prompt that follows a change is the second one.
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    async function* untilEnd(): AsyncGenerator<string> {
      await ended;
      yield* [];
    }
    const runs = [broken, ...Array.from({ length: 1000 }, () => repaired)];
    try {
      const { exitCode, text } = await watch(runs, untilEnd(), 'server.js', folder, (run) => run === 2 && end());
      expect(exitCode).toBe(0);
      expect(text).toContain('or change server.js; Ctrl+C stops.');
      expect(text).toContain('✓ b: failed before, now passed');
    } finally {
      clearInterval(changing);
      rmSync(folder, { recursive: true });
    }
  });

  it('runs once more if the file changes during a run that Enter has started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watch-'));
    const file = join(folder, 'server.js');
    writeFileSync(file, '1');
    const ended = new AbortController();
    async function* enterOnce(): AsyncGenerator<string> {
      yield '\n';
      if (!ended.signal.aborted) await once(ended.signal, 'abort');
    }
    const onRun = async (run: number): Promise<void> => {
      if (run === 3) ended.abort();
      if (run !== 2) return;
      // Again and again: a change before the first look at the file is not noticed.
      const changing = setInterval(() => appendFileSync(file, '1'), 100);
      await new Promise<void>((resolve) => watchFile(file, () => resolve()));
      clearInterval(changing);
    };
    try {
      const { first } = await watch([broken, broken, repaired, repaired], enterOnce(), 'server.js', folder, onRun);
      expect(first.length).toBeGreaterThan(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
