import { request as forward } from 'node:http';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from './cli';
import { closeServers, httpServer, type LocalServer } from './servers';

/** Runs against a target that goes down in the middle. */
export function outageWorkplace() {
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

  return { gateway, run };
}
