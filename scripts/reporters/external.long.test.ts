import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startCli } from '../testing/process';

let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'reporters-'));
});
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

async function run(reporter: string, ...more: string[]) {
  const args = [
    'run',
    '--engine',
    'direct',
    '--case',
    'accept.documented',
    '--out',
    'out',
    '--reporter',
    reporter,
    ...more,
  ];
  const { ended, written } = startCli(args, cwd);
  return { exitCode: await ended, ...written };
}

const body = (name: string): string => `({ outDir, stdout }) => ({
  onEvent({ type }) { if (type === 'run-finished') stdout.write('${name} saw the end\\n'); },
  async onReport({ verdict }) { stdout.write('${name} says ' + verdict + '\\n'); },
})`;

/** Ways to write a reporter: by the name that --reporter takes, the file and its text. */
const forms: readonly (readonly [name: string, path: string, text: string])[] = [
  ['./function.js', 'function.js', `module.exports = ${body('function')};`],
  ['./module.mjs', 'module.mjs', `await null; export default ${body('module')};`],
  ['./object.cjs', 'object.cjs', `exports.create = ${body('object')};`],
  ['./compiled.js', 'compiled.js', `exports.__esModule = true; exports.default = ${body('compiled')};`],
  [
    './class.js',
    'class.js',
    `module.exports = class { constructor(c) { this.c = c; }
      onEvent({ type }) { if (type === 'run-finished') this.c.stdout.write('class saw the end\\n'); }
      onReport({ verdict }) { this.c.stdout.write('class says ' + verdict + '\\n'); } };`,
  ],
  ['some-package', 'node_modules/some-package/index.js', `module.exports = ${body('package')};`],
  ['@a/b', 'node_modules/@a/b/index.js', `module.exports = ${body('scoped')};`],
];

describe('a reporter of someone else', () => {
  it('writes to standard error if the report goes to standard output', async () => {
    const [name, path, text] = forms[0]!;
    write(path, text);
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
    const report = JSON.parse(readFileSync(join(cwd, 'out/run.json'), 'utf8'));
    expect(report).toMatchObject({ verdict: 'held', cases: expect.arrayContaining([expect.anything()]) });
    for (const file of ['junit.xml', 'ctrf-report.json']) expect(existsSync(join(cwd, 'out', file))).toBe(true);
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
    rmSync(join(cwd, 'out'), { recursive: true, force: true });
    const { exitCode, stderr } = await run(`json,${name}`);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(join(cwd, 'out/run.json'))).toBe(false);
  });
});
