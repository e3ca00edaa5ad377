import { randomUUID } from 'node:crypto';
import { callOf } from '../../contract/calls';
import { hmacPaths, tokenCase } from '../../contract/calls/management-token/call';
import type { Exchange } from '../../contract/exchange';
import { isSuccess, tokenIssued } from '../../contract/issued-token';
import { type Prediction, predict } from '../../contract/model';
import { type Composed, compose } from '../../contract/model/factors/compose';
import { isExpecting } from '../../contract/model/factors/draft';
import { type HttpClient, httpClient, sentExchange, withClientHeaders } from '../../http/client';
import { predictedCase } from '../../judge/predicted';
import { isAnsweredByTarget } from '../../judge/retry';
import type { CheckedCase } from '../../judge/types';
import { type Unanswered, unansweredFinding } from '../../judge/unanswered';
import { hash32, seededRandom } from '../../lib/seeded-random';
import { wait } from '../../lib/wait';
import type { Finding } from '../../report/types';
import { nodeHost } from '../host';
import type { Session } from '../session';
import { findingsOfSent, hasOneNonce, judgedByNonce, withSharedNonce } from './judge-sent';
import { type Program, programId, type Step, step } from './program';
import { nonceFor, referencesFor } from './values';

/** One request of a program, with its response and findings. */
export interface Sent {
  /** The position of its step in the program. */
  readonly at: number;
  readonly composed: Composed;
  readonly prediction: Prediction;
  readonly exchange: Exchange;
  readonly findings: readonly Finding[];
  /** Milliseconds since the start of the run. */
  readonly startedMs: number;
  /** How long the response took, or how long the client waited for it, in milliseconds. */
  readonly durationMs: number;
}

/** How long exploring waits for a response: less once the target has left requests unanswered. */
const responseTimeoutMs = { first: 3000, later: 1000 } as const;
/** How long exploring waits in total for missing responses: while sending, and including the search for causes. */
const mostWaitedMs = { sending: 40_000, reducing: 70_000 } as const;

/** How the target left a request unanswered, if it did. */
const unansweredBy = ({ outcome }: Exchange): Unanswered | undefined =>
  outcome.kind === 'failure' &&
  (outcome.reason === 'timeout' || outcome.reason === 'reset' || outcome.reason === 'protocol')
    ? outcome.reason
    : undefined;

const otherExchange = step({ exchange: 'other' }, { call: 'management-token' });

/** A request of the HMAC exchange to a target that offers both paths, so that its own path is known to be offered. */
function withOfferedPath(composed: Composed): Composed {
  if (composed.call !== 'management-token') return composed;
  const { pathname } = new URL(composed.request.url);
  const hmacPath = hmacPaths.find((path) => pathname.endsWith(path));
  return hmacPath === undefined ? composed : { ...composed, circumstances: { ...composed.circumstances, hmacPath } };
}

/** Sends programs with the client of the direct engine, which does not change requests. */
export class Sender {
  readonly #client: HttpClient;
  requests = 0;
  /** The payout token of the last documented request that was accepted. */
  payoutToken: string | undefined;
  /** How many requests the target left unanswered although it responded to others. */
  #unanswered = 0;
  /** Whether the target offers the HMAC exchange at both paths. Then the same is true of both (H5). */
  #offersBothPaths = false;
  #waitedMs = 0;
  /** The nonce that related requests of the current program share. */
  #nonce = '';

  constructor(readonly session: Session) {
    this.#client = this.#newClient();
  }

