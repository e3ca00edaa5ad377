import type { Exchange } from '../contract/exchange';
import type { ContractCase } from '../contract/types';
import { isFailing } from '../judge/case-verdict';
import {
  backoffMs,
  infrastructureReason,
  isInfrastructure,
  maxAttempts,
  refusedByDisconnecting,
  retryAfterMs,
} from '../judge/retry';
import type { Judgement } from '../judge/types';
import { wait } from '../lib/wait';
import { recordExchange, recordFinding } from '../report/record';
import type { Finding, RunEvent } from '../report/types';
import { LoadStatistics } from './load-statistics';
import type { Session, SessionOptions } from './session';

export interface SustainedOptions extends SessionOptions {
  readonly concurrency: number;
  readonly bail: boolean;
  readonly emit: (event: RunEvent) => void;
  /** How often each case is sent, the first pass counted; as often as there is time, where this is absent. */
  readonly repeat?: number;
  /** When to send no more, in milliseconds since the start of the run. */
  readonly untilMs?: number;
}

/** How often the events say how it stands: often at first, for people; of a long run less, for they are kilobytes each. */
const snapshotMs = (elapsedMs: number): number => Math.min(10_000, Math.max(1000, elapsedMs / 60));
/** So many different causes of failure are told of each case; the counts hold them all. */
const mostCauses = 10;

const causeOf = ({ rule, level, evidence, where, message }: Finding): string =>
  [rule, level, evidence, where, message].join('|');

interface Answer {
  readonly exchange: Exchange;
  readonly judgement: Judgement;
}

/**
 * Sends cases that have been judged once again and again, and judges every answer. Its memory does not grow: what is
 * new is told by events, the rest is counted.
 */
