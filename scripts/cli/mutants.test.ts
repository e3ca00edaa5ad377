import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killProcesses, startCli } from '../testing/process';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mutants-'));
});
afterEach(killProcesses);
afterAll(() => rmSync(folder, { recursive: true }));

describe('mutants', () => {
  it('compares the engines, and prints the result', async () => {
    const command = startCli(['mutants', '--engines', '--grep', 'header-names-odd', '--threads', '1'], folder);
    expect(await command.ended).toBe(0);
    expect(command.written.stdout).toMatch(/^cleared +header-names-odd +conforms/);
    expect(command.written.stdout).toContain('Differences between the engines: none\n');
  });
});
