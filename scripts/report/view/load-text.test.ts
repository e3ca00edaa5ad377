import { createProgress, progressLine } from '../../reporters/console/progress';
import { reportHtml } from '../../reporters/html/page';
import { summaryMarkdown } from '../../reporters/summary-markdown';
import { eventsOf, finding, type RunFixture, reportOf } from '../../testing/run-fixtures';
import type { CaseLoad, Load } from '../types';
import { loadRows, perSecond, slowestCases } from './load-text';
import { duration } from './text';

const responseTimes = { p50: 0.42, p90: 9.97, p99: 40, max: 1204.5 };
const caseLoad = (p99: number): CaseLoad => ({
  sent: 100,
  failed: 0,
  errored: 0,
  responseTimes: { ...responseTimes, p99 },
});
const load: Load = {
  ...{ durationMs: 60_000, sent: 42_000, failed: 12, errored: 1, throttled: 1, responseTimes },
  failures: [
    { fromMs: 3000, toMs: 4000, count: 9 },
    { fromMs: 41_000, toMs: 42_000, count: 3 },
  ],
};
const ids = ['a', 'b', 'c', 'd', 'e', 'f|<b>'];
const run: RunFixture = {
  cases: [{ id: 'unsent' }, ...ids.map((id, index) => ({ id, load: caseLoad(10 * (index + 1)) }))],
  load,
};

describe('what is said of a sustained run', () => {
  it('names the five slowest cases, slowest first', () => {
    expect(slowestCases(reportOf(run)).map(({ id }) => id)).toEqual(['f|<b>', 'e', 'd', 'c', 'b']);
  });

  it.each([
    [0.42, '0.4 ms'],
    [9.97, '10 ms'],
    [3, '3 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1204.5, '1.2 s'],
  ])('gives times as they can be told apart: %d is %s', (time, text) => {
    expect(duration(time)).toBe(text);
  });

  it.each([
    [42_000, 60_000, 700],
    [1, 3000, 0.333],
    [12_345, 1000, 12_300],
    [0, 0, 0],
  ])('counts %d requests in %d ms as %d a second', (sent, durationMs, want) => {
    expect(perSecond({ sent, durationMs })).toBe(want);
  });

  it('says when expectations were broken, of many times the first', () => {
    expect(loadRows(load).at(-1)).toEqual(['failed', '9 from 3.0 s to 4.0 s, 3 from 41.0 s to 42.0 s']);
    const often = Array.from({ length: 10 }, (_, second) => ({
      fromMs: second * 1000,
      toMs: (second + 1) * 1000,
      count: 1,
    }));
    expect(loadRows({ ...load, failures: often }).at(-1)![1]).toMatch(/, 1 from 7.0 s to 8.0 s and 2 more times$/);
    expect(loadRows({ ...load, failures: [] }).map(([label]) => label)).toEqual(['outcome', 'times']);
  });

  it('claims no percentiles of several runs together', () => {
    const { responseTimes: _none, ...merged } = load;
    const report = { ...reportOf(run), load: merged };
    for (const text of [reportHtml(report), summaryMarkdown(report)])
      expect(text).toContain('several runs have no percentiles in common');
  });

  it('stands in the summary as a list and a table', () => {
    const lines = summaryMarkdown(reportOf(run)).split('\n');
    expect(lines).toContain('**Under load: 42000 requests in 60.0 s, 700 a second**');
    expect(lines).toContain('- times: p50 0.4 ms, p90 10 ms, p99 40 ms, max 1.2 s');
    expect(lines).toContain('| `f\\u007c<b>` | 0.4 ms | 10 ms | 60 ms | 1.2 s | 100 | 0 |');
    expect(lines.filter((line) => line.startsWith('|') && line.match(/\|/g)!.length === 8)).toHaveLength(7);
  });

  it('appears in the page with a chart of the failures over time and links to the slowest cases', () => {
    const page = reportHtml(reportOf(run));
    expect(page).toContain('<h2 id="load">Under load: 42000 requests in 60.0 s, 700 a second</h2>');
    expect(page).toContain(
      '<title>Failed requests over time</title><desc>12 failed, most of them from 3.0 s to 4.0 s.</desc>',
    );
    expect(page).toMatch(/<a href="#case-\d+"><code>f\|&lt;b&gt;<\/code><\/a>/);
    expect(reportHtml(reportOf({ ...run, load: { ...load, failures: [] } }))).not.toContain(
      'Failed requests over time',
    );
    expect(reportHtml(reportOf({ cases: run.cases }))).not.toContain('id="load"');
  });

  it('is followed on the progress line, where a case counts once', () => {
    const failed = { id: 'a', verdict: 'failed', findings: [finding()] } as const;
    const follow = createProgress();
    const shown = eventsOf({ cases: [failed, failed, { id: 'b' }], load }).flatMap((event) => follow(event) ?? []);
    expect(progressLine(shown.at(-1)!, 9000, 200)).toBe(
      '2/2 done  1 failed, 12 failed under load  9.0 s  under load: 42000 sent, 700 a second',
    );
  });
});
