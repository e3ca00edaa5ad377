import type { Credentials as DerivationCredentials } from '../checker/derive';
import { newmanEngine } from '../engines/newman';
import { packageInfo } from '../lib/package-root';
import { messageOf, UserError } from '../lib/user-error';
import { Execution } from '../run/execute';
import type { Plan } from '../run/plan';
import { preflight, type Unreachable } from '../run/preflight';
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
    const unreachable = await preflight(target, request.timeoutMs, 1 + request.retries);
    if (unreachable) for (const event of unreachableEvents(work.cases, unreachable)) emit(event);
    else await work.send({ signal: controller.signal, stop, emit, redactor });
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
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

/** Sends the planned cases of the contract. */
export async function runSession(plan: Plan, request: RunRequest, reporting: Reporting, io: Io): Promise<number> {
  const { target, credentials } = request;
  const cases = plan.cases.map((contractCase) => {
    const { id, title, theme, tags, evidence } = contractCase;
    return { id, title, theme, tags, evidence, reproduce: reproduceCommand(contractCase, target) };
  });
  const send: Work['send'] = async ({ signal, stop, emit, redactor }) => {
    if (!credentials.managementToken && !credentials.publicKey) {
      throw new UserError(
        `no credentials for ${target.name}`,
        'set IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY',
      );
    }
    const engine = newmanEngine(target.baseUrl);
    await new Execution(plan, { ...request, engine, signal, onBail: () => stop('bail'), redactor, emit }).run();
  };
  return conduct({ cases, send }, request, reporting, io);
}
