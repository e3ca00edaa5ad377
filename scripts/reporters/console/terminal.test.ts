import { execFileSync } from 'node:child_process';
import { displayWidth } from '../../lib/text-layout';
import { clear, print, type Terminal } from '../../testing/console';
import { type CaseFixture, finding, type RunFixture } from '../../testing/run-fixtures';
import { sampleRuns } from '../../testing/sample-runs';

describe('the console on a terminal', () => {
  const run: RunFixture = {
    cases: [
      { id: 'a', theme: 'First' },
      { id: 'b', theme: 'Second', verdict: 'failed', findings: [finding()] },
      { id: 'c', theme: 'Second', verdict: 'errored' },
    ],
  };

  it('updates one line during the run, and clears it', () => {
    const { during } = print(run, { columns: 80, interactive: true });
    expect(during.slice(1)).toEqual([
      '\r\u001b[2K0/3',
      '\r\u001b[2K0/3  First',
      '\r\u001b[2K1/3  First',
      '\r\u001b[2K1/3  Second',
      '\r\u001b[2K2/3  Second  1 failure',
      '\r\u001b[2K2/3  Second  1 failure',
      '\r\u001b[2K3/3  Second  1 failure, 1 without a response',
      '\r\u001b[2K',
    ]);
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
        .split(/^Reports/m)[0]!
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
    const { end } = print({ cases: [{ id: 'a', title: 'x'.repeat(100) }] }, terminal);
    expect(end.split('\n')[2]).toHaveLength(80);
  });

  it('follows the width of the terminal', () => {
    let columns = 200;
    const { during, end } = print(wide, { columns: () => columns, interactive: true });
    expect([Math.max(...progressWidths(during)) > 100, widest(end) > 100]).toEqual([true, true]);
    columns = 200;
    const resized = print(wide, { columns: () => (columns -= 1), interactive: true });
    for (const [index, width] of progressWidths(resized.during).entries())
      expect(width).toBeLessThan(Math.max(20, 200 - index));
    expect(widest(resized.end)).toBeLessThanOrEqual(columns);
  });

  it('shows failures instead of the theme if there is little room', () => {
    const { during } = print(run, { columns: 22, interactive: true });
    expect(during.at(-3)).toBe(`${clear}2/3  Seco…  1 failure`);
  });

  it.each([30, 60, 100])('breaks the command only at points where a shell continues, in %i columns', (columns) => {
    const cases = ['a', "it's", 'c', 'd'].map((id): CaseFixture => ({ id: `case.${id}`, verdict: 'failed' }));
    const command = (terminal: Terminal) => print({ cases }, terminal).end.split(/^Repeat\s+/m)[1]!;
    const wordsOf = (text: string) =>
      execFileSync('sh', ['-c', text.replace('payout-contract', "printf '%s|'")]).toString();
    expect(command({}).trimEnd()).not.toContain('\n');
    expect(wordsOf(command({}))).toContain("|--case|case.it's|");
    expect(wordsOf(command({ columns, interactive: true }))).toBe(wordsOf(command({})));
  });

  it('never breaks a path', () => {
    const { end } = print({ cases: [{ id: 'a' }] }, { columns: 30 }, ['run.json', 'junit.xml']);
    const folder = 'reports/20260301T093000Z';
    expect(end).toMatch(new RegExp(`\nReports\n  ${folder}/run.json\n  ${folder}/junit.xml\n$`));
  });
});
