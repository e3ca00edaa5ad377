import { variablesOf } from '../contract/define';
import type { Exchange } from '../contract/exchange';
import type { ContractCase } from '../contract/types';
import { clockObstacle } from '../judge/clock';
import { missingNeed, type NotReady, notReady, rememberedUnsent } from '../judge/readiness';
import { reasonFields } from '../judge/reason-kinds';
import { isInfrastructure } from '../judge/retry';
import type { Judgement } from '../judge/types';
import { recordExchange, recordFinding } from '../report/record';
import type { RunEvent } from '../report/types';
import { dependencies, type Plan } from './plan';
import { Schedule } from './schedule';
import type { Session } from './session';

/** A case and its exchanges so far. */
interface Attempted {
  readonly contractCase: ContractCase;
  readonly exchanges: readonly Exchange[];
  /** The time of its exchanges so far. */
  readonly durationMs: number;
}

/** Sends the cases of a plan, retries and judges them, and emits an event for each step. */
export class Execution {
  /** Cases whose judgement depends on the form of the run's 400s, which is known at its end. */
  readonly #held: Attempted[] = [];

  constructor(
    readonly plan: Plan,
    readonly session: Session,
    /** Takes the events in place of the run. */
    readonly emit: (event: RunEvent) => void = session.parts.emit,
    /** Whether a failed case ends the run. */
    readonly bail: boolean = session.parts.options.limits.bail,
  ) {}

  /** Resolves when every case has its verdict, or soon after the signal is raised. */
  async run(): Promise<void> {
    await this.#sendStages();
    for (const attempted of this.#held.splice(0))
      this.#finish(attempted, this.session.judging.judge(attempted.contractCase, attempted.exchanges.at(-1)!));
  }

  async #sendStages(): Promise<void> {
    for (const stage of this.plan.stages) {
      const ready = stage.filter((contractCase) => {
        const obstacle = this.#obstacle(contractCase);
        if (obstacle)
          this.#finish(
            { contractCase, exchanges: [], durationMs: 0 },
            { ...obstacle, findings: [], remembered: rememberedUnsent(obstacle) },
          );
        return !obstacle;
      });
      await this.#sendAll(ready);
      if (this.session.parts.signal.aborted) return;
    }
  }

  #obstacle(contractCase: ContractCase): NotReady | undefined {
    const { parts, credentials, clockOffsetMs, memory } = this.session;
    const awaited = dependencies(contractCase, parts.environment.fetchesToken);
    const missing = missingNeed(contractCase.needs, credentials);
    const names = variablesOf(contractCase.request);
    const skewed = clockObstacle(names, clockOffsetMs);
    return skewed ?? notReady(awaited, contractCase.uses, names, missing, (id) => memory.get(id));
  }

  /** Sends cases side by side. A case that waits for its retry does not hold up other cases. */
  async #sendAll(cases: readonly ContractCase[]): Promise<void> {
    const { session } = this;
    const { options, signal } = session.parts;
    const attempts = cases.map((contractCase): Attempted => ({ contractCase, exchanges: [], durationMs: 0 }));
    const schedule = new Schedule(attempts, signal);
    const worker = async (): Promise<void> => {
      for (;;) {
        // Batches of about the same size, so that the workers end at about the same time.
        const batch = await schedule.take(Math.ceil(cases.length / Math.ceil(cases.length / session.batchSize)));
        if (batch.length === 0) return;
        const alone = session.haveShortLivedTokens(batch.map(({ contractCase }) => contractCase));
        for (const portion of alone ? batch.map((attempted) => [attempted]) : [batch]) {
          await session.beforeSending(portion.map(({ contractCase }) => contractCase));
          if (!signal.aborted) await this.#sendBatch(portion, schedule);
        }
      }
    };
    if (cases.length > 0) await Promise.all(Array.from({ length: options.sending.concurrency }, worker));
  }

  async #sendBatch(batch: readonly Attempted[], schedule: Schedule<Attempted>): Promise<void> {
    const { session, emit } = this;
    const open = new Map(batch.map((attempted) => [attempted.contractCase.id, attempted]));
    const waiting = batch.values();
    // A case starts when its request is sent, so that a run that ends early does not show waiting cases as in flight.
    const begin = (): void => {
      const { value: next } = waiting.next();
      if (next?.exchanges.length === 0) emit({ type: 'case-started', id: next.contractCase.id });
    };
    begin();
    const requests = batch.map(({ contractCase, exchanges }) => ({ contractCase, attempt: exchanges.length + 1 }));
    for await (const { contractCase, exchange, startedMs, durationMs } of session.send(requests)) {
      const { id } = contractCase;
      const before = open.get(id);
      if (!before) continue;
      open.delete(id);
      begin();
      emit({ type: 'exchange', id, exchange: recordExchange(exchange, session.parts.redactor, startedMs) });
      const now = {
        contractCase,
        exchanges: [...before.exchanges, exchange],
        durationMs: before.durationMs + durationMs,
      };
      const step = await session.settled(contractCase, exchange, 'case');
      if (step.kind === 'settle') {
        this.#settle(now, step.targetIsUp);
        schedule.done();
      } else schedule.putBack(now, step.kind === 'retry' ? step.afterMs : 0);
    }
    // An engine that loses a request would have the run wait forever.
    for (const lost of open.keys()) if (!session.parts.signal.aborted) throw new Error(`no outcome for case ${lost}`);
  }

  #settle(attempted: Attempted, targetIsUp: true | undefined): void {
    const { contractCase, exchanges } = attempted;
    const last = exchanges.at(-1)!;
    const { judging } = this.session;
    const judgement = judging.judgeSettled(contractCase, last, targetIsUp);
    if (!this.bail && judging.awaitsErrorForm(contractCase, last)) {
      this.session.remember(contractCase, judgement.remembered, last);
      this.#held.push(attempted);
    } else this.#finish(attempted, judgement);
  }

  #finish({ contractCase, exchanges, durationMs }: Attempted, judgement: Judgement): void {
    const { redactor, stop, options } = this.session.parts;
    const { verdict, findings, remembered, credentialsRefused } = judgement;
    const last = exchanges.at(-1);
    this.session.found.push(...findings);
    this.session.remember(contractCase, remembered, last);
    if (last?.outcome.kind === 'response') this.session.responseMs.set(contractCase.id, last.outcome.durationMs);
    if (last) options.judging.observations?.see(contractCase, last);
    const retried = exchanges.slice(0, -1).some(isInfrastructure);
    this.emit({
      type: 'case-finished',
      id: contractCase.id,
      verdict,
      ...(verdict === 'passed' && retried && { flaky: true }),
      ...reasonFields(judgement, (text) => redactor.redact(text)),
      ...(remembered.blockedBy !== undefined && { blockedBy: remembered.blockedBy }),
      durationMs: Math.round(durationMs),
      findings: findings.map((finding) => recordFinding(finding, redactor)),
      ...(credentialsRefused && { credentialsRefused }),
    });
    if (verdict === 'failed' && this.bail) stop('bail');
  }
}
