import { setMaxListeners } from 'node:events';
import type { ContractCase } from '../contract/types';
import { createEngine } from '../http';
import { preflight } from '../http/preflight';
import { learnProxy } from '../http/proxy';
import { packageInfo } from '../lib/package-root';
import { messageOf } from '../lib/user-error';
import { compare } from '../report/drift';
import { Folding } from '../report/fold';
import { quarantineResult, utcDay } from '../report/quarantine';
import { Redactor } from '../report/redactor';
import { thresholdsOf } from '../report/thresholds';
import type { PlannedCase, RunEvent, RunHeader, RunReport, StopReason, Unreached } from '../report/types';
import { unreachedReason } from '../report/unreached';
import type { Environment } from './environment/environment';
import type { RunOptions } from './options';
import { Session } from './session';

/** A part of a run's work: sends requests, judges the responses and emits events. Phases share the session. */
export type Phase = (session: Session) => Promise<void>;

/** What a run does. */
export interface Work {
  /** What is announced before anything is sent: each of them gets a verdict. */
  readonly planned: readonly PlannedCase[];
  /** The cases of the contract among them. */
  readonly cases: readonly ContractCase[];
  /** In order; once the run is stopped, the rest are skipped. */
  readonly phases: readonly Phase[];
  /** What else the report's header says. */
  readonly header?: Pick<RunHeader, 'plan' | 'shard' | 'collection' | 'collectionOptions'>;
}

/** What a run reports while it goes on, and what can end it. */
export interface RunHooks {
  readonly onEvent?: (event: RunEvent) => void;
  /** Called with each secret in plain text, before an event can contain it. */
  readonly onSecret?: (secret: string) => void;
  /** Awaited before the run stops listening to signals. */
  readonly onReport?: (report: RunReport) => Promise<void>;
  /** Called with the stack of the error that ended the run, without secrets. */
  readonly onError?: (stack: string) => void;
  /** Subscribes to signals that end the run; returns what unsubscribes. */
  readonly onSignal?: (stop: (reason: 'interrupted' | 'terminated') => void) => () => void;
  /** Removes secrets; by default a new one that knows no secrets yet. */
  readonly redactor?: Redactor;
}

/** The events of a run whose target accepts no connection: nothing is sent, and every case is errored. */
function unreachedEvents(planned: readonly PlannedCase[], { kind, detail, proxy }: Unreached): RunEvent[] {
  const reason = unreachedReason(kind, detail, proxy);
  return planned.map(({ id }) => ({
    type: 'case-finished',
    id,
    verdict: 'errored',
    reason,
    reasonKind: 'unreached',
    durationMs: 0,
    findings: [],
  }));
}

function headerOf(
  { target, shadowed }: Environment,
  { sending, judging, sustain, now }: RunOptions,
  work: Work,
): RunHeader {
  return {
    tool: packageInfo(),
    target: { name: target.name, kind: target.kind, baseUrl: target.baseUrl },
    ...(shadowed !== undefined && { shadowed }),
    engine: sending.engine,
    seed: sending.seed,
    strict: judging.strict,
    ...(judging.failOnFlaky && { failOnFlaky: true }),
    ...(sustain?.repeat !== undefined && { repeat: sustain.repeat }),
    ...(sustain?.untilMs !== undefined && { durationS: sustain.untilMs / 1000 }),
    startedAt: now.toISOString(),
    ...work.header,
  };
}

/** The drift of a run from the accepted record, the state of the quarantine, and the thresholds. */
function comparisons(
  { judging, now }: RunOptions,
  folding: Folding,
): Pick<RunReport, 'drift' | 'quarantine' | 'thresholds'> {
  const { quarantine, baseline, observations, thresholds } = judging;
  return {
    ...(baseline && observations && { drift: compare(baseline, observations.observed) }),
    ...(quarantine && { quarantine: quarantineResult(quarantine, folding.report().cases, utcDay(now)) }),
    ...(thresholds && { thresholds: thresholdsOf(thresholds, folding.report()) }),
  };
}

/**
 * Runs work in an environment, from its first event to its report. Every run ends with a report; only `onReport` can
 * make it throw.
 */
export async function runLifecycle(
  environment: Environment,
  work: Work,
  options: RunOptions,
  hooks: RunHooks = {},
): Promise<RunReport> {
  const { target, route } = environment;
  const { sending, limits } = options;
  const started = performance.now();
  const controller = new AbortController();
  const { signal } = controller;
  // Every request in flight listens, and there may be many: this is not a leak.
  setMaxListeners(0, signal);
  let stopped: { readonly reason: StopReason; readonly because?: string | undefined } | undefined;
  const stop = (reason: StopReason, because?: string): void => {
    stopped ??= { reason, because };
    controller.abort();
  };
  const unsubscribe = hooks.onSignal?.(stop);
  const deadline =
    limits.maxDurationMs === undefined ? undefined : setTimeout(() => stop('deadline'), limits.maxDurationMs);
  const folding = new Folding();
  const emit = (event: RunEvent): void => {
    folding.add(event);
    hooks.onEvent?.(event);
  };
  const redactor = hooks.redactor ?? new Redactor(hooks.onSecret);
  learnProxy(redactor, route.proxy);
  let unreached: Unreached | undefined;
  let error: string | undefined;
  emit({
    type: 'run-started',
    schemaVersion: 1,
    run: headerOf(environment, options, work),
    cases: work.planned,
  });
  const send = async (): Promise<void> => {
    const made = createEngine(sending.engine, target.baseUrl, route);
    const engine = sending.through?.(made) ?? made;
    const session = new Session({ environment, engine, options, cases: work.cases, signal, stop, emit, redactor });
    try {
      for (const phase of work.phases) if (!signal.aborted) await phase(session);
    } finally {
      await made.close?.();
      const { text } = session.judging.ruleErrors;
      error = text && redactor.redact(text);
    }
  };
  try {
    const { timeoutMs, retries } = sending;
    const failure = await preflight(target, { timeoutMs, attempts: 1 + retries, signal, proxy: route.proxy });
    if (failure === undefined) await send();
    else {
      const { kind, message: detail, proxy } = failure;
      unreached = { kind, detail, ...(proxy !== undefined && { proxy }) };
      if (stopped) stopped = { ...stopped, because: unreachedReason(kind, detail, proxy) };
      else for (const event of unreachedEvents(work.planned, unreached)) emit(event);
    }
  } catch (thrown) {
    error = redactor.redact(messageOf(thrown));
    if (thrown instanceof Error) hooks.onError?.(redactor.redact(thrown.stack ?? ''));
    stop('internal-error');
  } finally {
    clearTimeout(deadline);
  }
  emit({
    type: 'run-finished',
    durationMs: Math.round(performance.now() - started),
    ...(stopped && { stopped: stopped.reason }),
    ...(stopped?.because !== undefined && { because: redactor.redact(stopped.because) }),
    ...(error !== undefined && { error }),
    ...(unreached && { unreached }),
    ...comparisons(options, folding),
  });
  const report = folding.report();
  await hooks.onReport?.(report);
  unsubscribe?.();
  return report;
}
