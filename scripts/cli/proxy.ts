import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from 'commander';
import { isLoopback } from '../http/origin';
import { learnProxy } from '../http/proxy';
import type { ProxyListener } from '../http/reverse-proxy';
import { startProxyThread, type ThreadedProxy } from '../http/reverse-proxy/thread';
import { isFailing, type Side } from '../judge/case-verdict';
import { calledAs } from '../lib/called-as';
import { outputProblemText } from '../lib/file-problem';
import type { Io } from '../lib/io';
import { once as lazily } from '../lib/once';
import { shellQuote } from '../lib/shell';
import { UserError } from '../lib/user-error';
import { HarFile } from '../report/har';
import { RollingRedactor } from '../report/rolling-redactor';
import { type Environment, environmentAt } from '../run/environment/environment';
import { readSettings } from '../run/environment/settings';
import { makeOutDir } from '../run/out-dir';
import { chooseTarget } from '../run/target';
import { trafficCheckerFor } from '../run/traffic/both-sides';
import { TrafficRun } from '../run/traffic/traffic-run';
import { example, type Finish } from './command';
import { allowLocalHttp, type TargetCommandOptions } from './environment';
import { addListenOptions, cannotListen, hostNames, type ListenOptions } from './listening';
import { wholeNumber } from './parse';
import { ProxyJudging } from './proxy-judging';
import { LiveLines } from './proxy-text';
import { reportOptions, sideOption } from './report-options';
import { endReporting, type OpenReporting, openReporting } from './reporting';
import { isInteractive } from './terminal';

/** After that of the sandbox. */
const defaultProxyPort = 4011;

/** How long the last exchanges may take once the proxy is stopped. */
const graceMs = 1000;
/** After a signal, what waits to be judged is left out each time that this has passed. */
const mostJudgingMs = 250;

interface ProxyCommandOptions extends ListenOptions, TargetCommandOptions {
  readonly allowedHost?: readonly string[];
  readonly side: Side;
  readonly strict?: true;
  readonly maxDuration?: number;
  readonly maxExchanges?: number;
  readonly har?: true;
  readonly reporter: string;
  readonly out?: string;
  readonly json?: true;
}

/** The target that the options or the settings name; the embedded sandbox is started by its own command. */
function environmentOf({ target: option, allowProduction, allowLocalHttp }: ProxyCommandOptions, io: Io): Environment {
  if (option === 'embedded')
    throw new UserError(
      '--target embedded: the proxy does not start the embedded sandbox',
      (tool) => `start it with ${tool} sandbox, and give its URL as --target`,
    );
  const settings = readSettings(io.env, io.cwd);
  const own = settings.IMBURSE_BASE_URL;
  if (option === undefined && own === undefined)
    throw new UserError(
      'proxy needs a target',
      (tool) => `${tool} proxy --target sandbox, or --target with a base URL`,
    );
  const target = chooseTarget(option, own?.value, true, '--target', allowLocalHttp === true);
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

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** A host at which an app on this machine reaches the proxy. */
const reachable = (host: string): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : bracketed(host));

