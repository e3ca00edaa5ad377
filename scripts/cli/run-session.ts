import { setMaxListeners } from 'node:events';
import type { Credentials as DerivationCredentials } from '../contract/derive';
import type { ContractProperty } from '../contract/properties';
import { createEngine, type EngineName } from '../http';
import { preflight } from '../http/preflight';
import type { Route } from '../http/route';
import type { Target } from '../http/types';
import { defuseCiCommands } from '../lib/ci-commands';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { packageInfo } from '../lib/package-root';
import { visible } from '../lib/terminal-text';
import { messageOf } from '../lib/user-error';
import { compare, type ObservedRecord } from '../report/drift';
import { Folding } from '../report/fold';
import { inForce, quarantineResult, utcDay } from '../report/quarantine';
import { Redactor } from '../report/redactor';
import type { PlannedCase, QuarantineEntry, RunEvent, RunHeader, RunReport, StopReason } from '../report/types';
import { unreachedReason } from '../report/unreached';
import type { Reporting } from '../reporters/reporting';
import { Execution } from '../run/execute';
import type { Observations } from '../run/observations';
import { PropertyRun } from '../run/property-run';
import { redrawCommand, reproduceCommand } from '../run/reproduce';
import { Sustained } from '../run/sustained';
import { Watchdog } from '../run/watchdog';
import type { Part } from './run-part';

export type Credentials = Omit<DerivationCredentials, 'hmacPath'>;

/** What a run is asked to do, once everything has been checked that can be checked without sending. */
export interface RunRequest {
  readonly target: Target;
  readonly engine: EngineName;
  readonly credentials: Credentials;
  readonly fetchesToken: boolean;
  readonly strict: boolean;
  readonly bail: boolean;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly maxDurationMs: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly rate: number | undefined;
  /** How the target is reached, where not directly. */
  readonly route?: Route;
  readonly now: Date;
  /** Sends the cases again and again: so often, or until so many milliseconds after the start. */
  readonly sustain?: { readonly repeat?: number; readonly untilMs?: number };
  readonly failOnFlaky?: boolean;
  /** All entries of the quarantine file, expired ones too. */
  readonly quarantine?: readonly QuarantineEntry[];
  /** The accepted record to compare with; needs `observations`. */
  readonly baseline?: ObservedRecord;
  readonly observations?: Observations;
  /** Which plan this is, and which part of it. */
  readonly part?: Part['header'];
  /** What judges; all rules, where nothing else is said. */
  readonly watchdog?: Watchdog;
}

/** The planned part of a session: what is announced, and what sends it. */
export interface Work {
  readonly cases: readonly PlannedCase[];
  readonly send: (tools: {
    signal: AbortSignal;
    stop: (reason: StopReason, because?: string) => void;
    emit: (event: RunEvent) => void;
    redactor: Redactor;
    watchdog: Watchdog;
  }) => Promise<void>;
}

/** Events of a run whose target takes no connection: nothing is sent, every case is errored for one reason. */
function unreachableEvents(cases: readonly PlannedCase[], reason: string): RunEvent[] {
  return cases.map(({ id }) => ({
    type: 'case-finished',
    id,
    verdict: 'errored',
    reason,
    durationMs: 0,
    findings: [],
  }));
}

