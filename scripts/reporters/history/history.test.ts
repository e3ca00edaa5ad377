import type { RuleId } from '../../judge/rules';
import type { RunHeader } from '../../report/types';
import { hostileText } from '../../testing/hostile-text';
import { answered, type CaseFixture, finding, foreignRule, reportOf } from '../../testing/run-fixtures';
import { digest, type RunDigest } from './digest';
import { historyHtml } from './page';
import { trends as trendsBy } from './trend';

/** Of runs that explored nothing. */
const trends = (digests: readonly RunDigest[]) => trendsBy(digests, () => false);
const on = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T09:30:00.000Z`;
const run = (day: number, cases: readonly CaseFixture[], header: Partial<RunHeader> = {}): RunDigest =>
  digest(`day-${day}/run.json`, reportOf({ header: { startedAt: on(day), ...header }, cases }));
const broken = (id: string, rule: RuleId = 'status'): CaseFixture => ({
  id,
  verdict: 'failed',
  findings: [finding({ rule })],
});
const took = (...times: readonly number[]): CaseFixture => ({
  id: 'a',
  exchanges: times.map((totalMs) => {
    const exchange = answered(201);
    return { ...exchange, response: { ...exchange.response!, timings: { totalMs } } };
  }),
});

describe('the digest of a run', () => {
  it.each([
    [[], undefined],
    [[7], { p50: 7, p95: 7, p99: 7 }],
    [Array.from({ length: 100 }, (_, at) => 100 - at), { p50: 50, p95: 95, p99: 99 }],
    [[3, 1, 2], { p50: 2, p95: 3, p99: 3 }],
  ])('has the percentiles of its response times (%#)', (times, wanted) => {
    expect(run(1, [took(...times)]).times).toEqual(wanted);
  });

  it('has neither requests nor responses', () => {
    expect(JSON.stringify(run(1, [took(1)]))).not.toContain('v1/identity');
  });
});

describe('the trend', () => {
  it('is chronological, by target, with each run once', () => {
    const other = { target: { name: 'sandbox', baseUrl: 'https://x.example' } };
    const ports = [1, 2].map((port) => ({ target: { name: 'embedded', baseUrl: `http://127.0.0.1:${port}` } }));
    const again = { ...run(2, [{ id: 'a' }]), name: 'copy' };
    const list = trends([
      run(3, [{ id: 'a' }], ports[0]),
      run(2, [{ id: 'a' }], ports[1]),
      again,
      run(1, [{ id: 'a' }], other),
    ]);
    expect(list.map(({ target, runs }) => [target, runs.map(({ startedAt }) => startedAt)])).toEqual([
      ['embedded', [on(2), on(3)]],
      ['sandbox (https://x.example)', [on(1)]],
    ]);
  });

  it('keeps hosts apart that are called embedded', () => {
    const hosts = ['https://embedded', 'https://embedded/a'].map((baseUrl) => ({
      target: { name: 'embedded', baseUrl },
    }));
    const list = trends([run(1, [{ id: 'a' }]), ...hosts.map((host, index) => run(index + 2, [{ id: 'a' }], host))]);
    expect(list.map(({ target }) => target).sort()).toEqual([
      'embedded',

      'https://embedded',
      'https://embedded/a',
    ]);
  });

  it('tells when a finding was seen first and last, where, and whether it is open', () => {
    const [{ findings }] = trends([
      run(1, [broken('a'), { id: 'b' }]),
      run(2, [broken('a'), broken('b')]),
      run(3, [{ id: 'a' }, { id: 'b' }, broken('c', 'allow')]),
      // Says nothing of the cases that it did not judge.
      run(4, [{ id: 'a' }, { id: 'c', verdict: 'skipped' }]),
    ]) as [ReturnType<typeof trends>[number]];
    expect(
      findings.map(({ rule, cases, runs, firstSeen, lastSeen, open }) => [
        rule,
        cases,
        runs,
        firstSeen,
        lastSeen,
        open,
      ]),
    ).toEqual([
      ['allow', ['c'], 1, on(3), on(3), true],
      ['status', ['a', 'b'], 2, on(1), on(2), false],
    ]);
  });

  it('ends a finding of an explored case with a later run that explored its conditions', () => {
    const id = 'explore:media-type=utf-16';
    const nothing = { covered: 0, of: 0 };
    const explored = { seed: 1, strength: 'pairs', programs: 1, requests: 1, levels: nothing, pairs: nothing } as const;
    const exploring = (day: number, cases: readonly CaseFixture[], requests = 1): RunDigest => ({
      ...run(day, cases),
      explored: { ...explored, requests },
    });
    const openAfter = (...runs: readonly RunDigest[]) =>
      trendsBy(runs, ({ requests }, of) => requests === 2 && of === id)[0]!.findings.map(({ open }) => open);
    expect(openAfter(exploring(1, [broken(id)], 2))).toEqual([true]);
    expect(openAfter(exploring(1, [broken(id)]), run(2, [{ id: 'a' }]))).toEqual([true]);
    expect(openAfter(exploring(1, [broken(id)]), exploring(2, [{ id: 'a' }]))).toEqual([true]);
    expect(openAfter(exploring(1, [broken(id)]), exploring(2, [{ id: 'a' }], 2))).toEqual([false]);
    expect(openAfter(exploring(1, [{ id: 'a' }], 2), exploring(2, [broken(id)]))).toEqual([true]);
    expect(openAfter(exploring(1, [broken(id)]), exploring(2, [{ id: 'a' }], 2), exploring(3, [broken(id)]))).toEqual([
      true,
    ]);
    // Another combination of the same finding is still open.
    const other = 'explore:media-type=half';
    expect(openAfter(exploring(1, [broken(id), broken(other)]), exploring(2, [broken(other)], 2))).toEqual([true]);
  });

  it.each<[string, CaseFixture[], boolean]>([
    ['passed after a retry', [{ id: 'a', flaky: true }], true],
    ['alternates', [{ id: 'a' }, broken('a'), { id: 'a' }], true],
    ['broke once', [{ id: 'a' }, broken('a'), broken('a')], false],
    ['was fixed', [broken('a'), { id: 'a' }], false],
    ['was not judged in between', [{ id: 'a' }, { id: 'a', verdict: 'errored' }, { id: 'a' }], false],
  ])('calls a case that %s flaky or not', (_name, results, flaky) => {
    const [{ flaky: found }] = trends(results.map((result, at) => run(at + 1, [result]))) as [
      ReturnType<typeof trends>[number],
    ];
    expect(found.map(({ id }) => id)).toEqual(flaky ? ['a'] : []);
  });
});

