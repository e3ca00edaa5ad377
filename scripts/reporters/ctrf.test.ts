import { hostileReport } from '../testing/hostile-report';
import { hostileText } from '../testing/hostile-text';
import { ctrfJson } from './ctrf';

const results = (text: string) => JSON.parse(ctrfJson(hostileReport(text))).results;

describe('ctrf-report.json', () => {
  it('counts what it lists', () => {
    const { summary, tests } = results('harmless');
    const { tests: all, passed, failed, pending, skipped, other } = summary;
    expect(tests).toHaveLength(all);
    expect(passed + failed + pending + skipped + other).toBe(all);
    for (const { name, status, duration, suite } of tests) {
      expect([typeof name, typeof duration]).toEqual(['string', 'number']);
      // The schema of CTRF takes a path of suites, not a name.
      expect(suite).toEqual([expect.any(String)]);
      expect(['passed', 'failed', 'skipped', 'pending', 'other']).toContain(status);
    }
    expect(summary.stop).toBeGreaterThanOrEqual(summary.start);
  });

  it('says why a case failed', () => {
    const failed = results('harmless').tests.filter(({ status }: { status: string }) => status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const { message } of failed) expect(message).toEqual(expect.any(String));
  });

  it('holds nothing that a terminal or a log obeys, for any text', () => {
    const obeyed = /[^\P{C}\n]|[\u2028\u2029]/u;
    const strings = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : value && typeof value === 'object'
          ? Object.values(value).flatMap(strings)
          : [];
    const wrong = hostileText.filter(([, text]) => strings(results(text)).some((each) => obeyed.test(each)));
    expect(wrong).toEqual([]);
  });
});
