import { reporterForms, reporterWorkplace } from '../testing/own-reporters';

const { write, run } = reporterWorkplace();

describe('a reporter of someone else', () => {
  it('is loaded, however it is written and wherever it is', async () => {
    for (const [, path, text] of reporterForms) write(path, text);
    const { stdout, stderr, exitCode } = await run(`json,${reporterForms.map(([name]) => name).join(',')}`);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const names = ['function', 'module', 'object', 'compiled', 'class', 'package', 'scoped'];
    const said = (line: string) => names.map((name) => `${name} ${line}\n`);
    expect(stdout).toBe([...said('saw the end'), ...said('says held')].join(''));
  });

  it('learns no secret', async () => {
    write(
      'spy.js',
      `module.exports = (c) => ({ onSecret(s) { c.stdout.write('secret ' + s); }, onReport() { c.stdout.write(Object.keys(c).join()); } });`,
    );
    expect((await run('./spy.js')).stdout).toBe('outDir,outDirShown,stdout,interactive,colour');
  });
});
