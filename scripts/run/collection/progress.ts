import type { Exchange } from '../../contract/exchange';
import { reasonFields } from '../../judge/reason-kinds';
import { isInfrastructure } from '../../judge/retry';
import { failsRun } from '../../report/own-assertions';
import { recordExchange, recordFinding } from '../../report/record';
import type { OwnAssertion, PlannedCase } from '../../report/types';
import type { Session } from '../session';
import { type JudgedExchange, worstOf } from './results';

/** After `mostExchanges`, an exchange is recorded only if something is wrong with it, up to `mostWrong` of them. */
const mostExchanges = 200;
const mostWrong = 1000;
const mostAssertions = 5000;
const longestText = 2000;

/** One request of a collection in one iteration: what it sent, and what its scripts asserted. */
export class CaseProgress {
  readonly #planned: PlannedCase;
  #isPlanned: boolean;
  #attempts = 0;
  #durationMs = 0;
  #flaky = false;
  #judged: JudgedExchange[] = [];
  #assertions: OwnAssertion[] = [];
  #started = false;

  constructor(
    readonly session: Session,
    planned: PlannedCase,
    isPlanned: boolean,
  ) {
    this.#planned = planned;
    this.#isPlanned = isPlanned;
  }

  get id(): string {
    return this.#planned.id;
  }

  get attempts(): number {
    return this.#attempts;
  }

  /** Whether there is anything to say of it since it ended last. */
  get hasResults(): boolean {
    return this.#judged.length > 0 || this.#assertions.length > 0;
  }

  /** Whether an assertion failed, or a script threw, since it ended last. */
  get failsItsOwn(): boolean {
    return this.#assertions.some(failsRun);
  }

  #start(): void {
    const { emit } = this.session.parts;
    if (!this.#isPlanned) emit({ type: 'case-planned', case: this.#planned });
    this.#isPlanned = true;
    if (!this.#started) emit({ type: 'case-started', id: this.id });
    this.#started = true;
  }

  /** Its next exchange, and what it means. */
  exchanged(exchange: Exchange, judged: JudgedExchange, startedMs: number): void {
    this.#start();
    this.#attempts += 1;
    this.#judged.push(judged);
    this.#flaky ||= isInfrastructure(exchange);
    if (exchange.outcome.kind === 'response') this.#durationMs += exchange.outcome.durationMs;
    const { emit, redactor } = this.session.parts;
    const isWrong = judged.verdict !== 'passed';
    if (this.#attempts > (isWrong ? mostWrong : mostExchanges)) return;
    emit({ type: 'exchange', id: this.id, exchange: recordExchange(exchange, redactor, startedMs) });
  }

  asserted({ name, result, message }: OwnAssertion): void {
    if (this.#assertions.length >= mostAssertions) {
      if (!failsRun({ name, result })) return;
      this.#assertions.pop();
    }
    const { redactor } = this.session.parts;
    const safe = (text: string): string => redactor.redact(text).slice(0, longestText);
    this.#assertions.push({ name: safe(name), result, ...(message !== undefined && { message: safe(message) }) });
  }

  /**
   * Says how it ended so far. Sent again in the same iteration, it ends again, and the worst counts.
   *
   * @param otherwise its verdict if it sent nothing that was judged
   * @param mayBeCall it is reported even if nothing came of it
   */
  finish(otherwise: JudgedExchange, mayBeCall = false): JudgedExchange | undefined {
    if (!this.hasResults && !this.#isPlanned && !mayBeCall) return undefined;
    this.#start();
    const outcome = worstOf(this.#judged) ?? otherwise;
    const { emit, redactor } = this.session.parts;
    emit({
      ...{ type: 'case-finished', id: this.id, verdict: outcome.verdict },
      ...reasonFields(outcome, (text) => redactor.redact(text).slice(0, longestText)),
      ...(outcome.verdict === 'passed' && this.#flaky && { flaky: true }),
      ...(outcome.credentialsRefused && { credentialsRefused: true }),
      durationMs: this.#durationMs,
      findings: this.#judged.flatMap(({ findings }) => findings.map((finding) => recordFinding(finding, redactor))),
      ...(this.#assertions.length > 0 && { assertions: this.#assertions }),
    });
    this.#judged = [];
    this.#assertions = [];
    return outcome;
  }
}
