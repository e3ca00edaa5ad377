import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellQuote } from '../lib/shell';
import { displayWidth } from '../lib/text-layout';
import { built } from '../testing/built';
import { present } from '../testing/present';

/** Gives a command a pseudo-terminal. */
const script = '/usr/bin/script';
const withTerminal = present(existsSync(script), `${script} of util-linux`) ? it : it.skip;

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'terminal-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** What a run of one case prints on a terminal of 60 columns. */
function printed(env: Readonly<Record<string, string>>): string {
  const words = [process.execPath, built('dist/cli.js'), 'run', '--case', 'accept.documented', '--out', 'out'];
  const command = `stty cols 60; ${words.map(shellQuote).join(' ')}`;
  const base = { PATH: process.env.PATH, TERM: 'xterm' };
  return execFileSync(script, ['-qec', command, '/dev/null'], { cwd, env: { ...base, ...env }, encoding: 'utf8' });
}

const motion = '\r\u001b[2K';
const colour = /\u001b\[[\d;]+m/;

describe('on a terminal', () => {
  withTerminal.each([
    ['moves and has colours', {}, { moves: true, coloured: true }],
    ['moves without colours under NO_COLOR', { NO_COLOR: '1' }, { moves: true, coloured: false }],
    ['does not move in CI', { CI: 'true' }, { moves: false, coloured: true }],
    ['does neither on a dumb terminal', { TERM: 'dumb' }, { moves: false, coloured: false }],
  ])('%s', (_name, env, wanted) => {
    const text = printed(env);
    expect({ moves: text.includes(motion), coloured: colour.test(text) }).toEqual(wanted);
    expect(text).toContain('Contract held');
    const [above = ''] = text.replaceAll(new RegExp(colour, 'g'), '').split(/^Reports/m);
    const lines = above.split(/\r?\n|\r\u001b\[2K/);
    expect(lines.some((line) => /^\d\/2 done/.test(line))).toBe(wanted.moves);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  });
});
