import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../testing/present';
import { killProcesses } from '../testing/process';
import { textAttacks } from '../testing/resources/attacks';
import { type MeasuredProcess, startMeasured } from '../testing/resources/measured';
import { forwarded, managementToken, recordedEntry, recordedReport } from '../testing/resources/subjects';
import { closeServers, httpServer, type LocalServer } from '../testing/servers';

const folder = mkdtempSync(join(tmpdir(), 'stopping-'));
const rows: string[] = [];
let target: LocalServer;
afterEach(async () => {
  killProcesses();
  await closeServers();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  // For the log of CI.
  process.stdout.write(`${rows.join('\n')}\n`);
});

/** It takes long to judge, and less than a third of the limit on a slow machine. */
const { text } = textAttacks.find(({ what }) => what === 'deep objects')!;
const token = { IMBURSE_MANAGEMENT_TOKEN: managementToken };
const start = (args: readonly string[], env: Record<string, string> = token) => startMeasured(args, folder, env);
const asked = async ({ child, written }: MeasuredProcess, count: number): Promise<void> => {
  while (target.requests.length < count) {
    if (child.exitCode !== null) throw new Error(`it ended: ${written.stdout}${written.stderr}`);
    await sleep(10);
  }
};

/** A command that has an endless number of mebibytes to read, once it is in the middle of them. */
const busy: Readonly<Record<string, () => Promise<MeasuredProcess>>> = {
  'run --collection': async () => {
    const item = Array.from({ length: 1000 }, (_, index) => ({
      ...{ name: `request ${index}`, request: { method: 'POST', url: '{{baseUrl}}/v1/identity/payout' } },
    }));
    const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
    writeFileSync(join(folder, 'own.json'), JSON.stringify({ info: { name: 'own', schema }, item }));
    const process = start(['run', '--target', target.url, '--collection', 'own.json', '--out', 'own']);
    await asked(process, 10);
    return process;
  },
  proxy: async () => {
    const process = start(['proxy', '--target', target.url, '--port', '0', '--har', '--out', 'proxy']);
    const url = await forwarded(process);
    const send = (): void => {
      const sent = request(`${url}/v1/identity/payout`, { method: 'POST', agent: false }, (response) =>
        response.resume().on('end', send),
      );
      sent.on('error', () => undefined).end('{}');
    };
    for (let clients = 0; clients < 4; clients += 1) send();
    await asked(process, 20);
    return process;
  },
  check: async () => {
    const process = start(['check', '-', '--out', 'check']);
    const line = `${JSON.stringify(recordedEntry(text))}\n`;
    process.child.stdin.on('error', () => undefined);
    for (let count = 0; count < 5; count += 1)
      if (!process.child.stdin.write(line)) await once(process.child.stdin, 'drain');
    const feed = (): void => {
      while (process.child.stdin.writable && process.child.stdin.write(line));
    };
    process.child.stdin.on('drain', feed);
    feed();
    return process;
  },
  fleet: async () => {
    const partners = Array.from({ length: 1000 }, (_, index) => ({
      ...{ name: `Partner ${index}`, target: target.url, managementToken: { env: 'TOKEN' } },
    }));
    writeFileSync(join(folder, 'partners.yaml'), JSON.stringify({ partners }));
    const process = start(['fleet', 'partners.yaml', '--out', 'fleet'], { TOKEN: managementToken });
    await asked(process, 20);
    return process;
  },
  report: async () => {
    writeFileSync(join(folder, 'large.json'), recordedReport(text, 60));
    const process = start(['report', 'large.json', '--reporter', 'console,html,junit', '--out', 'report']);
    while (process.child.exitCode === null && cpuMsOf(process) < 500) await sleep(10);
    return process;
  },
};

/** In milliseconds; the system counts in hundredths of a second. */
function cpuMsOf({ child }: MeasuredProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

const signals = { SIGINT: 130, SIGTERM: 143 } as const;
const cases = Object.keys(busy).flatMap((command) =>
  (Object.keys(signals) as (keyof typeof signals)[]).map((signal) => ({ command, signal })),
);

(present(process.platform === 'linux', '/proc') ? describe : describe.skip)('a command that reads without end', () => {
  it.each(cases)('$command stops soon after $signal', async ({ command, signal }) => {
    target = await httpServer((received, response) => {
      received.resume().on('end', () => response.writeHead(201, { 'Content-Type': 'application/json' }).end(text));
    });
    const process = await busy[command]!();
    const [before, sentAt] = [cpuMsOf(process), performance.now()];
    process.child.kill(signal);
    const code = await process.ended;
    const wallMs = performance.now() - sentAt;
    // A signal that it does not handle ends a process at once.
    const cpuMs = code === null ? 0 : (await process.used).cpuMs - before;
    rows.push(`${command} ${signal}: ${cpuMs.toFixed(0)} ms of CPU, ${wallMs.toFixed(0)} ms`);
    expect([0, 1, 3, signals[signal], null]).toContain(code);
    expect(cpuMs).toBeLessThan(3000);
  });
});
