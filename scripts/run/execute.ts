import { tokenCase } from '../contract/calls/management-token/call';
import { variablesOf } from '../contract/define';
import type { Exchange } from '../contract/exchange';
import type { ContractCase } from '../contract/types';
import { clockObstacle } from '../judge/clock';
import { missingNeed, type NotReady, notReady } from '../judge/readiness';
import { backoffMs, isInfrastructure, maxAttempts, refusedByDisconnecting, retryAfterMs } from '../judge/retry';
import type { Judgement } from '../judge/types';
import { wait } from '../lib/wait';
import { recordExchange, recordFinding } from '../report/record';
import type { RunEvent } from '../report/types';
import type { Observations } from './observations';
import { divide } from './pace';
import { dependencies, type Plan } from './plan';
import { Session, type SessionOptions } from './session';

export interface ExecuteOptions extends SessionOptions {
  readonly concurrency: number;
  readonly bail: boolean;
  /** Where it is kept what the target does where the contract leaves it open. */
  readonly observations?: Observations;
  readonly emit: (event: RunEvent) => void;
}

interface Sent {
  readonly contractCase: ContractCase;
  readonly exchanges: readonly Exchange[];
  /** Spent on its exchanges so far, answered or not. */
  readonly durationMs: number;
}

/** One run of a plan: sends, tries again, judges, and tells of each step by an event. */
export class Execution {
  /** What is known of the target. */
  readonly session: Session;

  constructor(
    readonly plan: Plan,
    readonly options: ExecuteOptions,
    /** An execution that went before: what it knows of the target is shared. */
    before?: Execution,
  ) {
    this.session = before ? before.session : new Session(plan.cases, options);
  }

  /** The management token in use: configured, or issued to this run. */
  get managementToken(): string | undefined {
    return this.session.credentials.managementToken;
  }

