import { hmacPaths, tokenCase } from '../contract/calls/management-token/call';
import { variablesOf } from '../contract/define';
import { type Credentials, deriveVariables } from '../contract/derive';
import type { Exchange } from '../contract/exchange';
import type { ContractCase } from '../contract/types';
import { variables } from '../contract/variables';
import type { Engine, PreparedRequest } from '../http/types';
import { clockOffsetMs } from '../judge/clock';
import { backoffMs, infrastructureReason, isInfrastructure, refusedByDisconnecting } from '../judge/retry';
import type { Judgement, Remembered } from '../judge/types';
import { hash32, seededRandom } from '../lib/seeded-random';
import { wait } from '../lib/wait';
import { quarantineFindings } from '../report/quarantine';
import { learnTokens } from '../report/record';
import type { Redactor } from '../report/redactor';
import type { Finding, QuarantineEntry } from '../report/types';
import { Health } from './health';
import { nodeHost } from './host';
import { Pace } from './pace';
import { Renewal } from './renewal';
import { Watchdog } from './watchdog';

export interface SessionOptions {
  readonly engine: Engine;
  readonly credentials: Omit<Credentials, 'hmacPath'>;
  /** No management token is configured: it is the one that the HMAC exchange issues. */
  readonly fetchesToken: boolean;
  readonly strict: boolean;
  readonly retries: number;
  /** Requests a second. */
  readonly rate?: number | undefined;
  readonly timeoutMs: number;
  readonly seed: number;
  /** Ends the run: what was not finished by then stays unfinished. */
  readonly signal: AbortSignal;
  /** Asks for the end of the run; may be called more than once. */
  readonly stop: (reason: 'bail' | 'outage', because?: string) => void;
  readonly redactor: Redactor;
  /** What is put up with today. */
  readonly quarantine?: readonly QuarantineEntry[];
  /** Judges; one of its own, where nothing else is said. */
  readonly watchdog?: Watchdog;
}

/** No answer of the target's own; to be asked for patience (429) is one. */
const isOutage = (exchange: Exchange): boolean =>
  isInfrastructure(exchange) && !(exchange.outcome.kind === 'response' && exchange.outcome.status === 429);

/** What a run knows of its target as it goes: credentials, what each case was answered, its clock, its health. */
export class Session {
  /** What later cases need to know of those judged before, by id. */
  readonly memory = new Map<string, Remembered>();
  /** Milliseconds of `performance.now()`. */
  readonly startedAt = performance.now();
  readonly pace: Pace;
  readonly #renewal = new Renewal((caseId) => this.#renew(caseId));
  readonly #health: Health;
  readonly #watchdog: Watchdog;
  #credentials: Credentials;
  /** 0 until that exchange: the cases for which it matters wait for it. */
  #clockOffsetMs: number | undefined = 0;
  #lastAnswered: ContractCase | undefined;

