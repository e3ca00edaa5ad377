import { writeFileSync } from 'node:fs';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace } from '../testing/cli';
import { harOf, payoutEntry } from '../testing/har-entries';
import { closeServers } from '../testing/servers';
import { validReport } from '../testing/valid-report';

const work = makeWorkplace();
let sandbox: Sandbox;
let broken: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  broken = await startSandbox({ fault: 'customer-ref-missing-accepted' });
});
afterEach(closeServers);
afterAll(async () => {
  await Promise.all([sandbox.close(), broken.close()]);
  work.remove();
});

const write = (name: string, content: unknown): string => {
  const bytes = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
  writeFileSync(work.path(name), bytes);
  return name;
};

const check = async (files: readonly string[], ...options: string[]) => {
  const outcome = await work.run(['check', ...files, '--out', 'out', ...options]);
  return { ...outcome, report: outcome.report && validReport(outcome.report) };
};

describe('check', () => {
  it('cuts strings of 100 MB, and judges the rest', async () => {
    const long = { ...(await payoutEntry(sandbox)), comment: 'x'.repeat(100 * 1024 * 1024) };
    const { exitCode, report } = await check([write('long.har', harOf([long, await payoutEntry(sandbox)]))]);
    expect([exitCode, report?.traffic?.judged]).toEqual([0, 2]);
  });

  it('stays small, whatever comes', async () => {
    const one = await payoutEntry(sandbox);
    const many = Array.from({ length: 1000 }, (_, index) => ({
      ...one,
      request: { ...one.request, url: `${sandbox.url}/${index}/x`, method: `M${index}` },
    }));
    const kinds = Array.from({ length: 1000 }, (_, index) => ({
      ...one,
      request: { ...one.request, url: `${sandbox.url}/v1/identity/payout`, method: `M${index}` },
    }));
    const { report } = await check([write('many.har', harOf([...many, ...kinds]))]);
    expect(report?.traffic).toMatchObject({ exchanges: 2000, judged: 1000 });
    expect(report?.notJudged?.length).toBeLessThan(100);
    expect(report?.cases.length).toBeLessThan(310);
    expect(JSON.stringify(report).length).toBeLessThan(5_000_000);
  });
});
