import { request as forward } from 'node:http';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';
import { closeServers, httpServer, type LocalServer } from '../testing/servers';

const work = makeWorkplace();
let sandbox: Sandbox;

afterEach(async () => {
  await closeServers();
  await sandbox.close();
});
afterAll(work.remove);

/** A gateway to the sandbox, which does something else from the given request on. */
async function gateway(from: number, then: 'silence' | 'reset' | '503', fault?: string): Promise<LocalServer> {
  sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const server: LocalServer = await httpServer((request, response) => {
    if (server.requests.length >= from) {
      if (then === 'reset') request.socket.destroy();
      if (then === '503') response.writeHead(503).end();
      return;
    }
    const { method, headers, url } = request;
    const onward = forward(new URL(url ?? '/', sandbox.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  });
  return server;
}

const run = (server: LocalServer, ...args: string[]) =>
  work.run(['run', '--out', 'out', '--engine', 'direct', ...args], {
    env: { ...settingsOf(sandbox), IMBURSE_BASE_URL: server.url },
  });

describe('a target that goes down in the middle of a run', () => {
  it.each(['silence', 'reset', '503'] as const)(
    'by %s ends it with 3: what was checked stands, the rest is not sent',
    async (how) => {
      // Only silence takes the time limit, and is not repeated.
      const limits = how === 'silence' ? ['--timeout', '3000', '--retries', '0'] : [];
      const { exitCode, report, stdout } = await run(await gateway(60, how), ...limits);
      const found = report!.cases.flatMap(({ id, findings }) =>
        findings.map(({ rule, level }) => `${id} ${rule} ${level}`),
      );
      expect(found.filter((text) => text.endsWith('violation'))).toEqual([]);
      expect([exitCode, report?.verdict, report?.stopped, report?.complete]).toEqual([
        3,
        'no-verdict',
        'outage',
        false,
      ]);
      expect(report!.because).toMatch(how === '503' ? /503/ : /no response/);
      expect(report!.summary).toMatchObject({ violations: 0, failed: 0 });
      expect(report!.summary.passed).toBeGreaterThan(20);
      expect(report!.summary.skipped).toBeGreaterThan(10);
      expect(stdout).toContain('went down');
    },
  );
});

it('is never down from the first request on with a violation, and is not waited for', async () => {
  const { exitCode, report } = await run(await gateway(0, '503'));
  expect(exitCode).toBe(3);
  expect(report!.summary).toMatchObject({ violations: 0, passed: 0, failed: 0 });
});