  #newClient(): HttpClient {
    const { target, route } = this.session.parts.environment;
    return httpClient(target.baseUrl, route);
  }

  /** Whether too much time was spent waiting for missing responses to send more. */
  hasWaitedTooLong(phase: keyof typeof mostWaitedMs): boolean {
    return this.#waitedMs > mostWaitedMs[phase];
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /** Sends the documented request and takes its token, so that the next program does not depend on the last one. */
  async sendDocumented(): Promise<void> {
    const [sent] = (await this.send({ steps: [step()], round: 0 })) ?? [];
    this.payoutToken = (sent && payoutTokenOf(sent)) ?? this.payoutToken;
  }

  /** Finds out whether the target also offers the HMAC exchange at its other path. */
  async tryOtherPath(): Promise<void> {
    const [sent] = (await this.send({ steps: [otherExchange], round: 0 })) ?? [];
    this.#offersBothPaths = sent?.exchange.outcome.kind === 'response' && isSuccess(sent.exchange.outcome.status);
  }

  /** Sends a program; `undefined` if a credential that it needs is missing, or the run ends. */
  async send(program: Program): Promise<Sent[] | undefined> {
    const all: Sent[] = [];
    let payoutToken = this.payoutToken;
    this.#nonce = randomUUID();
    const nonceUse = { accepted: 0 };
    for (const [at, step] of program.steps.entries()) {
      const indices = [...Array(step.count).keys()];
      const one = (index: number) => this.#request(program, at, step, index, payoutToken);
      const sent = step.together ? await Promise.all(indices.map(one)) : [];
      if (!step.together) for (const index of indices) sent.push(await one(index));
      const known = sent.filter((each) => each !== undefined);
      if (known.length < sent.length) return undefined;
      for (const each of hasOneNonce(step) ? judgedByNonce(this.session, known, nonceUse) : known) {
        all.push(each);
        if (at + 1 < program.steps.length) payoutToken = payoutTokenOf(each) ?? payoutToken;
      }
    }
    return all;
  }

  #compose(program: Program, id: string, step: Step, index: number, payoutToken?: string) {
    const { call, choice, relation } = step;
    const { parts, credentials, memory } = this.session;
    const { seed } = parts.options.sending;
    const own = seed ^ hash32(id);
    const host = nodeHost(seededRandom(own ^ index));
    const nonce = call === 'management-token' ? nonceFor(this.#nonce, relation, index) : undefined;
    const composed = compose(call, choice, {
      baseUrl: parts.environment.target.baseUrl,
      credentials,
      payoutToken,
      usedAuthorization: memory.get(tokenCase)?.authorization,
      clock: this.session.clockOffsetMs === undefined ? 'uncertain' : 'certain',
      host: nonce === undefined ? host : { ...host, uniqueId: () => nonce },
      seed: seed ^ hash32(`round ${program.round}`),
      // Related references are the same in the whole program, whatever else a step changes.
      references: referencesFor(relation === undefined ? own : seed ^ hash32(programId(program)), relation, index),
    });
    const known = composed && this.#offersBothPaths ? withOfferedPath(composed) : composed;
    return known && hasOneNonce(step) ? withSharedNonce(known) : known;
  }

  async #request(program: Program, at: number, step: Step, index: number, token?: string): Promise<Sent | undefined> {
    const { session } = this;
    const id = `${programId(program)} ${at}`;
    const { signal } = session.parts;
    for (let attempt = 1; ; attempt += 1) {
      await session.beforeSending([]);
      if (signal.aborted) return undefined;
      const composed = this.#compose(program, id, step, index, token);
      if (!composed) return undefined;
      const prediction = predict(composed.request, composed.circumstances);
      const checkedCase = predictedCase(id, composed.call, prediction);
      const { exchange, sentAt, durationMs } = await this.#exchange(
        composed,
        step.newConnection || attempt > 1,
        checkedCase,
        attempt,
        at + 1 < program.steps.length,
      );
      if (signal.aborted) return undefined;
      let next = session.nextStep(checkedCase, exchange, 'exploring', 'not-asked');
      if (next.kind === 'ask-control') {
        // A gateway may return 503 to many requests at once (E1): a single one that it answers says nothing about them.
        const isLoad = step.together && exchange.outcome.kind === 'response';
        const control = !isLoad && (await this.#answersControl(step.call)) ? 'answered' : 'unanswered';
        next = session.nextStep(checkedCase, exchange, 'exploring', control);
      }
      if (next.kind === 'retry') {
        await wait(next.afterMs, signal);
        continue;
      }
      const how = unansweredBy(exchange);
      const targetIsUp = next.kind === 'settle' && next.targetIsUp === true;
      const isUnanswered = targetIsUp && how !== undefined;
      if (isUnanswered) this.#unanswered += 1;
      const findings = isUnanswered
        ? [unansweredFinding(checkedCase, how)]
        : how === undefined
          ? findingsOfSent(session, checkedCase, prediction, exchange, { targetIsUp })
          : [];
      return {
        at,
        composed,
        prediction,
        exchange,
        findings,
        startedMs: Math.round(sentAt - session.startedAt),
        durationMs,
      };
    }
  }

  /** Whether the documented request gets a response now. */
  async #answersControl(call: Step['call']): Promise<boolean> {
    const control = this.#compose({ steps: [step()], round: 0 }, 'control', step({}, { call }), 0, this.payoutToken);
    if (!control) return false;
    const expected = predictedCase('control', call, predict(control.request, control.circumstances));
    return isAnsweredByTarget((await this.#exchange(control, true, expected, 1)).exchange);
  }

  async #exchange(
    { request, transfer }: Composed,
    newConnection: boolean,
    checkedCase: CheckedCase,
    attempt: number,
    keepsConnection = false,
  ) {
    const { signal } = this.session.parts;
    const { method, url, body, headers } = request;
    const whole = { method, url, headers: withClientHeaders(headers), ...(body !== undefined && { body }) };
    const client = newConnection ? this.#newClient() : this.#client;
    const sentAt = performance.now();
    this.requests += 1;
    const outcome = await client.send(
      {
        ...whole,
        // The client adds the header that says how the body is transferred.
        headers: whole.headers.filter(([name]) => name.toLowerCase() !== 'transfer-encoding'),
        chunked: transfer === 'chunked' || transfer === 'expect-chunked',
        expects: isExpecting(transfer),
        keepsConnection,
      },
      {
        timeoutMs: this.session.timeLimit.within(
          this.#unanswered > 1 ? responseTimeoutMs.later : responseTimeoutMs.first,
        ),
        signal,
      },
    );
    const durationMs = Math.round(performance.now() - sentAt);
    if (outcome.kind === 'failure') this.#waitedMs += durationMs;
    if (newConnection) await client.close();
    const exchange = sentExchange(checkedCase.id, attempt, whole, outcome);
    this.session.note(checkedCase, exchange, sentAt);
    return { exchange, sentAt, durationMs };
  }
}

/** The payout token that a response issues. */
function payoutTokenOf({ exchange: { outcome }, composed: { call } }: Sent): string | undefined {
  if (outcome.kind === 'failure' || callOf(call).success.issues !== 'payout') return undefined;
  return tokenIssued(call, outcome);
}
