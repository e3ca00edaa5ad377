import { execFileSync } from 'node:child_process';
import { displayWidth } from '../../lib/text-layout';
import { clear, print, type Terminal } from '../../testing/console';
import { type CaseFixture, eventsOf, finding, type RunFixture, reportOf } from '../../testing/run-fixtures';
import { sampleRuns } from '../../testing/sample-runs';
import { create } from '../console';
import { createProgress, progressLine } from './progress';

describe('the console on a terminal', () => {
  const run: RunFixture = {
    cases: [
      { id: 'a', theme: 'First' },
      { id: 'b', theme: 'Second', verdict: 'failed', findings: [finding()] },
      { id: 'c', theme: 'Second', verdict: 'errored' },
    ],
  };

  it('shows one line at once when the run starts, and clears it at its end', () => {
    const { during } = print(run, { columns: 80, interactive: true });
    expect(during.slice(1)).toEqual([expect.stringMatching(/^\r\u001b\[2K0\/3 done {2}[\d.]+ ms$/), '\r\u001b[2K']);
  });

  it('moves while nothing comes, as when the engine starts', () => {
    jest.useFakeTimers();
    const written: string[] = [];
    const stdout = { write: (text: string) => written.push(text), columns: 80 };
    const reporter = create({ outDir: '/x', outDirShown: 'x', stdout, interactive: true, colour: false });
    const [started, ...events] = eventsOf(run);
    void reporter.onEvent?.(started!);
    const before = written.length;
    jest.advanceTimersByTime(1000);
    expect(written.length).toBeGreaterThan(before + 3);
    expect(written.at(-1)).toContain('0/3 done');
    for (const event of events) void reporter.onEvent?.(event);
    const after = written.length;
    jest.advanceTimersByTime(1000);
    expect(written.length).toBe(after);
    jest.useRealTimers();
  });

  it('prints no line of progress before the ending alone', () => {
    expect(print(run, { columns: 80, interactive: true, detail: 'quiet' }).during).toEqual([]);
  });

  it.each([
    ['0/3 done  300 ms', 0, 300],
    ['0/3 done  300 ms  First', 1, 300],
    ['1/3 done  1.5 s, about 3 s left  First', 2, 1500],
    ['2/3 done  1 failed  1.5 s, about 1 s left  Second', 4, 1500],
    ['3/3 done  1 failed, 1 without a response  1.5 s  Second', 6, 1500],
  ])('shows how far it is: %s', (wanted, after, elapsedMs) => {
    const follow = createProgress();
    const steps = eventsOf(run).flatMap((event) => follow(event) ?? []);
    expect(progressLine(steps[after]!, elapsedMs, 80)).toBe(wanted);
  });

  it('says what follows the cases', () => {
    const follow = createProgress();
    const explored = { cases: [...run.cases, { id: 'explore:pairs', theme: 'Exploring', tags: ['explore'] }] };
    const steps = eventsOf(explored).flatMap((event) => follow(event) ?? []);
    expect(progressLine(steps[2]!, 2000, 80)).toBe('1/4 done  2.0 s, about 4 s left, then exploring  First');
    expect(progressLine(steps[6]!, 2000, 80)).toBe('3/4 done  1 failed, 1 without a response  2.0 s  Second');
  });

  it('does not move when piped', () => {
    expect(print(run).during).toHaveLength(1);
    expect(print(run).all).not.toContain('\u001b');
  });

  it('uses colours if allowed, with the same text', () => {
    const { end } = print(run, { colour: true });
    expect(end).toContain('\u001b[31m✗');
    expect(end.replaceAll(/\u001b\[\d+m/g, '')).toBe(print(run).end);
    expect(end).not.toMatch(/\u001b\[3\dm *\u001b\[39m|\u001b\[2m\u001b\[22m/);
  });

  const wide: RunFixture = {
    header: { target: { name: 'a-target', baseUrl: `https://${'a-target.'.repeat(8)}example` } },
    cases: [
      ...run.cases,
      { id: 'a-rather-long-case-id.'.repeat(4), title: '支払い '.repeat(40), theme: 'theme'.repeat(30), flaky: true },
      ...sampleRuns.flatMap(([name, { cases }]) => cases.map((each) => ({ ...each, id: `${name.length}.${each.id}` }))),
    ],
    drift: [{ aspect: 'token.claims', accepted: ['a'.repeat(100)], observed: [], cases: ['a'] }],
  };
  const widest = (end: string): number =>
    Math.max(
      ...end
        .split(/^Report/m)[0]!
        .split('\n')
        .map((line) => displayWidth(line)),
    );
  const progressWidths = (during: readonly string[]): number[] =>
    during.slice(1).map((text) => displayWidth(text.replace(clear, '')));

  it.each([20, 30, 40, 60, 80, 200])('stays within %i columns, except for text to copy', (columns) => {
    const { during, end } = print(wide, { columns, interactive: true });
    expect(widest(end)).toBeLessThanOrEqual(columns);
    expect(Math.max(...progressWidths(during))).toBeLessThan(columns);
  });

  it.each([undefined, 0])('assumes 80 columns if the width is unknown: %s', (columns) => {
    const terminal = { interactive: true, ...(columns !== undefined && { columns }) };
    const { end } = print({ cases: [{ id: 'a', title: 'x'.repeat(100) }] }, { ...terminal, detail: 'verbose' });
    expect(end.split('\n')[2]).toHaveLength(80);
  });

  it('follows the width of the terminal', () => {
    let columns = 200;
    const { during, end } = print(wide, { columns: () => columns, interactive: true });
    expect([during.length, widest(end) > 100]).toEqual([3, true]);
    columns = 200;
    const resized = print(wide, { columns: () => (columns -= 1), interactive: true });
    for (const [index, width] of progressWidths(resized.during).entries())
      expect(width).toBeLessThan(Math.max(20, 200 - index));
    expect(widest(resized.end)).toBeLessThanOrEqual(columns);
  });

  it('shows failures instead of the theme if there is little room', () => {
    const follow = createProgress();
    const steps = eventsOf(run).flatMap((event) => follow(event) ?? []);
    expect(progressLine(steps[4]!, 500, 38)).toBe('2/3 done  1 failed  500 ms  Second');
    expect(progressLine(steps[4]!, 500, 33)).toBe('2/3 done  1 failed  500 ms  Sec…');
    expect(progressLine(steps[4]!, 500, 29)).toBe('2/3 done  1 failed  500 ms');
  });

  it.each([30, 60, 100])('breaks the command only at points where a shell continues, in %i columns', (columns) => {
    const cases = ['a', "it's", 'c', 'd'].map((id): CaseFixture => ({ id: `case.${id}`, verdict: 'failed' }));
    // Without a file of the run, the command names the cases.
    const command = (terminal: Terminal) => print({ cases }, terminal).end.split(/^Repeat\s+/m)[1]!;
    const wordsOf = (text: string) =>
      execFileSync('sh', ['-c', text.replace('payout-contract', "printf '%s|'")]).toString();
    expect(command({}).trimEnd()).not.toContain('\n');
    expect(wordsOf(command({}))).toContain("|--case|case.it's|");
    expect(wordsOf(command({ columns, interactive: true }))).toBe(wordsOf(command({})));
  });

  it('never breaks a path', () => {
    const { end } = print({ cases: [{ id: 'a' }] }, { columns: 30 }, ['run.json', 'report.html']);
    expect(end).toMatch(/\nReport\n {2}reports\/20260301T093000Z\/report\.html\n$/);
  });

  it('links the report where the terminal makes links', () => {
    const written: string[] = [];
    const stdout = { write: (text: string) => written.push(text), columns: 80 };
    const shownWith = (env: Record<string, string>, interactive = true) => {
      written.length = 0;
      const outDir = '/a b\u001b]8;;evil\u0007/x';
      const files = ['report.html'];
      const reporter = create({ outDir, outDirShown: 'x', files, stdout, interactive, colour: false, env });
      void reporter.onReport?.(reportOf({ cases: [{ id: 'a' }] }));
      return written.join('').split('\nReport  ')[1];
    };
    const link = 'file:///a%20b%1B%5D8;;evil%07/x/report.html';
    const linked = `\u001b]8;;${link}\u001b\\x/report.html\u001b]8;;\u001b\\\n`;
    for (const env of [
      { TERM_PROGRAM: 'WezTerm' },
      { VTE_VERSION: '7200' },
      { TERM: 'xterm-kitty' },
      { WT_SESSION: 'x' },
    ])
      expect(shownWith(env)).toBe(linked);
    const plain = 'x/report.html\n';
    expect(shownWith({ TERM: 'xterm', VTE_VERSION: '4900' })).toBe(plain);
    expect(shownWith({ TERM_PROGRAM: 'WezTerm', FORCE_HYPERLINK: '0' })).toBe(plain);
    expect(shownWith({ TERM_PROGRAM: 'WezTerm' }, false)).toBe(plain);
  });
});
