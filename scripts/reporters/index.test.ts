import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/package-root';
import { makeWorkplace } from '../testing/cli';
import { reporters } from '.';
import { defaultReporters } from './reporting';

describe('the list of reporters', () => {
  const documented = readFileSync(join(packageRoot, 'docs/reports.md'), 'utf8');

  it.each(reporters)('has $name, which the help of run and report and docs/reports.md name', async ({ name, file }) => {
    const work = makeWorkplace();
    try {
      for (const command of ['run', 'report']) {
        const { stdout } = await work.run([command, '--help']);
        expect(stdout.replace(/\s+/g, ' ')).toMatch(new RegExp(`reporters, separated by commas:[^(]*\\b${name}\\b`));
      }
    } finally {
      work.remove();
    }
    expect(documented).toContain(`\`${file ?? name}\``);
  });

  it('has those that a run uses by default', () => {
    expect(reporters.map(({ name }) => name)).toEqual(expect.arrayContaining(defaultReporters.split(',')));
  });
});