  /** @param cases those of the plan: what may have to be sent again outside its turn */
  constructor(
    readonly cases: readonly ContractCase[],
    readonly options: SessionOptions,
  ) {
    const { credentials, rate, signal, redactor, stop } = options;
    this.#credentials = { ...credentials, hmacPath: hmacPaths[0] };
    this.pace = new Pace(rate, signal);
    this.#watchdog = options.watchdog ?? new Watchdog();
    this.#health = new Health(
      () => this.#isThere(),
      (because) => stop('outage', because),
    );
    redactor.learn(credentials.privateKey, 'private key', true);
    redactor.learn(credentials.managementToken, 'management token', true);
    redactor.learn(credentials.expiredToken, 'expired token', true);
  }

  /** As they are now: with the management token that was issued to this run, and the path that is offered. */
  get credentials(): Credentials {
    return this.#credentials;
  }

  /** How far the target's clock is ahead, as the HMAC exchange showed; `undefined` where it does not tell. */
  get clockOffsetMs(): number | undefined {
    return this.#clockOffsetMs;
  }

  /** @param learns the redactor is told the secrets that are derived for it; they are found in its exchange too */
  prepare(contractCase: ContractCase, attempt: number, learns = true): PreparedRequest {
    const { seed, redactor } = this.options;
    const used = contractCase.uses === undefined ? undefined : this.memory.get(contractCase.uses);
    const host = nodeHost(seededRandom(seed ^ hash32(contractCase.id)));
    const names = variablesOf(contractCase.request);
    const values = deriveVariables(names, this.#credentials, used, host);
    for (const [name, value] of learns ? Object.entries(values) : []) {
      // Of an HMAC credential only the signature is secret: its time is in many a response.
      if ('secret' in variables[name as keyof typeof variables])
        redactor.learn(value.slice(value.lastIndexOf(':') + 1), 'token', true);
    }
    return { contractCase, attempt, values };
  }

  /** Sends one case; `undefined` where the run ended first. */
  async exchange(contractCase: ContractCase, attempt: number): Promise<Exchange | undefined> {
    const { engine, signal, timeoutMs } = this.options;
    const requests = [this.prepare(contractCase, attempt)];
    for await (const exchange of engine.send(requests, { signal, timeoutMs })) return exchange;
    return undefined;
  }

  /** Sends a case once more, outside its turn; no event tells of it. */
  async ask(contractCase: ContractCase): Promise<Exchange | undefined> {
    await this.pace.turn();
    return this.exchange(contractCase, 1);
  }

  /**
   * @param targetIsUp the target answers other requests at this moment
   * @param patiently nobody waits for the judgement
   */
  judge(
    contractCase: ContractCase,
    exchange: Exchange,
    { targetIsUp = false, patiently = false } = {},
  ): Promise<Judgement> {
    const { privateKey, managementToken } = this.#credentials;
    const { strict, quarantine } = this.options;
    const grounds = {
      now: exchange.outcome.kind === 'response' ? exchange.outcome.receivedAt : Date.now(),
      secrets: [privateKey, managementToken].filter((secret) => secret !== undefined),
      strict,
      targetIsUp,
      ...(quarantine && {
        waive: (findings: readonly Finding[]) => quarantineFindings(findings, contractCase.id, quarantine),
      }),
    };
    return this.#watchdog.judge(exchange, contractCase, grounds, patiently);
  }

  /**
   * What has to be waited for before these cases are sent: news of a target that fell silent, their turn, fresh tokens.
   * `undefined` where that is nothing, as of most of the thousands in a second.
   */
  turnOf(cases: readonly ContractCase[]): Promise<void> | undefined {
    const used = cases.flatMap(({ uses }) => uses ?? []);
    const ids = this.options.fetchesToken ? [tokenCase, ...used] : used;
    const waits = this.#health.isAsking || this.pace.rate !== undefined || this.#renewal.isDue(ids, Date.now());
    return waits ? this.#turnOf(ids) : undefined;
  }

  async #turnOf(tokenIds: readonly string[]): Promise<void> {
    await this.#health.settled();
    await this.pace.turn();
    await this.#renewal.freshen([...new Set(tokenIds)], Date.now());
  }

  /**
   * Keeps what a case was answered, with the token that it was issued.
   *
   * @param learns as for `prepare`; a token that is remembered thousands of times would be thousands of secrets
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
    if (id !== tokenCase || !this.options.fetchesToken) return;
    if (learns) this.options.redactor.learn(token, 'management token', true);
    this.#credentials = { ...this.#credentials, managementToken: token };
  }

  /** Has the token of a case issued anew. Its verdict stands; where no token comes, the old one is used to its end. */
  async #renew(caseId: string): Promise<void> {
    const contractCase = this.cases.find(({ id }) => id === caseId);
    const exchange = contractCase && (await this.ask(contractCase));
    if (!exchange) return;
    learnTokens(exchange, this.options.redactor);
    const { remembered } = await this.judge(contractCase, exchange);
    if (remembered.token !== undefined) this.remember(contractCase, remembered, exchange);
  }

  /** The target offers the HMAC exchange under its other path, if there is one left to try. */
  tryOtherHmacPath(): boolean {
    if (this.#credentials.hmacPath !== hmacPaths[0]) return false;
    this.#credentials = { ...this.#credentials, hmacPath: hmacPaths[1] };
    return true;
  }

  /** Keeps count of what goes unanswered. */
  heed(contractCase: ContractCase, exchange: Exchange): void {
    if (isOutage(exchange) && !refusedByDisconnecting(exchange, contractCase)) {
      this.#health.unanswered(infrastructureReason(exchange));
      return;
    }
    this.#health.answered();
    this.#lastAnswered = contractCase;
  }

  /** Whether the target answers what it answered before, or the first case where there is none, with all patience. */
  async #isThere(): Promise<boolean> {
    const { signal, retries } = this.options;
    const asked = this.#lastAnswered ?? this.cases[0];
    for (let attempt = 1; asked && attempt <= 1 + retries && !signal.aborted; attempt += 1) {
      await wait(backoffMs(attempt, undefined, Math.random), signal);
      const exchange = await this.ask(asked);
      if (exchange && !isOutage(exchange)) return true;
      // Silence has taken its time already: asked again and again, it would take longer than an outage may.
      if (exchange?.outcome.kind === 'failure' && exchange.outcome.reason === 'timeout') break;
    }
    return signal.aborted;
  }
}
