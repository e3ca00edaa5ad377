import { cases } from '../contract';
import { directEngine } from '../http/direct';
import type { Route } from '../http/route';
import type { Engine, Target } from '../http/types';
import { packageInfo } from '../lib/package-root';
import { hash32 } from '../lib/seeded-random';
import { messageOf } from '../lib/user-error';
import { fold } from '../report/fold';
import type { Redactor } from '../report/redactor';
import type { RunEvent, RunReport, StopReason } from '../report/types';
import { credentialsOf } from '../run/environment/credentials-of';
import type { Settings } from '../run/environment/settings';
import { Execution } from '../run/execute';
import { planRun } from '../run/plan';
import { reproduceCommand } from '../run/reproduce';
import { Watchdog } from '../run/watchdog';

export interface SuiteOptions {
  readonly target: Target;
  /** How the target is reached. */
  readonly route: Route;
  readonly settings: Settings;
  readonly redactor: Redactor;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Resolves when one request may be sent. */
  readonly turn: () => Promise<void>;
}

/** Cases of one partner that are under way at once: partners beside each other are what makes a fleet quick. */
const concurrency = 2;

/** Sends one request at a time, each when its turn has come. */
const inTurn = (engine: Engine, turn: () => Promise<void>): Engine => ({
  name: engine.name,
  batchSize: 1,
  async *send(batch, options) {
    for (const request of batch) {
      await turn();
      if (options.signal.aborted) return;
      yield* engine.send([request], options);
    }
  },
});

/** Sends the suite, to production the cases tagged `safe`, and folds what came into a report. Nothing is thrown. */
export async function runSuite(options: SuiteOptions): Promise<RunReport> {
  const { target, settings, redactor, now, turn } = options;
  const started = performance.now();
  const credentials = credentialsOf(settings);
  const fetchesToken = credentials.managementToken === undefined;
  const allowed = target.kind === 'production' ? cases.filter(({ tags }) => tags.includes('safe')) : cases;
  const plan = planRun(allowed, {}, fetchesToken);
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  let stopped: { readonly reason: StopReason; readonly because?: string | undefined } | undefined;
  const stop = (reason: StopReason, because?: string): void => {
    stopped ??= { reason, because };
    ended.abort();
  };
  const engine = directEngine(target.baseUrl, options.route);
  const seed = hash32(target.baseUrl + String(credentials.publicKey));
  const startedAt = new Date(now()).toISOString();
  const planned = plan.cases.map((contractCase) => {
    const { id, title, theme, tags, evidence } = contractCase;
    return { id, title, theme, tags, evidence, reproduce: reproduceCommand(contractCase, target) };
  });
  const { name, baseUrl } = target;
  const run = { tool: packageInfo(), target: { name, baseUrl }, engine: engine.name, seed, strict: false, startedAt };
  const events: RunEvent[] = [{ type: 'run-started', schemaVersion: 1, run, cases: planned }];
  const emit = (event: RunEvent): void => {
    events.push(event);
  };
  const watchdog = new Watchdog();
  let error: string | undefined;
  try {
    const { timeoutMs, retries } = options;
    const shared = { timeoutMs, retries, redactor, seed, concurrency, signal, stop, emit };
    await new Execution(plan, {
      ...shared,
      engine: inTurn(engine, turn),
      credentials,
      fetchesToken,
      strict: false,
      bail: false,
      watchdog,
    }).run();
  } catch (thrown) {
    error = redactor.redact(messageOf(thrown));
    stop('internal-error');
  } finally {
    await engine.close();
  }
  error ??= watchdog.error && redactor.redact(watchdog.error);
  const reason = options.signal.aborted ? 'interrupted' : stopped?.reason;
  emit({
    type: 'run-finished',
    durationMs: Math.round(performance.now() - started),
    ...(reason && { stopped: reason }),
    ...(stopped?.because !== undefined && { because: redactor.redact(stopped.because) }),
    ...(error !== undefined && { error }),
  });
  return fold(events);
}
