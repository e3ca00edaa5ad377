import { isUtf8 } from 'node:buffer';
import type { ExchangeFailure, PassedExchange, ReceivedResponse } from '../../contract/exchange';
import { decompressed } from '../../lib/content-coding';
import { listedValue } from '../../lib/headers';
import { type ErrorLike, NetworkError } from '../../lib/network-error';
import { excess, failureOf, failureOutcome, maxHeadBytes, maxInterim, maxPackedBytes } from '../bounds';
import type { Admitted } from './admission';
import { Capture, type CaptureBudget } from './capture';
import { type StatusLine, statusLine } from './framing';
import { asUtf8, decodedHeaders, type MessageHead } from './head';

/** An exchange that passed, numbered from 1 in the order in which requests came. */
export interface ForwardedExchange extends PassedExchange {
  readonly number: number;
}

/** The local clock, and one that only goes forward. */
export interface Clocks {
  readonly now: () => number;
  readonly elapsed: () => number;
}

/** What a transaction gets from its proxy. */
export interface TransactionParts {
  /** From 1, in the order in which requests came. */
  readonly number: number;
  readonly budget: CaptureBudget;
  readonly clocks: Clocks;
}

/** One request on its way and its response on the way back: what is copied of them. */
export class Transaction {
  readonly requestBody: Capture;
  requestComplete = false;
  readonly #responseBody: Capture;
  #response: { readonly head: MessageHead; readonly line: StatusLine; readonly headLength: number } | undefined;
  #interim = 0;
  #failure: ExchangeFailure | undefined;
  readonly #startedAt: number;
  readonly #started: number;
  #answered: number | undefined;

  constructor(
    readonly request: Admitted,
    readonly parts: TransactionParts,
  ) {
    const { budget, clocks } = parts;
    this.requestBody = new Capture(maxPackedBytes, budget);
    this.#responseBody = new Capture(maxPackedBytes, budget);
    this.#startedAt = clocks.now();
    this.#started = clocks.elapsed();
  }

  /** Whether the client has got a part of the final response. */
  get isAnswered(): boolean {
    return this.#response !== undefined;
  }

  /** Notes the head of a response; returns its status. */
  answeredBy(head: MessageHead, bytes: Buffer): number {
    const line = statusLine(head) as StatusLine;
    if (line.status >= 200) {
      this.#response = { head, line, headLength: bytes.length };
      this.#answered = this.parts.clocks.elapsed();
    } else this.#interim += 1;
    return line.status;
  }

  addToResponse(content: Buffer): void {
    this.#responseBody.add(content);
  }

  /** The first failure counts. A response that is cut short is not HTTP: a request without one can be sent again. */
  fail(error: ErrorLike): void {
    const { isAnswered } = this;
    const failure = failureOf(error);
    this.#failure ??= failureOutcome(
      isAnswered && failure.kind === 'reset' ? new NetworkError('protocol', failure.message) : failure,
    );
  }

  /** The client or the proxy ended it, which is nobody's fault. */
  abort(message: string): void {
    this.#failure ??= { kind: 'failure', reason: 'aborted', message };
  }

  /** The exchange, once nothing more will come. */
  async finish(origin: string): Promise<ForwardedExchange> {
    const [ended, receivedAt] = [this.parts.clocks.elapsed(), this.parts.clocks.now()];
    const { method, path, version, head } = this.request;
    const { requestBody } = this;
    const hasBody = requestBody.length > 0 && !requestBody.dropped && this.requestComplete;
    const request = {
      method,
      url: `${origin}${path.startsWith('/') ? '' : '/'}${asUtf8(path)}`,
      headers: decodedHeaders(head),
      ...(hasBody && { body: requestBody.bytes.toString('utf8') }),
    };
    const outcome = await this.#outcome(receivedAt, Math.round(ended - this.#started));
    const missing = this.#missing();
    const response = this.#response;
    const exchange: ForwardedExchange = {
      number: this.parts.number,
      request,
      outcome,
      startedAt: this.#startedAt,
      durationMs: ended - this.#started,
      ...(this.#answered !== undefined && { waitMs: this.#answered - this.#started }),
      httpVersion: { request: version, ...(response && { response: response.line.version }) },
      size: { request: requestBody.length, ...(response && { response: this.#responseBody.length }) },
      ...(missing && { missing }),
    };
    requestBody.release();
    this.#responseBody.release();
    return exchange;
  }

  #missing(): ForwardedExchange['missing'] {
    const { dropped } = this.requestBody;
    if (dropped === 'long') return { part: 'request-body', because: 'it is longer than 1 MiB' };
    if (!this.requestComplete) return { part: 'request-body', because: 'it was not complete' };
    const tooMuch = 'the bodies on their way were too many to copy';
    if (dropped) return { part: 'request-body', because: tooMuch };
    return this.#responseBody.dropped === 'budget' ? { part: 'response-body', because: tooMuch } : undefined;
  }

  async #outcome(receivedAt: number, durationMs: number): Promise<ReceivedResponse | ExchangeFailure> {
    if (this.#failure) return this.#failure;
    const response = this.#response;
    if (!response) return failureOutcome(failureOf({ code: 'ECONNRESET' }));
    if (response.headLength > maxHeadBytes) return failureOutcome(excess('long-head'));
    if (this.#interim > maxInterim) return failureOutcome(excess('interim'));
    if (this.#responseBody.dropped === 'long') return failureOutcome(excess('long-body'));
    const headers = decodedHeaders(response.head);
    const { status, text } = response.line;
    const coding = this.#responseBody.length > 0 ? listedValue(headers, 'content-encoding') : undefined;
    try {
      const bytes = decompressed(this.#responseBody.bytes, coding);
      return {
        ...{ kind: 'response', status, statusText: asUtf8(text), headers },
        ...{ body: bytes.toString('utf8'), validUtf8: isUtf8(bytes), receivedAt, durationMs },
      };
    } catch (error) {
      return failureOutcome(failureOf(error as ErrorLike));
    }
  }
}
