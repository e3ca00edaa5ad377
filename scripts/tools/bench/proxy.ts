import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root';
import { startSandbox } from '../../sandbox';

// What a proxy adds to each request, and what it takes of a core at 500 requests a second.
// node -r ts-node/register scripts/tools/bench/proxy.ts

const rounds = 1500;
const rate = 500;
const seconds = 10;

/** A request and the response that a sandbox gives to it, so that the proxy has something to judge. */
interface Recorded {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly answer: { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: string };
}

interface RecordedAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function send(port: number, agent: Agent, headers: Record<string, string>, body: string): Promise<RecordedAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, agent, method: 'POST', path: '/v1/identity/payout', headers },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function record(): Promise<Recorded> {
  const sandbox = await startSandbox();
  const body = JSON.stringify({ customerRef: 'c-1', orderRef: 'o-1', instructionRef: 'i-1' });
  const headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${sandbox.credentials.managementToken}`,
    'Content-Length': String(body.length),
  };
  const agent = new Agent();
  const answer = await send(Number(new URL(sandbox.url).port), agent, headers, body);
  await sandbox.close();
  return { headers, body, answer };
}

/** A server that gives the same response to every request; it takes little of a core. */
function serve({ answer }: Recorded): Promise<number> {
  const server = createServer((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
      response.end(answer.body);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

/** A port that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function startProxy(
  target: number,
  more: readonly string[],
): Promise<{ readonly port: number; readonly child: ChildProcess }> {
  const port = await freePort();
  const args = [
    'proxy',
    '--target',
    `http://127.0.0.1:${target}`,
    '--port',
    String(port),
    '--out',
    join(tmpdir(), `bench-proxy-${port}`),
  ];
  const child = spawn(process.execPath, ['-r', 'ts-node/register', join('scripts', 'cli.ts'), ...args, ...more], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve) =>
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('Forwarding')) resolve();
    }),
  );
  return { port, child };
}

/** CPU time of a process in milliseconds, on Linux. */
function cpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;
const shown = (ms: number): string => `${ms.toFixed(2)} ms`;

/** Alternates direct and forwarded requests, so that both meet the same noise. */
async function latency(recorded: Recorded, target: number, proxy: number): Promise<string> {
  const { headers, body } = recorded;
  const agents = {
    direct: new Agent({ keepAlive: true, maxSockets: 1 }),
    forwarded: new Agent({ keepAlive: true, maxSockets: 1 }),
  };
  const times: Record<keyof typeof agents, number[]> = { direct: [], forwarded: [] };
  for (let round = -200; round < rounds; round += 1) {
    for (const [name, port] of [
      ['direct', target],
      ['forwarded', proxy],
    ] as const) {
      const started = performance.now();
      await send(port, agents[name], headers, body);
      if (round >= 0) times[name].push(performance.now() - started);
    }
  }
  for (const agent of Object.values(agents)) agent.destroy();
  const medians = { direct: quantile(times.direct, 0.5), forwarded: quantile(times.forwarded, 0.5) };
  return `median: direct ${shown(medians.direct)}, forwarded ${shown(medians.forwarded)}, added ${shown(medians.forwarded - medians.direct)}`;
}

/** Sends at a steady rate, whatever the responses do. */
async function load(
  { headers, body }: Recorded,
  { port, child }: Awaited<ReturnType<typeof startProxy>>,
): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const times: number[] = [];
  const pending = new Set<Promise<void>>();
  const [began, usedBefore] = [performance.now(), cpuMs(child.pid)];
  for (let sent = 0; sent < rate * seconds; ) {
    for (const due = ((performance.now() - began) / 1000) * rate; sent < due && sent < rate * seconds; sent += 1) {
      const started = performance.now();
      const one: Promise<void> = send(port, agent, headers, body).then(() => {
        times.push(performance.now() - started);
        pending.delete(one);
      });
      pending.add(one);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
  const took = performance.now() - began;
  const used = cpuMs(child.pid) - usedBefore;
  agent.destroy();
  const perSecond = (times.length / took) * 1000;
  return `${perSecond.toFixed(0)} requests/s: median ${shown(quantile(times, 0.5))}, p99 ${shown(quantile(times, 0.99))}; the proxy used ${((used / took) * 100).toFixed(0)} % of a core, ${shown(used / times.length)} a request`;
}

async function main(): Promise<void> {
  const recorded = await record();
  const target = await serve(recorded);
  for (const more of [[], ['--har']]) {
    const proxy = await startProxy(target, more);
    process.stdout.write(`${['proxy', ...more].join(' ')}\n  ${await latency(recorded, target, proxy.port)}\n`);
    process.stdout.write(`  ${await load(recorded, proxy)}\n`);
    proxy.child.kill('SIGTERM');
    await new Promise((resolve) => proxy.child.once('exit', resolve));
  }
  process.exit(0);
}

void main();
