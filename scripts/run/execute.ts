import { clockObstacle, clockOffsetMs } from '../checker/clock';
import { type Credentials, deriveVariables } from '../checker/derive';
import { judge } from '../checker/judge';
import { missingNeed, type NotReady, notReady } from '../checker/readiness';
import { backoffMs, isInfrastructure, maxAttempts, refusedByDisconnecting, retryAfterMs } from '../checker/retry';
import type { Judgement, Remembered } from '../checker/types';
import { hmacPaths, tokenCase } from '../contract/calls/management-token/call';
import { templateText } from '../contract/define';
import type { Exchange } from '../contract/exchange';
import type { ContractCase } from '../contract/types';
import { variables, variablesIn } from '../contract/variables';
import { hash32, seededRandom } from '../lib/seeded-random';
import type { RunEvent } from '../verdict/types';
import { nodeHost } from './host';
import { divide, Pace, wait } from './pace';
import { dependencies, type Plan } from './plan';
import { recordExchange, recordFinding } from './record';
import type { Redactor } from './redactor';
import type { Engine, PreparedRequest } from './types';

export interface ExecuteOptions {
  readonly engine: Engine;
  readonly credentials: Omit<Credentials, 'hmacPath'>;
  /** No management token is configured: it is the one that the HMAC exchange issues. */
  readonly fetchesToken: boolean;
  readonly strict: boolean;
  readonly retries: number;
  readonly concurrency: number;
  /** Requests a second. */
  readonly rate?: number | undefined;
  readonly timeoutMs: number;
  readonly seed: number;
  readonly bail: boolean;
  /** Ends the run: what was not finished by then stays unfinished. */
  readonly signal: AbortSignal;
  /** Called once, when a case fails under `bail`. */
  readonly onBail: () => void;
  readonly redactor: Redactor;
  readonly emit: (event: RunEvent) => void;
}

/** What one engine run gets of a stage: enough that starting it pays, little enough that an interruption loses little. */
const batchSize = 16;

interface Sent {
  readonly contractCase: ContractCase;
  readonly exchanges: readonly Exchange[];
  /** Spent on its exchanges so far, answered or not. */
  readonly durationMs: number;
}

/** One run of a plan: sends, tries again, judges, and tells of each step by an event. */
export class Execution {
  readonly #memory: Map<string, Remembered>;
  readonly #pace: Pace;
  readonly #startedAt: number;
  #credentials: Credentials;
  /** How far the target's clock is ahead, as the HMAC exchange showed. */
  #clockOffsetMs = 0;

  constructor(
    readonly plan: Plan,
    readonly options: ExecuteOptions,
    /** An execution that went before: what it remembers, and its token, are taken over. */
    before?: Execution,
  ) {
    this.#memory = new Map(before ? before.#memory : []);
    this.#credentials = before ? before.#credentials : { ...options.credentials, hmacPath: hmacPaths[0] };
    this.#startedAt = before ? before.#startedAt : performance.now();
    this.#pace = before ? before.#pace : new Pace(options.rate, options.signal);
    options.redactor.learn(options.credentials.privateKey, 'private key', true);
    options.redactor.learn(options.credentials.managementToken, 'management token', true);
    options.redactor.learn(options.credentials.expiredToken, 'expired token', true);
  }

