import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startCli } from './process';

/** A folder for reporters of one's own, in which a process runs one case with them. */
export function reporterWorkplace() {
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

  return { path: (...parts: string[]): string => join(cwd, ...parts), write, run };
}

const body = (name: string): string => `({ outDir, stdout }) => ({
  onEvent({ type }) { if (type === 'run-finished') stdout.write('${name} saw the end\\n'); },
  async onReport({ verdict }) { stdout.write('${name} says ' + verdict + '\\n'); },
})`;

/** Ways to write a reporter: by the name that --reporter takes, the file and its text. */
export const reporterForms: readonly (readonly [name: string, path: string, text: string])[] = [
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