export class Sustained {
  readonly #statistics = new LoadStatistics();
  readonly #known = new Map<string, Set<string>>();
  readonly #startedAt = performance.now();
  /** Answers that wait for their judgement. */
  readonly #settling = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(
    readonly session: Session,
    readonly options: SustainedOptions,
  ) {}

  /** Resolves at its end: after so many passes, when the time is over, or soon after the signal is raised. */
  async run(): Promise<void> {
    const { concurrency } = this.options;
    const queue = this.#queue();
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
      for (const batch of queue) await this.#sendBatch(batch);
    };
    try {
      await Promise.all(Array.from({ length: concurrency }, worker));
      await Promise.all(this.#settling);
    } finally {
      clearTimeout(next);
      this.#tell();
    }
    if (this.#failure) throw this.#failure.error;
  }

  /** Shared by the workers: each takes the next batch. Only what got its verdict in the first pass is sent again. */
  *#queue(): Generator<readonly ContractCase[]> {
    const { repeat = Number.POSITIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY, signal, engine } = this.options;
    const { cases, memory, pace, startedAt } = this.session;
    const judged = cases.filter(({ id }) => {
      const verdict = memory.get(id)?.verdict;
      return verdict === 'passed' || verdict === 'failed';
    });
    if (judged.length === 0) return;
    for (let pass = 1; pass < repeat; pass += 1) {
      for (let next = 0; next < judged.length; ) {
        if (signal.aborted || this.#failure || performance.now() - startedAt >= untilMs) return;
        const size = pace.rate === undefined ? engine.batchSize : 1;
        yield judged.slice(next, next + size);
        next += size;
      }
    }
  }

  #tell(): void {
    const load = this.#statistics.load(performance.now() - this.#startedAt);
    this.options.emit({ type: 'load', load, cases: this.#statistics.cases() });
  }

  async #sendBatch(batch: readonly ContractCase[]): Promise<void> {
    const { engine, signal, timeoutMs } = this.options;
    const turn = this.session.turnOf(batch);
    if (turn) await turn;
    const byId = new Map(batch.map((contractCase) => [contractCase.id, contractCase]));
    const requests = batch.map((contractCase) => this.session.prepare(contractCase, 1, false));
    const again: [ContractCase, Exchange][] = [];
    for await (const exchange of engine.send(requests, { signal, timeoutMs })) {
      const contractCase = byId.get(exchange.caseId);
      if (!contractCase || signal.aborted) continue;
      if (this.#mustRepeat(contractCase, exchange, 1)) again.push([contractCase, exchange]);
      else this.#settleSoon(contractCase, exchange);
    }
    for (const [contractCase, exchange] of again) await this.#sendAgain(contractCase, exchange);
  }

  async #sendAgain(contractCase: ContractCase, first: Exchange): Promise<void> {
    const { signal } = this.options;
    let last = first;
    for (let attempt = 2; ; attempt += 1) {
      await wait(backoffMs(attempt - 1, retryAfterMs(last, Date.now()), Math.random), signal);
      await this.session.pace.turn();
      const exchange = signal.aborted ? undefined : await this.session.exchange(contractCase, attempt);
      if (!exchange || signal.aborted) return;
      if (!this.#mustRepeat(contractCase, exchange, attempt)) return this.#settleSoon(contractCase, exchange);
      last = exchange;
    }
  }

  /** Takes note of how a request ended, and says whether it is sent once more. */
  #mustRepeat(contractCase: ContractCase, exchange: Exchange, attempt: number): boolean {
    const { pace } = this.session;
    this.session.heed(contractCase, exchange);
    if (exchange.outcome.kind === 'response' && exchange.outcome.status === 429) {
      this.#statistics.throttle();
      pace.slowDown();
    } else pace.trust();
    const unsettled = isInfrastructure(exchange) && !refusedByDisconnecting(exchange, contractCase);
    return unsettled && attempt < maxAttempts(exchange, this.options.retries);
  }

  /** Sending goes on while it is judged; what cannot be judged for a fault of ours ends the run. */
  #settleSoon(contractCase: ContractCase, exchange: Exchange): void {
    const settling: Promise<void> = this.#settle(contractCase, exchange).then(
      () => void this.#settling.delete(settling),
      (error: unknown) => {
        this.#settling.delete(settling);
        this.#failure ??= { error };
      },
    );
    this.#settling.add(settling);
  }

  async #settle(contractCase: ContractCase, exchange: Exchange): Promise<void> {
    const { outcome } = exchange;
    const judgement = await this.session.judge(contractCase, exchange, { patiently: true });
    const { verdict, remembered } = judgement;
    const counted = verdict === 'passed' || verdict === 'failed' ? verdict : 'errored';
    const durationMs = outcome.kind === 'response' ? outcome.durationMs : undefined;
    this.#statistics.add(contractCase.id, counted, performance.now() - this.#startedAt, durationMs);
    if (remembered.accepted) this.session.remember(contractCase, remembered, exchange, false);
    const unknown = verdict === 'passed' ? [] : this.#unknown(contractCase, exchange, judgement);
    if (unknown.length > 0) this.#report(contractCase, { exchange, judgement });
  }

  /** The causes for which a case did not pass that have not been told of it yet. */
  #unknown({ id }: ContractCase, exchange: Exchange, { verdict, findings }: Judgement): string[] {
    const known = this.#known.get(id) ?? new Set();
    this.#known.set(id, known);
    const failing = findings.filter(({ level }) => isFailing(level, this.options.strict)).map(causeOf);
    const causes = verdict === 'failed' ? failing : [infrastructureReason(exchange)];
    const unknown = causes.filter((cause) => !known.has(cause)).slice(0, Math.max(0, mostCauses - known.size));
    for (const cause of unknown) known.add(cause);
    return unknown;
  }

  #report({ id }: ContractCase, { exchange, judgement }: Answer): void {
    const { emit, redactor, bail, stop } = this.options;
    const { verdict, reason, findings, credentialsRefused } = judgement;
    const startedMs = Math.round(performance.now() - this.session.startedAt);
    // It was not learnt when it was issued, and this may hold it.
    redactor.learn(this.session.credentials.managementToken, 'management token', true);
    emit({ type: 'exchange', id, exchange: recordExchange(exchange, redactor, startedMs) });
    emit({
      type: 'case-finished',
      id,
      verdict,
      ...(reason !== undefined && { reason: redactor.redact(reason) }),
      durationMs: 0,
      findings: findings.map((finding) => recordFinding(finding, redactor)),
      ...(credentialsRefused && { credentialsRefused }),
    });
    if (bail && verdict === 'failed') stop('bail');
  }
}