describe('the page of a history', () => {
  const page = historyHtml(
    trends([run(1, [took(5, 9), broken('b')]), run(2, [took(6, 20), { id: 'b', flaky: true }])]),
    [{ name: 'cut/run.json', why: 'it was cut' }],
  );

  it('shows verdicts, times, findings, flaky cases and skipped files, with text alternatives', () => {
    expect(page.match(/<svg class="chart" role="img" [^>]+><title>[^<]+<\/title><desc>[^<]+<\/desc>/g)).toHaveLength(2);
    for (const text of ['History of 2 runs', 'Half', 'Flaky cases', 'no longer', 'cut/run.json', 'day-2/run.json']) {
      expect(page.toLowerCase()).toContain(text.toLowerCase());
    }
    expect(page).toMatch(/<html lang="en">[\s\S]*<main><h1>/);
  });

  it('links to the report of a run that has one', () => {
    const linked = digest(
      'a b/run.json',
      reportOf({ header: { startedAt: on(1) }, cases: [{ id: 'a' }] }),
      './a%20b/report.html',
    );
    expect(historyHtml(trends([linked]), [])).toContain('<a href="./a%20b/report.html"><code>a b/run.json</code></a>');
  });

  it('draws runs of different selections apart', () => {
    const full = (day: number): RunDigest => run(day, [took(5), { id: 'b' }], { plan: 'sha256:0123456789abcdef' });
    const page = historyHtml(trends([full(1), run(2, [took(90)], { plan: 'sha256:fedcba9876543210' }), full(3)]), []);
    expect(page.match(/<h3>\d+ runs? of the same [^<]+</g)).toEqual([
      '<h3>2 runs of the same 2 cases<',
      '<h3>1 run of the same 1 case<',
    ]);
    expect(page.match(/<svg class="chart"/g)).toHaveLength(4);
    expect(historyHtml(trends([full(1), full(3)]), [])).not.toContain('of the same');
  });

  it('needs no script, no network and no other file', () => {
    expect(page).toContain("default-src 'none'");
    expect(page).toContain("script-src 'none'");
    expect(page).not.toMatch(/<time(?! class="unbroken")/);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|\bon\w+="|\bstyle="/i);
    expect([...page.matchAll(/(?:href|src)="([^"]*)"/g)].filter(([, to]) => !to!.startsWith('#'))).toEqual([]);
  });

  it('escapes text from servers and file names', () => {
    const pageWith = (texts: readonly string[]): string => {
      const cases = texts.map((text): CaseFixture => {
        return { id: text, verdict: 'failed', findings: [finding({ rule: foreignRule(text), message: text })] };
      });
      const all = texts.join(' ');
      const digested = {
        ...run(1, [...cases, { id: 'b', flaky: true }], { target: { name: all, baseUrl: all } }),
        name: all,
      };
      const flaky = { ...digested, startedAt: on(2), cases: digested.cases.map((each) => ({ ...each, flaky: true })) };
      return historyHtml(
        trends([digested, flaky]),
        texts.map((name) => ({ name, why: name })),
      );
    };
    const elements = (html: string) =>
      [...html.slice(html.indexOf('<body>')).matchAll(/<(\/?[a-z][a-z0-9]*)/g)].map(([, name]) => name);
    const texts = [...new Set(hostileText.map(([, text]) => text))].filter((text) => text !== '');
    for (let from = 0; from < texts.length; from += 150) {
      const some = texts.slice(from, from + 150);
      const hostile = pageWith(some);
      expect(elements(hostile)).toEqual(elements(pageWith(some.map((_, at) => `harmless ${at}`))));
      expect(hostile).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cs}]|[\u202a-\u202e\u2066-\u2069]/u);
    }
  });

  it('stays small: of a thousand runs it shows the latest two hundred', () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({
      ...run(1, [took(5)]),
      startedAt: new Date(Date.UTC(2026, 0, 1) + at * 3_600_000).toISOString(),
    }));
    const large = historyHtml(trends(many), []);
    expect(large).toContain('1000 runs, showing the latest 200');
    expect(Buffer.byteLength(large)).toBeLessThan(400_000);
  });
});