  /** The management token in use: configured, or issued to this run. */
  get managementToken(): string | undefined {
    return this.#credentials.managementToken;
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
    const missing = missingNeed(contractCase.needs, this.#credentials);
    const skewed = clockObstacle(variablesIn(templateText(contractCase.request)), this.#clockOffsetMs);
    return skewed ?? notReady(awaited, contractCase.uses, missing, (id) => this.#memory.get(id));
  }

  #prepare(contractCase: ContractCase, attempt: number): PreparedRequest {
    const { seed } = this.options;
    const used = contractCase.uses === undefined ? undefined : this.#memory.get(contractCase.uses);
    const host = nodeHost(seededRandom(seed ^ hash32(contractCase.id)));
    const values = deriveVariables(variablesIn(templateText(contractCase.request)), this.#credentials, used, host);
    for (const [name, value] of Object.entries(values)) {
      // Of an HMAC credential only the signature is secret: its time is in many a response.
      if ('secret' in variables[name as keyof typeof variables])
        this.options.redactor.learn(value.slice(value.lastIndexOf(':') + 1), 'token', true);
    }
    return { contractCase, attempt, values };
  }

  /** Sends cases side by side, in rounds: each round holds those that the last one gave no verdict. */
  async #sendAll(cases: readonly ContractCase[]): Promise<void> {
    const { concurrency, signal } = this.options;
    let round: readonly Sent[] = cases.map((contractCase) => ({ contractCase, exchanges: [], durationMs: 0 }));
    while (round.length > 0 && !signal.aborted) {
      const parts = this.#pace.rate === undefined ? Math.ceil(round.length / batchSize) : round.length;
      const batches = divide(round, parts);
      const again: Sent[] = [];
      const worker = async (): Promise<void> => {
        for (let batch = batches.shift(); batch && !signal.aborted; batch = batches.shift()) {
          await this.#pace.turn();
          again.push(...(await this.#sendBatch(batch)));
        }
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      round = again;
      if (round.some((sent) => statusOf(sent) === 429)) this.#pace.slowDown();
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
    const open = new Map(batch.map((sent) => [sent.contractCase.id, sent]));
    const again: Sent[] = [];
    // An engine sends a batch in order, one after the other: what has not begun is not in flight when a run ends early.
    const waiting = batch.values();
    const begin = (): void => {
      const { value: sent } = waiting.next();
      if (sent?.exchanges.length === 0) emit({ type: 'case-started', id: sent.contractCase.id });
    };
    begin();
    const requests = batch.map(({ contractCase, exchanges }) => this.#prepare(contractCase, exchanges.length + 1));
    // For the same reason each is sent when the one before it has come.
    let sentAt = performance.now();
    for await (const exchange of engine.send(requests, { signal, timeoutMs })) {
      const started = sentAt;
      sentAt = performance.now();
      const sent = open.get(exchange.caseId);
      if (!sent || signal.aborted) continue;
      open.delete(exchange.caseId);
      begin();
      const startedMs = Math.round(started - this.#startedAt);
      emit({ type: 'exchange', id: exchange.caseId, exchange: recordExchange(exchange, redactor, startedMs) });
      const now = { ...sent, exchanges: [...sent.exchanges, exchange], durationMs: sent.durationMs + sentAt - started };
      if (statusOf(now) !== 429) this.#pace.trust();
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
    if (!noSuchPath || contractCase.id !== tokenCase || this.#credentials.hmacPath !== hmacPaths[0]) return false;
    this.#credentials = { ...this.#credentials, hmacPath: hmacPaths[1] };
    return true;
  }

  async #settle(sent: Sent): Promise<void> {
    const judgement = this.#judge(sent, false);
    const gatewayError = judgement.verdict === 'errored' && statusOf(sent) !== undefined && statusOf(sent) !== 429;
    this.#finish(sent, gatewayError && (await this.#answersItsControl(sent)) ? this.#judge(sent, true) : judgement);
  }

  /**
   * A case is answered 502 to 504 at every attempt. Where its control is accepted at this very moment, the target is up
   * and it is this request that it cannot stand.
   */
  async #answersItsControl({ contractCase }: Sent): Promise<boolean> {
    const control = this.plan.cases.find(({ id }) => id === contractCase.control);
    if (!control || this.options.signal.aborted) return false;
    const { engine, signal, timeoutMs } = this.options;
    const ask = async (asked: ContractCase): Promise<Exchange | undefined> => {
      for await (const exchange of engine.send([this.#prepare(asked, 1)], { signal, timeoutMs })) return exchange;
      return undefined;
    };
    for (const asked of [control, contractCase, control]) {
      const exchange = await ask(asked);
      if (!exchange || isInfrastructure(exchange) !== (asked === contractCase)) return false;
    }
    return true;
  }

  #judge({ contractCase, exchanges }: Sent, targetIsUp: boolean): Judgement {
    const { privateKey, managementToken } = this.#credentials;
    const exchange = exchanges.at(-1)!;
    return judge(exchange, contractCase, {
      now: exchange.outcome.kind === 'response' ? exchange.outcome.receivedAt : Date.now(),
      secrets: [privateKey, managementToken].filter((secret) => secret !== undefined),
      strict: this.options.strict,
      targetIsUp,
    });
  }

  #finish({ contractCase, exchanges, durationMs }: Sent, judgement: Judgement): void {
    const { emit, redactor, bail, onBail } = this.options;
    const { verdict, reason, findings, remembered, credentialsRefused } = judgement;
    this.#memory.set(contractCase.id, remembered);
    if (contractCase.id === tokenCase && remembered.accepted) this.#clockOffsetMs = clockOffsetMs(exchanges.at(-1)!);
    if (contractCase.id === tokenCase && remembered.token && !this.#credentials.managementToken) {
      redactor.learn(remembered.token, 'management token', true);
      this.#credentials = { ...this.#credentials, managementToken: remembered.token };
    }
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
    if (bail && verdict === 'failed') onBail();
  }
}

function statusOf({ exchanges }: Sent): number | undefined {
  const outcome = exchanges.at(-1)?.outcome;
  return outcome?.kind === 'response' ? outcome.status : undefined;
}
