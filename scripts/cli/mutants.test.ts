import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWorkplace } from '../testing/cli';
import { killProcesses, startCli } from '../testing/process';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mutants-'));
});
afterEach(killProcesses);
afterAll(() => rmSync(folder, { recursive: true }));

describe('mutants', () => {
  it('prints the result', async () => {
    const command = startCli(['mutants', '--no-explore', '--grep', 'chunked', '--threads', '1'], folder);
    expect(await command.ended).toBe(0);
    expect(command.written.stderr).toBe('0 faults and 1 variant: less than a minute\n');
    expect(command.written.stdout).toMatch(/^cleared +chunked +conforms/);
  });

  it('compares nothing if it is interrupted before the first result', async () => {
    const work = makeWorkplace();
    const { exitCode, stdout } = await work.run(['mutants', '--grep', 'chunked', '--parity', '--engines'], {
      onListening: (raise) => raise('SIGINT'),
    });
    work.remove();
    expect([exitCode, stdout]).toEqual([130, expect.stringContaining('0 faults: 0 caught')]);
    expect(stdout).not.toMatch(/Disagreements|Differences/);
  });
});
