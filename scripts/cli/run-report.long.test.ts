import { readdirSync, statSync } from 'node:fs';
import { startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';

const work = makeWorkplace();
afterAll(() => work.remove());

const bytesPerCase = 5 * 1024;

describe('the reports of a whole run', () => {
  it.each([
    ['in which the contract holds', undefined, 0],
    ['in which most cases fail', 'correlation-caller-ignored', 1],
    ['in which every refusal leaks a stack', 'leak-stack-in-message', 1],
  ])('%s are the usual files, and run.json is at most 5 KB a case', async (_what, fault, wanted) => {
    const sandbox = await startSandbox(fault === undefined ? {} : { fault });
    const { exitCode, report } = await work.run(['run', '--out', 'out', '--engine', 'direct', '--explore', '1'], {
      env: settingsOf(sandbox),
    });
    await sandbox.close();
    expect(exitCode).toBe(wanted);
    expect(readdirSync(work.path('out')).sort()).toEqual(
      ['events.ndjson', 'junit.xml', 'report.html', 'run.json', 'summary.md'].sort(),
    );
    expect(report!.cases.length).toBeGreaterThan(200);
    expect(statSync(work.path('out', 'run.json')).size / report!.cases.length).toBeLessThan(bytesPerCase);
  });
});
