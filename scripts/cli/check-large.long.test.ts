import { checkWorkplace } from '../testing/check-workplace';
import { harOf, payoutEntry } from '../testing/har-entries';

const work = checkWorkplace();
const { write, check } = work;

describe('check', () => {
  it('cuts strings of 100 MB, and judges the rest', async () => {
    const long = { ...(await payoutEntry(work.sandbox)), comment: 'x'.repeat(100 * 1024 * 1024) };
    const { exitCode, report } = await check([write('long.har', harOf([long, await payoutEntry(work.sandbox)]))]);
    expect([exitCode, report?.traffic?.judged]).toEqual([0, 2]);
  });

  it('stays small, whatever comes', async () => {
    const one = await payoutEntry(work.sandbox);
    const many = Array.from({ length: 1000 }, (_, index) => ({
      ...one,
      request: { ...one.request, url: `${work.sandbox.url}/${index}/x`, method: `M${index}` },
    }));
    const kinds = Array.from({ length: 1000 }, (_, index) => ({
      ...one,
      request: { ...one.request, url: `${work.sandbox.url}/v1/identity/payout`, method: `M${index}` },
    }));
    const { report } = await check([write('many.har', harOf([...many, ...kinds]))]);
    expect(report?.traffic).toMatchObject({ exchanges: 2000, judged: 1000 });
    expect(report?.notJudged?.length).toBeLessThan(100);
    expect(report?.cases.length).toBeLessThan(310);
    expect(JSON.stringify(report).length).toBeLessThan(5_000_000);
  });
});
