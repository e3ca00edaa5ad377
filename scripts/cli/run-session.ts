import { setMaxListeners } from 'node:events';
import type { Credentials as DerivationCredentials } from '../checker/derive';
import type { ContractProperty } from '../contract/properties';
import { newmanEngine } from '../engines/newman';
import { packageInfo } from '../lib/package-root';
import { messageOf } from '../lib/user-error';
import { Execution } from '../run/execute';
import type { Plan } from '../run/plan';
import { preflight, type Unreachable } from '../run/preflight';
import { PropertyRun } from '../run/property-run';
import { Redactor } from '../run/redactor';
import { reproduceCommand } from '../run/reproduce';
import type { Target } from '../run/types';
import { fold } from '../verdict/fold';
import type { PlannedCase, RunEvent, StopReason } from '../verdict/types';
import { exitCodes } from './exit-codes';
import type { Io } from './io';
import type { Reporting } from './reporting';

export type Credentials = Omit<DerivationCredentials, 'hmacPath'>;

/** What a run is asked to do, once everything has been checked that can be checked without sending. */
export interface RunRequest {
  readonly target: Target;
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
  readonly now: Date;
}

/** The planned part of a session: what is announced, and what sends it. */
export interface Work {
  readonly cases: readonly PlannedCase[];
  readonly send: (tools: {
    signal: AbortSignal;
    stop: (reason: StopReason) => void;
    emit: (event: RunEvent) => void;
    redactor: Redactor;
  }) => Promise<void>;
}

/** Events of a run whose target takes no connection: nothing is sent, every case is errored for one reason. */
function unreachableEvents(cases: readonly PlannedCase[], { kind, message }: Unreachable): RunEvent[] {
  const reason = `the target cannot be reached: ${kind} (${message})`;
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
  let stopped: StopReason | undefined;
  const stop = (reason: StopReason): void => {
    stopped ??= reason;
    controller.abort();
  };
  const silence = io.onSignal((signal) => stop(signal === 'SIGINT' ? 'interrupted' : 'terminated'));
  const deadline = setTimeout(() => stop('deadline'), maxDurationMs);
  const events: RunEvent[] = [];
  const emit = (event: RunEvent): void => {
    events.push(event);
    reporting.onEvent(event);
  };
  const redactor = new Redactor();
  let error: string | undefined;
  emit({
    type: 'run-started',
    schemaVersion: 1,
    run: {
      tool: packageInfo(),
      target: { name: target.name, baseUrl: target.baseUrl },
      engine: 'newman',
      seed,
      strict,
      startedAt: now.toISOString(),
    },
    cases: work.cases,
  });
  try {
    const unreachable = await preflight(target, request.timeoutMs, 1 + request.retries, controller.signal);
    if (unreachable) for (const event of unreachableEvents(work.cases, unreachable)) emit(event);
    else await work.send({ signal: controller.signal, stop, emit, redactor });
  } catch (thrown) {
    error = redactor.redact(messageOf(thrown));
    if (io.env.DEBUG && thrown instanceof Error) io.stderr.write(`${redactor.redact(thrown.stack ?? '')}\n`);
    stop('internal-error');
  } finally {
    silence();
    clearTimeout(deadline);
  }
  const durationMs = Math.round(performance.now() - started);
  emit({ type: 'run-finished', durationMs, ...(stopped && { stopped }), ...(error !== undefined && { error }) });
  const report = fold(events);
  await reporting.onReport(report);
  for (const failure of reporting.failures) io.stderr.write(`error: ${failure}\n`);
  return reporting.failures.length > 0 && report.exitCode === exitCodes.ok ? exitCodes.noVerdict : report.exitCode;
}

/** Requests to be drawn beside the cases. */
export interface Drawing {
  readonly properties: readonly ContractProperty[];
  /** How many requests in all. */
  readonly runs: number;
}

/** Sends the planned cases of the contract, and after them the requests that are drawn. */
export async function runSession(
  plan: Plan,
  drawing: Drawing,
  request: RunRequest,
  reporting: Reporting,
  io: Io,
): Promise<number> {
  const { target, credentials } = request;
  const cases = plan.cases.map((contractCase) => {
    const { id, title, theme, tags, evidence } = contractCase;
    return { id, title, theme, tags, evidence, reproduce: reproduceCommand(contractCase, target) };
  });
  const planned = new Set(plan.cases.map(({ id }) => id));
  const properties = drawing.properties.filter(({ contractCase }) => planned.has(contractCase.id));
  const drawnIds = new Set(properties.map(({ contractCase }) => contractCase.id));
  const stages = plan.stages.map((stage) => stage.filter(({ id }) => !drawnIds.has(id)));
  const send: Work['send'] = async ({ signal, stop, emit, redactor }) => {
    const engine = newmanEngine(target.baseUrl);
    const options = { ...request, credentials, engine, signal, onBail: () => stop('bail'), redactor, emit };
    const execution = new Execution({ ...plan, stages }, options);
    await execution.run();
    if (properties.length === 0) return;
    const propertyRun = new PropertyRun(options, execution, require('fast-check') as typeof import('fast-check'));
    const runs = Math.ceil(drawing.runs / properties.length);
    for (const property of properties) if (!signal.aborted) await propertyRun.try(property, runs);
  };
  return conduct({ cases, send }, request, reporting, io);
}
