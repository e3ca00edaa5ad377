import type { Exchange } from '../contract/exchange';
import type { ContractCase } from '../contract/types';
import { isFailing } from '../judge/case-verdict';
import { findingKey } from '../judge/finding';
import { reasonFields } from '../judge/reason-kinds';
import { infrastructureCause, isThrottled } from '../judge/retry';
import type { Judgement } from '../judge/types';
import { recordExchange, recordFinding } from '../report/record';
import { LoadStatistics } from './load-statistics';
import type { SustainOptions } from './options';
import { Schedule } from './schedule';
import type { SentCase, Session } from './session';

/** The time between two load events: short at first, for people to see; longer in a long run, as each has kilobytes. */
const snapshotMs = (elapsedMs: number): number => Math.min(10_000, Math.max(1000, elapsedMs / 60));
/** At most this many different causes of failure are reported for each case; the counts include all. */
const mostCauses = 10;

interface QueuedCase {
  readonly contractCase: ContractCase;
  readonly attempt: number;
}

/**
 * Sends cases that have a verdict again and again, and judges every response. Its memory does not grow: new causes of
 * failure are reported by events, everything else is counted.
 */
export class Sustained {
  readonly #statistics = new LoadStatistics();
  readonly #known = new Map<string, Set<string>>();
  /** By `performance.now()`. The first pass is a part of what is sent a number of times. */
  readonly #startedAt: number;

  constructor(
    readonly session: Session,
    readonly options: SustainOptions,
  ) {
    this.#startedAt = options.repeat === undefined ? performance.now() : session.startedAt;
  }

  /** Resolves after the last pass, when the time is over, or soon after the signal is raised. */
  async run(): Promise<void> {
    const { session } = this;
    const { signal, options } = session.parts;
    // Only cases with a verdict from the first pass are sent again.
    const judged = session.parts.cases.filter(({ id }) => {
      const verdict = session.memory.get(id)?.verdict;
      return verdict === 'passed' || verdict === 'failed';
    });
    if (this.options.repeat !== undefined) this.#countFirstPass(judged);
    const schedule = new Schedule(this.#attempts(judged), signal);
    const follow = (): NodeJS.Timeout =>
      setTimeout(
        () => {
          this.#tell();
          next = follow();
        },
        snapshotMs(performance.now() - this.#startedAt),
      );
    let next = follow();
    const worker = async (): Promise<void> => {
      for (;;) {
        // No case twice in a batch: an engine tells its requests apart by their cases.
        const batch = await schedule.take(Math.min(session.batchSize, judged.length));
        if (batch.length === 0) return;
        await this.#sendBatch(batch, schedule);
      }
    };
    try {
      await Promise.all(Array.from({ length: options.sending.concurrency }, worker));
    } finally {
      clearTimeout(next);
      this.#tell();
    }
  }

  #countFirstPass(judged: readonly ContractCase[]): void {
    const { memory, responseMs } = this.session;
    for (const { id } of judged) {
      const failed = memory.get(id)?.verdict === 'failed';
      this.#statistics.add(id, failed ? 'failed' : 'passed', undefined, responseMs.get(id));
    }
  }

  *#attempts(judged: readonly ContractCase[]): Generator<QueuedCase> {
    const { repeat = Number.POSITIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = this.options;
    if (judged.length === 0) return;
    for (let pass = 1; pass < repeat; pass += 1) {
      for (const contractCase of judged) {
        if (performance.now() - this.#startedAt >= untilMs) return;
        yield { contractCase, attempt: 1 };
      }
    }
  }

  #tell(): void {
    const load = this.#statistics.load(performance.now() - this.#startedAt);
    this.session.parts.emit({ type: 'load', load, cases: this.#statistics.cases() });
  }

  async #sendBatch(batch: readonly QueuedCase[], schedule: Schedule<QueuedCase>): Promise<void> {
    const { session } = this;
    const waits = session.beforeSending(batch.map(({ contractCase }) => contractCase));
    if (waits) await waits;
    if (session.parts.signal.aborted) return;
    for await (const sent of session.send(batch, false)) {
      const { contractCase, exchange } = sent;
      if (isThrottled(exchange)) this.#statistics.throttle();
      const step = await session.settled(contractCase, exchange, 'load');
      if (step.kind === 'settle') {
        this.#settle(sent, step.targetIsUp);
        schedule.done();
      } else {
        const next = { contractCase, attempt: exchange.attempt + 1 };
        schedule.putBack(next, step.kind === 'retry' ? step.afterMs : 0);
      }
    }
  }

  #settle(sent: SentCase, targetIsUp: true | undefined): void {
    const { contractCase, exchange } = sent;
    const { outcome } = exchange;
    const judgement = this.session.judging.judgeSettled(contractCase, exchange, targetIsUp);
    const { verdict, remembered } = judgement;
    const counted = verdict === 'passed' || verdict === 'failed' ? verdict : 'errored';
    const durationMs = outcome.kind === 'response' ? outcome.durationMs : undefined;
    this.#statistics.add(contractCase.id, counted, performance.now() - this.#startedAt, durationMs);
    if (remembered.accepted) this.session.remember(contractCase, remembered, exchange, false);
    if (verdict !== 'passed' && this.#hasNewCause(contractCase, exchange, judgement)) this.#report(sent, judgement);
  }

  /** Whether a case failed or errored for a cause that has not been reported for it yet. */
  #hasNewCause({ id }: ContractCase, exchange: Exchange, { verdict, findings }: Judgement): boolean {
    const { strict } = this.session.parts.options.judging;
    const known = this.#known.get(id) ?? new Set();
    this.#known.set(id, known);
    const failing = findings.filter(({ level }) => isFailing(level, strict)).map(findingKey);
    const causes = verdict === 'failed' ? failing : [infrastructureCause(exchange)];
    const unknown = causes.filter((cause) => !known.has(cause)).slice(0, Math.max(0, mostCauses - known.size));
    for (const cause of unknown) known.add(cause);
    return unknown.length > 0;
  }

  #report({ contractCase: { id }, exchange, startedMs }: SentCase, judgement: Judgement): void {
    const { emit, redactor, stop, options } = this.session.parts;
    const { verdict, findings, credentialsRefused } = judgement;
    // The token was not learnt when it was issued, and this exchange may contain it.
    redactor.learn(this.session.credentials.managementToken, 'management token', true);
    emit({ type: 'exchange', id, exchange: recordExchange(exchange, redactor, startedMs) });
    emit({
      type: 'case-finished',
      id,
      verdict,
      ...reasonFields(judgement, (text) => redactor.redact(text)),
      durationMs: 0,
      findings: findings.map((finding) => recordFinding(finding, redactor)),
      ...(credentialsRefused && { credentialsRefused }),
    });
    if (verdict === 'failed' && options.limits.bail) stop('bail');
  }
}
