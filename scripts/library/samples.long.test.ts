import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/package-root';
import { built } from '../testing/built';
import { matchers } from './matchers';
import { startSandbox } from './sandbox';

const root = built();
const folder = join(root, 'samples');
beforeAll(() => mkdirSync(folder, { recursive: true }));

/** Each sample of docs/api.md, with the heading that it is under. */
function samplesIn(language: string): [heading: string, code: string][] {
  const text = readFileSync(join(packageRoot, 'docs/api.md'), 'utf8');
  let heading = '';
  return [...text.matchAll(/^## ([^\n]*)\n|^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap<[string, string]>(
    ([, title, written, code = '']) => {
      if (title !== undefined) heading = title;
      return written === language ? [[heading, code]] : [];
    },
  );
}

function saved(heading: string, code: string): string {
  const file = join(folder, `${heading.replace(/\W+/g, '-')}.js`);
  writeFileSync(file, code);
  return file;
}

const isReporter = ([, code]: [string, string]): boolean => code.includes('module.exports');

describe('a sample of docs/api.md', () => {
  it.each(samplesIn('js').filter((sample) => !isReporter(sample)))('runs, and prints: %s', (heading, code) => {
    const file = saved(heading, code);
    const said = execFileSync(process.execPath, [file], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
    if (code.includes('console.log')) expect(said).not.toBe('');
    expect(said).not.toContain('undefined');
  });

  it.each(samplesIn('js').filter(isReporter))('is a reporter: %s', (heading, code) => {
    const file = saved(heading, code);
    const args = ['run', '--case', 'accept.documented', '--reporter', `json,${file}`, '--out', join(folder, 'reports')];
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...args], {
      ...{ cwd: folder, encoding: 'utf8' },
    });
    expect(status).toBe(0);
    expect(stdout).toContain('held: the files are in ');
  });

  it.each(samplesIn('ts'))('passes in a test: %s', async (_, code) => {
    expect.extend(matchers);
    await using sandbox = await startSandbox();
    const references = { customerRef: 'customer-1', orderRef: 'order-1', instructionRef: 'instruction-1' };
    const authorization = `Bearer ${sandbox.credentials.managementToken}`;
    const request = {
      ...{ method: 'POST', headers: { authorization, 'content-type': 'application/json' } },
      body: JSON.stringify(references),
    };
    const response = await fetch(`${sandbox.url}/v1/identity/payout`, request);
    const { accessToken: token } = (await response.clone().json()) as { accessToken: string };
    const given = { expect, response, request, token, sandbox, ...references };
    const sample = new Function(...Object.keys(given), `return (async () => { ${code} })()`);
    await sample(...Object.values(given));
    expect.assertions(3);
  });
});
