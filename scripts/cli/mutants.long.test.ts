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
    const command = startCli(['mutants', '--engines', '--no-explore', '--grep', 'chunked', '--threads', '1'], folder);
    expect(await command.ended).toBe(0);
    expect(command.written.stderr).toBe('0 faults and 1 variant: less than a minute\n');
    expect(command.written.stdout).toMatch(/^cleared +chunked +conforms/);
    expect(command.written.stdout).toContain('Differences between the engines: none\n');
  });
});
