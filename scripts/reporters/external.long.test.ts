import { existsSync, readFileSync, rmSync } from 'node:fs';
import { reporterForms, reporterWorkplace } from '../testing/own-reporters';

const { path, write, run } = reporterWorkplace();

describe('a reporter of someone else', () => {
  it('writes to standard error if the report goes to standard output', async () => {
    const [name, file, text] = reporterForms[0]!;
    write(file, text);
    const { stdout, stderr } = await run(name, '--json');
    expect(JSON.parse(stdout).verdict).toBe('held');
    expect(stderr).toContain('function says held');
  });

  it.each([
    ['throws', 'onEvent() { throw new Error("mine \\u001b[31mbroke"); }'],
    ['rejects', 'async onReport() { throw new Error("mine broke"); }'],
    [
      'changes what it gets',
      'onReport(r) { r.verdict = "broken"; r.cases.length = 0; throw new Error("mine broke"); }',
    ],
  ])('loses no other report if it %s', async (_, hook) => {
    write('bad.js', `module.exports = () => ({ ${hook} });`);
    const { stderr, exitCode } = await run('./bad.js,json,junit,ctrf');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^error: the reporter \.\/bad\.js failed: mine .*broke\n$/);
    const report = JSON.parse(readFileSync(path('out/run.json'), 'utf8'));
    expect(report).toMatchObject({ verdict: 'held', cases: expect.arrayContaining([expect.anything()]) });
    for (const file of ['junit.xml', 'ctrf-report.json']) expect(existsSync(path('out', file))).toBe(true);
  });

  it.each([
    ['./missing.js', /there is no file \.\/missing\.js/],
    ['./empty.js', /exports no reporter/],
    ['./syntax.js', /cannot be used: /],
    ['./nothing.js', /no object with onEvent or onReport/],
    ['unknown-package', /unknown reporter "unknown-package"/],
    ['fs', /unknown reporter "fs"/],
  ])('is refused before anything is sent: %s', async (name, message) => {
    write('empty.js', '');
    write('syntax.js', 'module.exports = (');
    write('nothing.js', 'module.exports = () => undefined;');
    rmSync(path('out'), { recursive: true, force: true });
    const { exitCode, stderr } = await run(`json,${name}`);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(path('out/run.json'))).toBe(false);
  });
});
