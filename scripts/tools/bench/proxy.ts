import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { listen } from '../../lib/listen';
import { packageRoot } from '../../lib/package-root';
import { startSandbox } from '../../sandbox';

// What a proxy adds to each request, and what it takes of a core at 500 requests a second.
// node -r ts-node/register scripts/tools/bench/proxy.ts

const rounds = 1500;
const rate = 500;
const seconds = 10;

interface BenchRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type BenchAnswer = Awaited<ReturnType<typeof send>>;

async function send(pool: Pool, { headers, body }: BenchRequest) {
  const answer = await pool.request({ method: 'POST', path: '/v1/identity/payout', headers, body });
  return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
}

/** A request and the response that a sandbox gives to it, so that the proxy has something to judge. */
async function record(): Promise<{ readonly sent: BenchRequest; readonly answer: BenchAnswer }> {
  const sandbox = await startSandbox();
  const headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${sandbox.credentials.managementToken}`,
  };
  const sent = { headers, body: JSON.stringify({ customerRef: 'c-1', orderRef: 'o-1', instructionRef: 'i-1' }) };
  const pool = new Pool(sandbox.url);
  const answer = await send(pool, sent);
  await pool.close();
  await sandbox.close();
  return { sent, answer };
}

/** A server that gives the same response to every request; it takes little of a core. */
function serve({ status, headers, body }: BenchAnswer): Promise<number> {
  const server = createServer((incoming, response) => {
    incoming.resume().on('end', () => {
      response.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body);
    });
  });
  // As long as the recorded `Keep-Alive` says: a client that believes it would find its connection closed.
  server.keepAliveTimeout = 65_000;
  return listen(server, 0, '127.0.0.1');
}

interface RunningProxy {
  readonly url: string;
  readonly child: ChildProcess;
}

async function startProxy(target: string, more: readonly string[]): Promise<RunningProxy> {
  const out = join(tmpdir(), `bench-proxy-${process.pid}`);
  const args = ['proxy', '--target', target, '--port', '0', '--out', out, ...more];
  const child = spawn(process.execPath, ['-r', 'ts-node/register', join('scripts', 'cli.ts'), ...args], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let url: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    url = /^Forwarding (\S+) to /.exec(line)?.[1];
    if (url !== undefined) break;
  }
  if (url === undefined) throw new Error('the proxy did not start');
  child.stdout.resume();
  return { url, child };
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
async function latency(sent: BenchRequest, target: string, proxy: string): Promise<string> {
  const ways = [target, proxy].map((url) => ({ pool: new Pool(url, { connections: 1 }), times: [] as number[] }));
  for (let round = -200; round < rounds; round += 1) {
    for (const { pool, times } of ways) {
      const started = performance.now();
      await send(pool, sent);
      if (round >= 0) times.push(performance.now() - started);
    }
  }
  for (const { pool } of ways) await pool.close();
  const [direct = 0, forwarded = 0] = ways.map(({ times }) => quantile(times, 0.5));
  return `median: direct ${shown(direct)}, forwarded ${shown(forwarded)}, added ${shown(forwarded - direct)}`;
}

/** Sends at a steady rate, whatever the responses do. */
async function load(request: BenchRequest, { url, child }: RunningProxy): Promise<string> {
  const pool = new Pool(url, { connections: 64 });
  const times: number[] = [];
  const all: Promise<void>[] = [];
  const [began, usedBefore] = [performance.now(), cpuMs(child.pid)];
  const one = async (): Promise<void> => {
    const started = performance.now();
    await send(pool, request);
    times.push(performance.now() - started);
  };
  while (all.length < rate * seconds) {
    const due = Math.min(rate * seconds, ((performance.now() - began) / 1000) * rate);
    while (all.length < due) all.push(one());
    await sleep(1);
  }
  await Promise.all(all);
  const took = performance.now() - began;
  const used = cpuMs(child.pid) - usedBefore;
  await pool.close();
  const perSecond = (times.length / took) * 1000;
  return `${perSecond.toFixed(0)} requests/s: median ${shown(quantile(times, 0.5))}, p99 ${shown(quantile(times, 0.99))}; the proxy used ${((used / took) * 100).toFixed(0)} % of a core, ${shown(used / times.length)} a request`;
}

async function main(): Promise<void> {
  const { sent, answer } = await record();
  const target = `http://127.0.0.1:${await serve(answer)}`;
  for (const more of [[], ['--har']]) {
    const proxy = await startProxy(target, more);
    process.stdout.write(`${['proxy', ...more].join(' ')}\n  ${await latency(sent, target, proxy.url)}\n`);
    process.stdout.write(`  ${await load(sent, proxy)}\n`);
    proxy.child.kill('SIGTERM');
    await once(proxy.child, 'exit');
  }
  process.exit(0);
}

void main();