/** Runs work from its first event to its reports and returns the exit code. Interrupting it writes the reports too. */
export async function conduct(work: Work, request: RunRequest, reporting: Reporting, io: Io): Promise<number> {
  const { target, seed, strict, now, maxDurationMs } = request;
  const started = performance.now();
  const controller = new AbortController();
  // Each engine run listens, and there may be many at once: no leak, whatever Node thinks.
  setMaxListeners(0, controller.signal);
  let stopped: { readonly reason: StopReason; readonly because: string | undefined } | undefined;
  const stop = (reason: StopReason, because?: string): void => {
    stopped ??= { reason, because };
    controller.abort();
  };
  const silence = io.onSignal((signal) => stop(signal === 'SIGINT' ? 'interrupted' : 'terminated'));
  const deadline = setTimeout(() => stop('deadline'), maxDurationMs);
  const folding = new Folding();
  const emit = (event: RunEvent): void => {
    folding.add(event);
    reporting.onEvent(event);
  };
  const redactor = new Redactor(reporting.onSecret);
  const watchdog = request.watchdog ?? new Watchdog();
  let error: string | undefined;
  emit({
    type: 'run-started',
    schemaVersion: 1,
    run: {
      tool: packageInfo(),
      target: { name: target.name, baseUrl: target.baseUrl },
      engine: request.engine,
      seed,
      strict,
      ...(request.failOnFlaky && { failOnFlaky: true }),
      ...sustainedHeader(request),
      startedAt: now.toISOString(),
      ...request.part,
    },
    cases: work.cases,
  });
  try {
    const unreachable = await preflight(target, {
      timeoutMs: request.timeoutMs,
      attempts: 1 + request.retries,
      signal: controller.signal,
      proxy: request.route?.proxy,
    });
    const reason = unreachable && unreachedReason(unreachable.kind, unreachable.message, unreachable.proxy);
    if (reason === undefined) await work.send({ signal: controller.signal, stop, emit, redactor, watchdog });
    else if (stopped) stopped = { ...stopped, because: reason };
    else for (const event of unreachableEvents(work.cases, reason)) emit(event);
  } catch (thrown) {
    error = redactor.redact(messageOf(thrown));
    if (io.env.DEBUG && thrown instanceof Error)
      io.stderr.write(`${defuseCiCommands(visible(redactor.redact(thrown.stack ?? ''), '\n'))}\n`);
    stop('internal-error');
  } finally {
    clearTimeout(deadline);
  }
  if (watchdog.error !== undefined) error ??= redactor.redact(watchdog.error);
  const durationMs = Math.round(performance.now() - started);
  emit({
    type: 'run-finished',
    durationMs,
    ...(stopped && { stopped: stopped.reason }),
    ...(stopped?.because !== undefined && { because: redactor.redact(stopped.because) }),
    ...(error !== undefined && { error }),
    ...comparisons(request, folding),
  });
  const report = folding.report();
  await reporting.onReport(report);
  silence();
  for (const failure of reporting.failures) io.stderr.write(`error: ${failure}\n`);
  return reporting.failures.length > 0 && report.exitCode === exitCodes.ok ? exitCodes.noVerdict : report.exitCode;
}

function sustainedHeader({ sustain }: RunRequest): Pick<RunHeader, 'repeat' | 'durationS'> {
  return {
    ...(sustain?.repeat !== undefined && { repeat: sustain.repeat }),
    ...(sustain?.untilMs !== undefined && { durationS: sustain.untilMs / 1000 }),
  };
}

/** What a run differs in from what was accepted before, and what became of the quarantine. */
function comparisons(
  { quarantine, baseline, observations, now }: RunRequest,
  folding: Folding,
): Pick<RunReport, 'drift' | 'quarantine'> {
  return {
    ...(baseline && observations && { drift: compare(baseline, observations.observed) }),
    ...(quarantine && { quarantine: quarantineResult(quarantine, folding.report().cases, utcDay(now)) }),
  };
}

/** Requests to be drawn beside the cases. */
export interface Drawing {
  readonly properties: readonly ContractProperty[];
  /** How many requests for each property. */
  readonly runs: number;
}

/** Sends the planned cases of the contract, and after them the requests that are drawn. */
export async function runSession(
  plan: Part['plan'],
  drawing: Drawing,
  request: RunRequest,
  reporting: Reporting,
  io: Io,
): Promise<number> {
  const { target, credentials, seed } = request;
  const planned = new Set(plan.cases.map(({ id }) => id));
  const properties = drawing.properties.filter(({ contractCase }) => planned.has(contractCase.id));
  const drawnIds = new Set(properties.map(({ contractCase }) => contractCase.id));
  const cases = plan.cases.map((contractCase) => {
    const { id, title, theme, tags, evidence } = contractCase;
    return {
      id,
      title,
      theme,
      tags,
      evidence,
      ...plan.places?.get(id),
      reproduce: drawnIds.has(id)
        ? redrawCommand(id, target, seed, drawing.runs)
        : reproduceCommand(contractCase, target),
    };
  });
  const stages = plan.stages.map((stage) => stage.filter(({ id }) => !drawnIds.has(id)));
  const send: Work['send'] = async ({ signal, stop, emit, redactor, watchdog }) => {
    const engine = createEngine(request.engine, target.baseUrl, request.route);
    const quarantine = request.quarantine && inForce(request.quarantine, utcDay(request.now));
    const options = {
      ...{ ...request, credentials, engine, signal, stop, redactor, emit, watchdog },
      ...(quarantine && { quarantine }),
    };
    const execution = new Execution({ ...plan, stages }, options);
    try {
      await execution.run();
      if (request.sustain) await new Sustained(execution.session, { ...options, ...request.sustain }).run();
      if (properties.length === 0) return;
      const propertyRun = new PropertyRun(options, execution, require('fast-check') as typeof import('fast-check'));
      for (const property of properties) if (!signal.aborted) await propertyRun.try(property, drawing.runs);
    } finally {
      await engine.close?.();
    }
  };
  return conduct({ cases, send }, request, reporting, io);
}
