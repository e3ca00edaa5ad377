import { join } from 'node:path';
import type { Command } from 'commander';
import { startProxyThread, type ThreadedProxy } from '../http/reverse-proxy/thread';
import type { ForwardedExchange, ProxyListener } from '../http/reverse-proxy/types';
import { createTrafficChecker } from '../judge/traffic/checker';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { once } from '../lib/once';
import { shellQuote } from '../lib/shell';
import { messageOf, UserError } from '../lib/user-error';
import { HarFile } from '../report/har';
import { RollingRedactor } from '../report/rolling-redactor';
import { defaultReportersIn } from '../reporters/reporting';
import { type Environment, environmentAt } from '../run/environment/environment';
import { readSettings } from '../run/environment/settings';
import { nodeHost } from '../run/host';
import { makeOutDir } from '../run/out-dir';
import { chooseTarget, isLoopback } from '../run/target';
import { Backlog } from '../run/traffic/backlog';
import { TrafficRun } from '../run/traffic/traffic-run';
import { example, type Finish } from './command';
import { repeatable, wholeNumber } from './parse';
import { LiveLines } from './proxy-text';
import { openReporting } from './reporting';

/** After that of the sandbox. */
const defaultProxyPort = 4011;

/** Bytes of exchanges that may wait to be judged. */
const mostWaiting = 256 * 1024 * 1024;

/** How long the last exchanges may take once the proxy is stopped. */
const graceMs = 1000;

interface ProxyCommandOptions {
  readonly target?: string;
  readonly allowProduction?: true;
  readonly port: number;
  readonly host: string;
  readonly allowedHost?: readonly string[];
  readonly strict?: true;
  readonly maxDuration?: number;
  readonly maxExchanges?: number;
  readonly har?: true;
  readonly reporter: string;
  readonly out?: string;
  readonly json?: true;
}

/** The target that the options or the settings name; the embedded sandbox is started by its own command. */
function environmentOf({ target: option, allowProduction }: ProxyCommandOptions, io: Io): Environment {
  if (option === 'embedded')
    throw new UserError(
      'the embedded sandbox has to be started first',
      'payout-contract sandbox; then use its URL as --target',
    );
  const settings = readSettings(io.env, io.cwd);
  const own = settings.IMBURSE_BASE_URL;
  if (option === undefined && own === undefined)
    throw new UserError('proxy needs a target', 'payout-contract proxy --target sandbox, or --target with a base URL');
  const target = chooseTarget(option, own?.value, true);
  if (target.kind === 'production' && allowProduction !== true)
    throw new UserError(
      'the target is production',
      'add --allow-production; every request of your app will be sent there',
    );
  const isNamed = option !== undefined && !(own && (option === 'sandbox' || option === 'production'));
  return environmentAt(target, settings, io, isNamed ? '--target' : `IMBURSE_BASE_URL (${own?.where})`);
}

/** Refuses a proxy that would forward to itself. */
function checkPort({ port }: ProxyCommandOptions, { target }: Environment): void {
  if (isLoopback(target) && port !== 0 && new URL(target.baseUrl).port === String(port))
    throw new UserError(
      `--port ${port} is the port of the target itself`,
      'use another port; --port 0 chooses a free one',
    );
}

const sizeOf = ({ request, outcome }: ForwardedExchange): number =>
  4096 + (request.body?.length ?? 0) + (outcome.kind === 'response' ? outcome.body.length : 0);

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** A host at which an app on this machine reaches the proxy. */
const reachable = (host: string): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : bracketed(host));

/** `POST /v1/identity/payout → 201`, without the query, which may hold a secret. */
function whereOf({ request, outcome }: ForwardedExchange): string {
  const [, path = ''] = /^https?:\/\/[^/]*([^?]*)/.exec(request.url) ?? [];
  return `${request.method} ${path} → ${outcome.kind === 'response' ? outcome.status : outcome.reason}`;
}

