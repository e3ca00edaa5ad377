import { hmacPaths, tokenCase } from '../contract/calls/management-token/call';
import { variablesOf } from '../contract/define';
import { type Credentials, deriveVariables } from '../contract/derive';
import type { AnsweredExchange, Exchange } from '../contract/exchange';
import type { ContractCase } from '../contract/types';
import { variables } from '../contract/variables';
import type { Engine, PreparedRequest, SendOptions } from '../http/types';
import { clockOffsetMs } from '../judge/clock';
import { type Control, type NextStep, nextStep, type Purpose } from '../judge/next-step';
import {
  infrastructureReason,
  isOutage,
  isThrottled,
  refusedByDisconnecting,
  retryAfterMs,
  tooLongRetryAfter,
} from '../judge/retry';
import type { CheckedCase, Remembered } from '../judge/types';
import { backoffMs } from '../lib/backoff';
import { hash32, seededRandom } from '../lib/seeded-random';
import { wait } from '../lib/wait';
import type { Redactor } from '../report/redactor';
import { learnCredentials } from '../report/rolling-redactor';
import { learnTokens } from '../report/secret-places';
import type { Finding, RunEvent, StopReason } from '../report/types';
import { answersControl } from './ask-control';
import { CaseJudging } from './case-judging';
import type { Environment } from './environment/environment';
import { Health } from './health';
import { nodeHost } from './host';
import type { RunOptions } from './options';
import { Pace } from './pace';
import { Renewal } from './renewal';
import { TimeLimit } from './time-limit';

/** What a session is made of: the lifecycle of a run brings it together. */
export interface SessionParts {
  readonly environment: Environment;
  readonly engine: Engine;
  readonly options: RunOptions;
  /** The planned cases: any of them may have to be sent again outside its turn. */
  readonly cases: readonly ContractCase[];
  /** Ends the run: what is not finished by then stays unfinished. */
  readonly signal: AbortSignal;
  /** Asks for the end of the run; only the first reason counts. */
  readonly stop: (reason: StopReason, because?: string) => void;
  readonly emit: (event: RunEvent) => void;
  readonly redactor: Redactor;
}

/** One request of a batch and its exchange. */
export interface SentCase {
  readonly contractCase: ContractCase;
  readonly exchange: Exchange;
  /** Milliseconds since the start of the run. */
  readonly startedMs: number;
  /** Until the response or the failure came. */
  readonly durationMs: number;
}

/** What a run does next with a request: its control has been asked. */
type Decided = Exclude<NextStep, { readonly kind: 'ask-control' }>;

/** What the phases of a run share: credentials, the responses to cases, and the target's clock and health. */
export class Session {
  /** What later cases need to know of the cases judged before, by id. */
  readonly memory = new Map<string, Remembered>();
  /** The response times of the cases, in milliseconds, by id. */
  readonly responseMs = new Map<string, number>();
  /** By `performance.now()`. */
  readonly startedAt = performance.now();
  readonly pace: Pace;
  readonly judging: CaseJudging;
  /** What the cases of the contract showed. */
  readonly found: Finding[] = [];
  readonly #renewal = new Renewal((caseId) => this.#renew(caseId));
  readonly #health: Health;
  #credentials: Credentials;
  /** 0 until the HMAC exchange: cases that depend on it wait for that. */
  #clockOffsetMs: number | undefined = 0;
  #lastAnswered: ContractCase | undefined;
  readonly timeLimit: TimeLimit;
  readonly #limits: SendOptions;

