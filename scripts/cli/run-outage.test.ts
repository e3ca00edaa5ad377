import { outageWorkplace } from '../testing/outage-workplace';

const { gateway, run } = outageWorkplace();

describe('a target that goes down in the middle of a run', () => {
  it.each(['silence', 'reset', '503'] as const)(
    'by %s ends it with 3: what was checked stands, the rest is not sent',
    async (how) => {
      // Only silence takes the time limit, and is not repeated.
      const limits = how === 'silence' ? ['--timeout', '3000', '--retries', '0'] : [];
      const { exitCode, report, stdout } = await run(await gateway(60, how), ...limits);
      const found = report!.cases.flatMap(({ id, findings }) =>
        findings.map(({ rule, level }) => `${id} ${rule} ${level}`),
      );
      expect(found.filter((text) => text.endsWith('violation'))).toEqual([]);
      expect([exitCode, report?.verdict, report?.stopped, report?.complete]).toEqual([
        3,
        'no-verdict',
        'outage',
        false,
      ]);
      expect(report!.because).toMatch(how === '503' ? /503/ : /no response/);
      expect(report!.summary).toMatchObject({ violations: 0, failed: 0 });
      expect(report!.summary.passed).toBeGreaterThan(20);
      expect(report!.summary.skipped).toBeGreaterThan(10);
      expect(stdout).toContain('went down');
    },
  );
});

it('is never down from the first request on with a violation, and is not waited for', async () => {
  const { exitCode, report } = await run(await gateway(0, '503'));
  expect(exitCode).toBe(3);
  expect(report!.summary).toMatchObject({ violations: 0, passed: 0, failed: 0 });
});