async function proxy(options: ProxyCommandOptions, io: Io): Promise<number> {
  const environment = environmentOf(options, io);
  checkPort(options, environment);
  const { target, credentials } = environment;
  const strict = options.strict === true;
  const now = new Date();
  const redactor = new RollingRedactor([
    [credentials.privateKey, 'private key'],
    [credentials.managementToken, 'management token'],
    [credentials.expiredToken, 'expired token'],
    [credentials.noRoleToken, 'token without the role'],
  ]);
  const text = options.json ? io.stderr : io.stdout;
  const onTerminal = options.json !== true && io.stdout.isTTY === true && io.env.TERM !== 'dumb';
  const live = new LiveLines((line) => text.write(line), onTerminal && !io.env.CI, strict);
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let error: string | undefined;
  let harError: string | undefined;
  let passed = 0;
  // Declared later: what is judged waits for them.
  let run: TrafficRun | undefined;
  let har: HarFile | undefined;

  const judge = (exchange: ForwardedExchange): void => {
    const { request, outcome, startedAt, missing } = exchange;
    try {
      const notRecorded = missing && new Set([missing.part]);
      const added = run?.add({ caseId: '', attempt: 1, request, outcome }, { at: startedAt, notRecorded });
      const { findings = [], client = [] } = added?.checked ?? {};
      live.findings([...findings, ...client], added?.fresh ?? [], () => redactor.redact(whereOf(exchange)));
    } catch (thrown) {
      error ??= redactor.redact(messageOf(thrown));
    }
    try {
      har?.add(exchange, redactor);
    } catch (thrown) {
      harError ??= `traffic.har is not complete: ${messageOf(thrown)}`;
      har = undefined;
    }
  };
  const backlog = new Backlog(judge, sizeOf, mostWaiting);
  const listener: ProxyListener = {
    exchange: (exchange) => {
      passed += 1;
      if (!backlog.push(exchange)) {
        const { method, url } = exchange.request;
        run?.skip('overload', { method, path: new URL(url).pathname });
        live.event('- not judged: more came at once than could be judged');
      }
      if (passed === options.maxExchanges) stop();
    },
    refused: ({ kind, message, request }) => {
      run?.skip('not-forwarded', request ?? { method: '(unreadable request)', path: '' });
      live.event(`- not forwarded (${kind}): ${message}`);
    },
  };
  const started = performance.now();
  const server = await start(options, environment, listener);
  const closing: { done?: Promise<void> } = {};
  const close = (ms: number): Promise<void> => (closing.done ??= server.close(ms));
  const url = `http://${reachable(options.host)}:${server.port}`;
  const release = io.onSignal(() => stop());
  try {
    const outDir = once(() => makeOutDir(options.out, io.cwd, target.name, now));
    const reporting = await openReporting(options, outDir, io, options.har ? ['traffic.har'] : []);
    if (options.har) har = new HarFile(join(outDir().path, 'traffic.har'));
    run = new TrafficRun({
      checker: createTrafficChecker({
        baseUrl: target.baseUrl,
        strict,
        credentials,
        hmacSha256: nodeHost(Math.random).hmacSha256,
      }),
      target: { name: target.name, baseUrl: target.baseUrl },
      ...{ engine: 'proxy', source: url, strict, now, redactor },
      reproduce: `payout-contract proxy --target ${shellQuote(target.baseUrl)} --port ${server.port}`,
      onEvent: (event) => reporting.onEvent(event),
    });
    if (!isLoopback({ baseUrl: `http://${bracketed(options.host)}` }))
      io.stderr.write('warning: other machines can reach the proxy, and what they send to it is not encrypted\n');
    backlog.start();
    live.say(`Forwarding ${url} to ${target.baseUrl}. Press Ctrl-C to stop it and get the report.`);
    const { pathname } = new URL(target.baseUrl);
    live.say(`Base URL for your app: ${url}${pathname === '/' ? '' : pathname}`);
    const timer = options.maxDuration === undefined ? undefined : setTimeout(() => stop(), options.maxDuration * 1000);
    const broken = await Promise.race([stopped, server.broken]);
    if (broken) error ??= redactor.redact(messageOf(broken));
    clearTimeout(timer);
    await close(graceMs);
    await backlog.empty();
    har?.close();
    const report = run.finish({
      durationMs: Math.round(performance.now() - started),
      ...(error !== undefined && { error }),
    });
    await reporting.onReport(report);
    const failures = [...reporting.failures, ...(harError === undefined ? [] : [harError])];
    for (const failure of failures) io.stderr.write(`error: ${failure}\n`);
    return failures.length > 0 && report.exitCode === exitCodes.ok ? exitCodes.noVerdict : report.exitCode;
  } finally {
    release();
    await close(0);
  }
}

async function start(
  { host, port, allowedHost }: ProxyCommandOptions,
  { target, route }: Environment,
  listener: ProxyListener,
): Promise<ThreadedProxy> {
  try {
    return await startProxyThread(
      { target, route, host, port, ...(allowedHost && { allowedHosts: allowedHost }) },
      listener,
    );
  } catch (thrown) {
    throw new UserError(
      `the proxy cannot listen on ${bracketed(host)}:${port}: ${messageOf(thrown)}`,
      'use another --port (0 chooses a free one), or another --host',
    );
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .option('--target <name|url>', 'sandbox, production, or a base URL; IMBURSE_BASE_URL does the same')
    .option('--allow-production', 'forward to production')
    .option('--port <n>', 'port to listen on; 0 chooses a free one', wholeNumber(0, 65535), defaultProxyPort)
    .option('--host <address>', 'address to listen on; other machines reach any but a loopback address', '127.0.0.1')
    .option(
      '--allowed-host <name>',
      'a name by which clients may call the proxy, besides localhost and addresses (repeatable)',
      repeatable,
    )
    .option('--strict', 'deviations and warnings also fail the run')
    .option('--max-duration <s>', 'stop after this many seconds', wholeNumber(1, 604_800))
    .option('--max-exchanges <n>', 'stop after this many exchanges', wholeNumber(1))
    .option('--har', 'also write the exchanges, without secrets, to traffic.har')
    .option('--reporter <list>', 'reporters, separated by commas', defaultReportersIn(io.env))
    .option('--out <dir>', 'where to write (reports/<UTC time>-<target>)')
    .option('--json', 'print the report as JSON instead of text')
    .action(async (options: ProxyCommandOptions) => finish(await proxy(options, io)));
  example(
    command,
    'payout-contract proxy --target sandbox --port 4011',
    'payout-contract proxy --target http://127.0.0.1:4010 --max-exchanges 100 --har',
  );
  command.addHelpText(
    'after',
    '\n\nUse http://127.0.0.1:4011 as the base URL of your app. Everything is forwarded as it is, except the Host header.\nCtrl-C (SIGINT) and SIGTERM stop the proxy; the exit code is that of the verdict.',
  );
}