  constructor(readonly parts: SessionParts) {
    const { environment, options, signal, redactor, stop } = parts;
    const { credentials } = environment;
    this.#credentials = { ...credentials, hmacPath: hmacPaths[0] };
    this.judging = new CaseJudging(options, () => this.#credentials);
    const timeLimit = new TimeLimit(options.sending.timeoutMs);
    this.timeLimit = timeLimit;
    this.#limits = {
      signal,
      get timeoutMs() {
        return timeLimit.ms;
      },
    };
    this.pace = new Pace(options.sending.rate, signal);
    this.#health = new Health(
      () => this.#answersProbe(),
      (because) => stop('outage', because),
    );
    learnCredentials(redactor, credentials);
  }

  /** The credentials as they are now: with the management token issued to this run, and the HMAC path in use. */
  get credentials(): Credentials {
    return this.#credentials;
  }

  /** How far the target's clock is ahead, from the HMAC exchange; `undefined` if the target does not send its time. */
  get clockOffsetMs(): number | undefined {
    return this.#clockOffsetMs;
  }

  /** How many requests are handed to the engine at once. */
  get batchSize(): number {
    return this.pace.rate === undefined ? this.parts.engine.batchSize : 1;
  }

  #prepare(contractCase: ContractCase, attempt: number, learns: boolean): PreparedRequest {
    const { options, redactor } = this.parts;
    const used = contractCase.uses === undefined ? undefined : this.memory.get(contractCase.uses);
    const host = nodeHost(seededRandom(options.sending.seed ^ hash32(contractCase.id)));
    const values = deriveVariables(variablesOf(contractCase.request), this.#credentials, used, host);
    for (const [name, value] of learns ? Object.entries(values) : []) {
      // In an HMAC credential only the signature is secret: its time appears in many responses.
      if ('secret' in variables[name as keyof typeof variables])
        redactor.learn(value.slice(value.lastIndexOf(':') + 1), 'token');
    }
    return { contractCase, attempt, values };
  }

  /**
   * Sends requests, one after the other, and keeps track of the target's pace and health.
   *
   * @param learns the redactor is told the secrets derived for a request; they are found in a recorded exchange anyway
   */
  async *send(
    batch: readonly { readonly contractCase: ContractCase; readonly attempt: number }[],
    learns = true,
  ): AsyncGenerator<SentCase> {
    const { engine, signal } = this.parts;
    const byId = new Map(batch.map(({ contractCase }) => [contractCase.id, contractCase]));
    const requests = batch.map(({ contractCase, attempt }) => this.#prepare(contractCase, attempt, learns));
    let sentAt = performance.now();
    for await (const exchange of engine.send(requests, this.#limits)) {
      const started = sentAt;
      // An engine sends the requests of a batch in order, each after the response to the one before.
      sentAt = performance.now();
      const contractCase = byId.get(exchange.caseId);
      if (!contractCase || signal.aborted) continue;
      this.note(contractCase, exchange, started);
      if (!isOutage(exchange)) this.#lastAnswered = contractCase;
      const { outcome } = exchange;
      // Newman's start, and the wait for other requests of the batch, are not the target's time.
      const durationMs = outcome.kind === 'response' ? outcome.durationMs : sentAt - started;
      const startedMs = Math.round(Math.max(started, sentAt - durationMs) - this.startedAt);
      yield { contractCase, exchange, startedMs, durationMs };
    }
  }

  /**
   * Keeps track of the target's pace and health.
   *
   * @param sentAt by `performance.now()`
   */
  note({ expect }: Pick<CheckedCase, 'expect'>, exchange: Exchange, sentAt: number): void {
    if (isThrottled(exchange)) this.pace.throttled(sentAt, performance.now(), retryAfterMs(exchange, Date.now()));
    else this.pace.responded();
    if (isOutage(exchange) && !refusedByDisconnecting(exchange, { expect })) {
      this.#health.unanswered(infrastructureReason(exchange));
      return;
    }
    this.#health.answered();
    if (exchange.outcome.kind === 'failure') return;
    this.timeLimit.responded(exchange.outcome.durationMs);
    this.judging.note(exchange as AnsweredExchange);
  }

  /** Sends a case again, outside its turn and without an event; `undefined` if the run ended first. */
  async ask(contractCase: ContractCase): Promise<Exchange | undefined> {
    await this.pace.turn();
    const requests = [this.#prepare(contractCase, 1, true)];
    for await (const exchange of this.parts.engine.send(requests, this.#limits)) return exchange;
    return undefined;
  }

  /** Decides what follows an exchange, if need be after asking its control. */
  async settled(contractCase: ContractCase, exchange: Exchange, purpose: 'case' | 'load'): Promise<Decided> {
    const control = contractCase.control === undefined ? 'absent' : 'not-asked';
    const step = this.nextStep(contractCase, exchange, purpose, control);
    if (step.kind !== 'ask-control') return step;
    const { cases, signal } = this.parts;
    const answers = await answersControl(contractCase, exchange, cases, (each) => this.ask(each), signal);
    if (answers) this.#health.answered();
    if (answers && exchange.outcome.kind === 'failure' && purpose === 'case')
      this.timeLimit.leftUnanswered(contractCase.id);
    return this.nextStep(contractCase, exchange, purpose, answers ? 'answered' : 'unanswered') as Decided;
  }

  /** Decides what follows an exchange. If the other HMAC path is next, it is used from now on. */
  nextStep(
    checkedCase: Pick<CheckedCase, 'id' | 'expect'>,
    exchange: Exchange,
    purpose: Purpose,
    control: Control,
  ): NextStep {
    const { sending, limits } = this.parts.options;
    const { retries } = sending;
    const leftMs = (limits.maxDurationMs ?? Number.POSITIVE_INFINITY) - (performance.now() - this.startedAt);
    const otherHmacPath =
      purpose !== 'probe' && this.#credentials.hmacPath === hmacPaths[0] && !this.memory.get(tokenCase)?.accepted;
    const { isKnownToHang } = this.timeLimit;
    const [now, random] = [Date.now(), Math.random];
    const step = nextStep({
      ...{ purpose, exchange, checkedCase, control, isKnownToHang, retries, otherHmacPath, now, leftMs, random },
    });
    const seconds = tooLongRetryAfter(exchange, now, leftMs);
    if (seconds !== undefined) {
      const asks = `${infrastructureReason(exchange)} and asks to wait ${seconds} s (Retry-After)`;
      const isLongAnyway = tooLongRetryAfter(exchange, now) !== undefined;
      this.parts.stop('outage', isLongAnyway ? asks : `${asks}, longer than the time limit of the run allows`);
    }
    if (step.kind === 'other-hmac-path') this.#credentials = { ...this.#credentials, hmacPath: hmacPaths[1] };
    return step;
  }

  /**
   * Waits until these cases can be sent: a probe of the target ends, their turn comes, tokens are renewed. `undefined` if
   * there is nothing to wait for, as for most of the thousands of requests a second. The signal gives the request up.
   */
  beforeSending(cases: readonly ContractCase[], signal?: AbortSignal): Promise<void> | undefined {
    const used = cases.flatMap(({ uses }) => uses ?? []);
    const ids = this.parts.environment.fetchesToken ? [tokenCase, ...used] : used;
    const waits = this.#health.isProbing || this.pace.rate !== undefined || this.#renewal.isDue(ids, Date.now());
    return waits ? this.#waitToSend(ids, signal) : undefined;
  }

  /** Whether the tokens of these cases might expire in a queue. */
  haveShortLivedTokens(cases: readonly ContractCase[]): boolean {
    const ids = cases.flatMap(({ uses }) => uses ?? []);
    return this.#renewal.isShortLived(this.parts.environment.fetchesToken ? [tokenCase, ...ids] : ids);
  }

  async #waitToSend(tokenIds: readonly string[], signal?: AbortSignal): Promise<void> {
    await this.#health.settled();
    await this.pace.turn(signal);
    if (!signal?.aborted) await this.#renewal.freshen([...new Set(tokenIds)], Date.now());
  }

  /**
   * Remembers the response to a case, with the token that it issued.
   *
   * @param learns the redactor is told the token; not in a sustained run, which would learn thousands of them
   */
  remember({ id }: ContractCase, remembered: Remembered, exchange?: Exchange, learns = true): void {
    this.memory.set(id, remembered);
    if (!exchange) return;
    if (id === tokenCase && remembered.accepted) this.#clockOffsetMs = clockOffsetMs(exchange);
    const { token } = remembered;
    if (token === undefined) return;
    const { outcome } = exchange;
    const receivedAt = outcome.kind === 'response' ? outcome.receivedAt : Date.now();
    this.#renewal.keep(id, token, receivedAt, this.#clockOffsetMs ?? 0);
    const { environment, redactor } = this.parts;
    if (id !== tokenCase || !environment.fetchesToken) return;
    if (learns) redactor.learn(token, 'management token', true);
    this.#credentials = { ...this.#credentials, managementToken: token };
  }

  /** Gets a new token for a case. Its verdict does not change; if no token is issued, the old one stays in use. */
  async #renew(caseId: string): Promise<void> {
    const contractCase = this.parts.cases.find(({ id }) => id === caseId);
    const exchange = contractCase && (await this.ask(contractCase));
    if (!exchange) return;
    learnTokens(exchange, this.parts.redactor);
    const { remembered } = this.judging.judge(contractCase, exchange);
    if (remembered.token !== undefined) this.remember(contractCase, remembered, exchange);
  }

  /** Whether the target responds to the last request that it responded to, or to the first case, within all retries. */
  async #answersProbe(): Promise<boolean> {
    const { cases, signal } = this.parts;
    const probe = this.#lastAnswered ?? cases[0];
    let waitMs = backoffMs(1, undefined, Math.random);
    for (let attempt = 1; probe; attempt += 1) {
      await wait(waitMs, signal);
      const sent = signal.aborted ? undefined : await this.ask(probe);
      if (!sent) break;
      const exchange = { ...sent, attempt };
      const step = this.nextStep(probe, exchange, 'probe', 'absent');
      if (step.kind !== 'retry') return !isOutage(exchange);
      waitMs = step.afterMs;
    }
    return signal.aborted;
  }
}
