import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columns } from '../lib/text-layout';
import { killProcesses } from '../testing/process';
import { harmless, textAttacks, wayAttacks } from '../testing/resources/attacks';
import { type Met, meet, type Subject, subjects } from '../testing/resources/subjects';
import { closeServers } from '../testing/servers';

/** Per mebibyte, beyond what the command uses for something harmless. */
const limits = { cpuMs: 2000, peakMb: 250 };

const folder = mkdtempSync(join(tmpdir(), 'resources-'));
const rows = [['command', 'mebibyte of', 'exit', 'CPU ms', 'peak MB', 'in all MB']];
afterEach(async () => {
  killProcesses();
  await closeServers();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  // For the log of CI: jest prints nothing of a test that passes.
  process.stdout.write(`${columns(rows)}\n`);
});

const attacksOn = ({ talks, texts }: Subject) => [
  ...textAttacks.filter(({ what }) => texts?.includes(what) ?? true),
  ...(talks ? wayAttacks : []),
];

describe.each(subjects)('what $name uses', (subject) => {
  let before: Met;
  beforeAll(async () => {
    before = await meet(subject, harmless, folder);
  });

  it.each(attacksOn(subject))('is bounded for each mebibyte of $what', async (attack) => {
    const met = await meet(subject, attack, folder);
    const mebibytes = met.times * attack.mebibytes;
    const used = { cpuMs: (met.cpuMs - before.cpuMs) / mebibytes, peakMb: (met.peakMb - before.peakMb) / mebibytes };
    const [cpu, peak, all] = [used.cpuMs, used.peakMb, met.peakMb].map((value) => value.toFixed(0));
    rows.push([subject.name, attack.what, String(met.exitCode), cpu!, peak!, all!]);
    expect(met.times).toBeGreaterThan(0);
    expect([0, 1, 2, 3, 4]).toContain(met.exitCode);
    expect(used.cpuMs).toBeLessThan(limits.cpuMs);
    expect(used.peakMb).toBeLessThan(limits.peakMb);
  });
});