  /** Resolves when every case has its verdict, or soon after the signal is raised. */
  async run(): Promise<void> {
    for (const stage of this.plan.stages) {
      const ready = stage.filter((contractCase) => {
        const obstacle = this.#obstacle(contractCase);
        if (obstacle)
          this.#finish(
            { contractCase, exchanges: [], durationMs: 0 },
            { ...obstacle, findings: [], remembered: { ...obstacle, accepted: false, because: obstacle.reason } },
          );
        return !obstacle;
      });
      await this.#sendAll(ready);
      if (this.options.signal.aborted) return;
    }
  }

  #obstacle(contractCase: ContractCase): NotReady | undefined {
    const awaited = dependencies(contractCase, this.options.fetchesToken);
    const missing = missingNeed(contractCase.needs, this.session.credentials);
    const names = variablesOf(contractCase.request);
    const skewed = clockObstacle(names, this.session.clockOffsetMs);
    return skewed ?? notReady(awaited, contractCase.uses, names, missing, (id) => this.session.memory.get(id));
  }

  /** Sends cases side by side, in rounds: each round holds those that the last one gave no verdict. */
  async #sendAll(cases: readonly ContractCase[]): Promise<void> {
    const { engine, concurrency, signal } = this.options;
    const { pace } = this.session;
    let round: readonly Sent[] = cases.map((contractCase) => ({ contractCase, exchanges: [], durationMs: 0 }));
    while (round.length > 0 && !signal.aborted) {
      const parts = pace.rate === undefined ? Math.ceil(round.length / engine.batchSize) : round.length;
      const batches = divide(round, parts);
      const again: Sent[] = [];
      const worker = async (): Promise<void> => {
        for (let batch = batches.shift(); batch && !signal.aborted; batch = batches.shift()) {
          await this.session.turnOf(batch.map(({ contractCase }) => contractCase));
          again.push(...(await this.#sendBatch(batch)));
        }
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      round = again;
      if (round.some((sent) => statusOf(sent) === 429)) pace.slowDown();
      if (round.length > 0) await wait(Math.max(...round.map((sent) => this.#pause(sent))), signal);
    }
  }

  #pause({ exchanges }: Sent): number {
    const last = exchanges.at(-1)!;
    if (!isInfrastructure(last)) return 0;
    return backoffMs(exchanges.length, retryAfterMs(last, Date.now()), Math.random);
  }

  /** Sends one batch; gives back what must be sent again. */
  async #sendBatch(batch: readonly Sent[]): Promise<Sent[]> {
    const { engine, signal, timeoutMs, emit, redactor } = this.options;
    const { startedAt, pace } = this.session;
    const open = new Map(batch.map((sent) => [sent.contractCase.id, sent]));
    const again: Sent[] = [];
    // An engine sends a batch in order, one after the other: what has not begun is not in flight when a run ends early.
    const waiting = batch.values();
    const begin = (): void => {
      const { value: sent } = waiting.next();
      if (sent?.exchanges.length === 0) emit({ type: 'case-started', id: sent.contractCase.id });
    };
    begin();
    const requests = batch.map(({ contractCase, exchanges }) =>
      this.session.prepare(contractCase, exchanges.length + 1),
    );
    // For the same reason each is sent when the one before it has come.
    let sentAt = performance.now();
    for await (const exchange of engine.send(requests, { signal, timeoutMs })) {
      const started = sentAt;
      sentAt = performance.now();
      const sent = open.get(exchange.caseId);
      if (!sent || signal.aborted) continue;
      open.delete(exchange.caseId);
      begin();
      const startedMs = Math.round(started - startedAt);
      emit({ type: 'exchange', id: exchange.caseId, exchange: recordExchange(exchange, redactor, startedMs) });
      const now = { ...sent, exchanges: [...sent.exchanges, exchange], durationMs: sent.durationMs + sentAt - started };
      if (statusOf(now) !== 429) pace.trust();
      this.session.heed(now.contractCase, exchange);
      if (this.#mustRepeat(now)) again.push(now);
      else await this.#settle(now);
    }
    return again;
  }

  #mustRepeat({ contractCase, exchanges }: Sent): boolean {
    const last = exchanges.at(-1)!;
    if (refusedByDisconnecting(last, contractCase)) return false;
    if (isInfrastructure(last)) return exchanges.length < maxAttempts(last, this.options.retries);
    const noSuchPath = last.outcome.kind === 'response' && last.outcome.status === 404;
    return noSuchPath && contractCase.id === tokenCase && this.session.tryOtherHmacPath();
  }

  async #settle(sent: Sent): Promise<void> {
    const { contractCase, exchanges } = sent;
    const last = exchanges.at(-1)!;
    const judgement = await this.session.judge(contractCase, last);
    const unavailable = last.outcome.kind === 'response' && last.outcome.status !== 429 && isInfrastructure(last);
    const gatewayError = judgement.verdict === 'errored' && unavailable;
    const judgeAgain = gatewayError && (await this.#answersItsControl(sent));
    this.#finish(sent, judgeAgain ? await this.session.judge(contractCase, last, { targetIsUp: true }) : judgement);
  }

  /**
   * A case is answered 502 to 504 at every attempt. Where its control is accepted at this very moment, the target is up
   * and it is this request that it cannot stand.
   */
  async #answersItsControl({ contractCase }: Sent): Promise<boolean> {
    const control = this.plan.cases.find(({ id }) => id === contractCase.control);
    if (!control || this.options.signal.aborted) return false;
    for (const asked of [control, contractCase, control]) {
      const exchange = await this.session.ask(asked);
      if (!exchange || isInfrastructure(exchange) !== (asked === contractCase)) return false;
    }
    return true;
  }

  #finish({ contractCase, exchanges, durationMs }: Sent, judgement: Judgement): void {
    const { emit, redactor, bail, stop } = this.options;
    const { verdict, reason, findings, remembered, credentialsRefused } = judgement;
    const last = exchanges.at(-1);
    this.session.remember(contractCase, remembered, last);
    if (last) this.options.observations?.see(contractCase, last);
    const retried = exchanges.some((exchange, index) => index < exchanges.length - 1 && isInfrastructure(exchange));
    emit({
      type: 'case-finished',
      id: contractCase.id,
      verdict,
      ...(verdict === 'passed' && retried && { flaky: true }),
      ...(reason !== undefined && { reason: redactor.redact(reason) }),
      durationMs: Math.round(durationMs),
      findings: findings.map((finding) => recordFinding(finding, redactor)),
      ...(credentialsRefused && { credentialsRefused }),
    });
    if (bail && verdict === 'failed') stop('bail');
  }
}

function statusOf({ exchanges }: Sent): number | undefined {
  const outcome = exchanges.at(-1)?.outcome;
  return outcome?.kind === 'response' ? outcome.status : undefined;
}