async function proxy(options: ProxyCommandOptions, io: Io): Promise<number> {
  const environment = environmentOf(options, io);
  checkPort(options, environment);
  const { target, credentials } = environment;
  const { side, strict = false, json } = options;
  const now = new Date();
  const started = performance.now();
  const redactor = new RollingRedactor(credentials);
  learnProxy(redactor, environment.route.proxy);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  const stopped = once(stopping.signal, 'abort');
  const onTerminal = json !== true && isInteractive(io);
  const text = json ? io.stderr : io.stdout;
  const live = new LiveLines(
    (line) => text.write(line),
    onTerminal,
    (level) => isFailing(level, strict, side),
  );
  const judging = new ProxyJudging(live, redactor, (count) => {
    if (count === options.maxExchanges) stop();
  });
  const server = await start(options, environment, judging);
  const release = io.onSignal(() => {
    judging.limit(mostJudgingMs);
    stop();
  });
  const url = `http://${reachable(options.host)}:${server.port}`;
  let timer: NodeJS.Timeout | undefined;
  let reporting: OpenReporting | undefined;
  try {
    const outDir = lazily(() => makeOutDir(options.out, io.cwd, target.name, now));
    reporting = await openReporting(options, outDir, io, { otherFiles: options.har ? ['traffic.har'] : [] });
    const { onEvent } = reporting;
    const run = new TrafficRun({
      checker: trafficCheckerFor(target.baseUrl, credentials, { strict }),
      target: { name: target.name, kind: target.kind, baseUrl: target.baseUrl },
      ...{ engine: 'proxy', source: url, strict, side, now, redactor },
      reproduce: `${calledAs(io.env)} proxy --target ${shellQuote(target.baseUrl)} --port ${server.port}`,
      onEvent,
    });
    if (!isLoopback({ baseUrl: `http://${bracketed(options.host)}` }))
      io.stderr.write('warning: other machines can reach the proxy, and what they send to it is not encrypted\n');
    judging.start(run, options.har ? openHar(outDir().path) : undefined);
    live.say(`Forwarding ${url} to ${target.baseUrl}. Press Ctrl+C to stop it and get the report.`);
    const { pathname } = new URL(target.baseUrl);
    live.say(`Base URL for your app: ${url}${pathname === '/' ? '' : pathname}`);
    if (options.maxDuration !== undefined) timer = setTimeout(stop, options.maxDuration * 1000);
    const broken = await Promise.race([stopped, server.broken]);
    if (broken instanceof Error) judging.fail(broken);
    await server.close(graceMs);
    await judging.end();
    const { error } = judging;
    const durationMs = Math.round(performance.now() - started);
    const report = run.finish({ durationMs, ...(error !== undefined && { error }) });
    await reporting.onReport(report);
    if (options.har) live.say(`Exchanges  ${join(outDir().shown, 'traffic.har')}`);
    const failures = [...reporting.failures, ...(judging.harError === undefined ? [] : [judging.harError])];
    return endReporting(report.exitCode, failures, io);
  } finally {
    clearTimeout(timer);
    release();
    await server.close(0);
    reporting?.release();
  }
}

function openHar(folder: string): HarFile {
  try {
    return new HarFile(join(folder, 'traffic.har'));
  } catch (error) {
    throw new UserError(
      `the exchanges cannot be written: ${outputProblemText(error)}`,
      'choose another folder with --out',
    );
  }
}

async function start(
  options: ProxyCommandOptions,
  { target, route }: Environment,
  listener: ProxyListener,
): Promise<ThreadedProxy> {
  const { host, port, allowedHost: allowedHosts = [] } = options;
  try {
    return await startProxyThread({ target, route, host, port, allowedHosts }, listener);
  } catch (thrown) {
    throw cannotListen('the proxy', options, thrown);
  }
}

export function define(command: Command, io: Io, finish: Finish): void {
  addListenOptions(command, defaultProxyPort)
    .option('--target <name|url>', 'sandbox, production, or a base URL; can also be set with IMBURSE_BASE_URL')
    .option('--allow-production', 'required for --target production; every request of your app is sent there')
    .option(...allowLocalHttp)
    .option('--allowed-host <name>', 'additional host name that clients may use for the proxy (repeatable)', hostNames)
    .addOption(sideOption())
    .option('--strict', 'also fail the run on deviations and warnings')
    .option('--max-duration <s>', 'stop after this many seconds', wholeNumber(1, 604_800))
    .option('--max-exchanges <n>', 'stop after this many exchanges', wholeNumber(1))
    .option('--har', 'also write the exchanges, without secrets, to traffic.har');
  reportOptions(command, io).action(async (options: ProxyCommandOptions) => finish(await proxy(options, io)));
  example(command, io, (tool) => [
    `${tool} proxy --target sandbox --port 4011`,
    `${tool} proxy --target http://127.0.0.1:4010 --max-exchanges 100 --har`,
  ]);
  command.addHelpText(
    'after',
    '\nUse http://127.0.0.1:4011 as the base URL of your app. Everything is forwarded unchanged, except the Host header.\nCtrl+C and SIGTERM stop the proxy. Exit codes: 0 the contract held, 1 it was broken, 3 nothing could be judged.',
  );
}
