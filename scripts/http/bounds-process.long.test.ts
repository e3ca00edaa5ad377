import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunReport } from '../report/types';
import { hostileServers } from '../testing/hostile-servers';
import { killProcesses, startCli } from '../testing/process';
import { closeServers } from '../testing/servers';

const timeoutMs = 700;
const mostMemory = 300 * 1024;
const reports = ['run.json', 'junit.xml', 'events.ndjson', 'report.html', 'summary.md'];

let folder: string;
let preload: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounds-'));
  preload = join(folder, 'memory.cjs');
  // In KiB, as the kernel counts it. `maxRSS` alone may be that of jest, from which the process was forked.
  writeFileSync(
    preload,
    `process.on('exit', () => {
      const fs = require('node:fs');
      const own = fs.existsSync('/proc/self/status') && /VmHWM:\\s*(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'));
      fs.writeFileSync(process.env.MEMORY, own ? own[1] : String(process.resourceUsage().maxRSS));
    });`,
  );
});
afterEach(async () => {
  killProcesses();
  await closeServers();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Of each kind one: a process takes its time to start, and how long a request takes is held elsewhere. */
const chosen = /^never|600 MB|100,000|103|two responses|drips its body|resets/;
const servers = hostileServers.filter(({ does }) => chosen.test(does));

describe('a run of one case', () => {
  it.each(servers.map((server, index) => [server.does, server, `run-${index}`] as const))(
    'writes its reports, in little memory, against a server that %s',
    async (_does, { reason, message, start }, out) => {
      const { url } = await start();
      const memory = join(folder, `${out}.memory`);
      const options = ['--timeout', `${reason === 'timeout' ? timeoutMs : 60_000}`, '--retries', '0', '--out', out];
      const args = ['run', '--target', url, '--case', 'accept.documented', ...options];
      const env = { IMBURSE_MANAGEMENT_TOKEN: 'not-a-real-token', MEMORY: memory };
      const { ended } = startCli(args, folder, env, ['-r', preload]);
      expect(await ended).toBe(3);
      expect(Number(readFileSync(memory, 'utf8'))).toBeLessThan(mostMemory);
      expect(reports.filter((file) => !existsSync(join(folder, out, file)))).toEqual([]);
      const report: RunReport = JSON.parse(readFileSync(join(folder, out, 'run.json'), 'utf8'));
      const { verdict, exchanges } = report.cases[0]!;
      expect([verdict, exchanges.map(({ failure }) => failure)]).toEqual([
        'errored',
        [{ kind: reason, message: expect.stringMatching(message) }],
      ]);
    },
  );
});
