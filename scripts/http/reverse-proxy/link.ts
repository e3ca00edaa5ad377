import type { Socket } from 'node:net';
import { type ErrorLike, type NetworkError, toNetworkError } from '../../lib/network-error';
import { excess, failureOf } from '../bounds';
import { resetConnection } from '../reset-connection';
import type { Admission } from './admission';
import { Exchanges } from './exchanges';
import { networkErrors, type ProxyRefusal, refusalBytes } from './refusal';
import { RequestReader } from './request-reader';
import { ResponseReader } from './response-reader';
import type { Transaction, TransactionParts } from './transaction';

/** Requests that a client may send before the first of their responses; more wait in its socket. */
const maxPipelined = 64;

/** How long a client may take to read the last bytes before its connection is cut. */
const lingerMs = 2000;

/** Sends the last bytes to a client, and waits until it has read them: unread input would reset the connection. */
export function finishWith(client: Socket, last: Buffer): void {
  client.end(last);
  client.resume();
  const linger = setTimeout(() => client.destroy(), lingerMs);
  client.on('close', () => clearTimeout(linger));
}

/** What a link needs of its proxy. */
export interface LinkHost {
  readonly admission: Admission;
  /** The longest time between the first byte of a request and the end of its headers, in milliseconds. */
  readonly headTimeoutMs: number;
  parts(): TransactionParts;
  connect(): Promise<Socket>;
  finished(transaction: Transaction): void;
  refused(refusal: ProxyRefusal): void;
}

/**
 * One connection of a client and the connection to the target that belongs to it alone, so that what a connection means
 * to HTTP stays as it is: order, closing, half-closing, resets.
 */
export class Link {
  /** Resolves when the client is gone, and all its exchanges were told. */
  readonly closed: Promise<void>;
  readonly #exchanges: Exchanges;
  readonly #requests: RequestReader;
  readonly #responses: ResponseReader;
  #target: Socket | undefined;
  #connecting = false;
  /** For the target, until it is connected. */
  #waiting: Buffer[] = [];
  /** Nothing more of the client is forwarded. */
  #deaf = false;
  /** The client closed its side. */
  #clientEnded = false;
  /** To be sent once the requests before it are answered. */
  #refusal: Buffer | undefined;
  #headTimer: NodeJS.Timeout | undefined;

  constructor(
    readonly client: Socket,
    readonly host: LinkHost,
  ) {
    this.#exchanges = new Exchanges(host.finished);
    this.#requests = new RequestReader(host.admission, this.#exchanges, host.parts);
    this.#responses = new ResponseReader(this.#exchanges);
    this.#headTimer = setTimeout(() => this.#tooSlow(), host.headTimeoutMs);
    client.on('data', (chunk: Buffer) => this.#fromClient(chunk));
    client.on('end', () => this.#clientEnd());
    client.on('drain', () => this.#flow());
    client.on('error', () => this.#clientGone(resetConnection));
    client.on('close', () => this.#clientGone((target) => target.destroy()));
    this.closed = new Promise((resolve) => client.on('close', () => resolve()));
  }

  /** Whether an exchange is not over. */
  get isBusy(): boolean {
    return this.#exchanges.isBusy;
  }

  /** Ends the link; what is not over by now is cut short. */
  close(because: string): void {
    this.#exchanges.end((transaction) => transaction.abort(because));
    this.client.destroy();
  }

  // What the client sends.

  #fromClient(chunk: Buffer): void {
    if (this.#deaf) return;
    // A response that cannot be read is over for the client, which asks for more.
    if (this.#responses.isBlind && this.#requests.isBetweenRequests) {
      this.#finishClient();
      return;
    }
    const { bytes, refusal, cut } = this.#requests.read(chunk);
    if (refusal && cut) this.#endCut(refusal, cut);
    else {
      if (bytes.length > 0) this.#toTarget(bytes);
      if (refusal) this.#refuse(refusal);
    }
    this.#watchHead();
    this.#flow();
  }

  /** Does not forward a request, nor anything after it. */
  #refuse(refusal: ProxyRefusal): void {
    this.host.refused(refusal);
    this.#deaf = true;
    this.#refusal = refusalBytes(refusal);
    this.#sendRefusal();
  }

  #sendRefusal(): void {
    if (!this.#refusal || this.#exchanges.unanswered > 0) return;
    this.#target?.end();
    this.#finishClient(this.#refusal);
  }

  /** Ends a request of which a part is with the target already. */
  #endCut(refusal: ProxyRefusal, cut: Transaction): void {
    this.host.refused(refusal);
    const unanswered = this.#exchanges.next === cut && !cut.isAnswered;
    this.#exchanges.end((transaction) => transaction.abort(`the proxy ended the connection: ${refusal.message}`));
    this.#cutTarget();
    if (unanswered) this.#finishClient(refusalBytes(refusal));
    else this.client.destroy();
  }

  #watchHead(): void {
    if (this.#deaf || !this.#requests.isInHead) {
      clearTimeout(this.#headTimer);
      this.#headTimer = undefined;
      return;
    }
    this.#headTimer ??= setTimeout(() => this.#tooSlow(), this.host.headTimeoutMs);
  }

  /** Ends a connection that is never used, or used too slowly. */
  #tooSlow(): void {
    if (this.#requests.isBetweenRequests) this.#finishClient();
    else this.#refuse({ kind: 'slow-head', message: 'the headers of the request did not come in time' });
  }

  #clientEnd(): void {
    this.#clientEnded = true;
    if (this.#connecting) return;
    if (this.#target) this.#target.end();
    else this.client.end();
  }

  #clientGone(close: (target: Socket) => void): void {
    clearTimeout(this.#headTimer);
    this.#exchanges.end((transaction) =>
      transaction.abort('the client closed the connection before the response ended'),
    );
    const target = this.#target;
    this.#target = undefined;
    if (target) close(target);
  }

  // The way to the target.

  #toTarget(bytes: readonly Buffer[]): void {
    if (this.#target) this.#target.write(bytes.length === 1 ? bytes[0]! : Buffer.concat(bytes));
    else {
      this.#waiting.push(...bytes);
      if (!this.#connecting) void this.#connect();
    }
  }

  async #connect(): Promise<void> {
    this.#connecting = true;
    try {
      const target = await this.host.connect();
      this.#connecting = false;
      if (this.client.destroyed) target.destroy();
      else this.#connected(target);
    } catch (thrown) {
      this.#connecting = false;
      this.#unreachable(failureOf(thrown as ErrorLike));
    }
  }

  #connected(target: Socket): void {
    this.#target = target;
    target.on('data', (chunk: Buffer) => this.#fromTarget(chunk));
    target.on('drain', () => this.#flow());
    target.on('end', () => this.#targetEnd(target));
    target.on('error', (error) => this.#targetFailed(target, error));
    target.on('close', () => this.#targetEnd(target));
    target.write(Buffer.concat(this.#waiting));
    this.#waiting = [];
    if (this.#clientEnded) target.end();
    this.#flow();
  }

  #unreachable(error: NetworkError): void {
    if (this.client.destroyed) return;
    this.#exchanges.end((transaction) => {
      transaction.requestComplete = true;
      transaction.fail(error);
    });
    const refusal: ProxyRefusal = { kind: 'unreachable', message: `the target cannot be reached: ${error.message}` };
    this.#finishClient(refusalBytes(refusal, networkErrors[error.kind]));
  }

  // What the target sends.

  #fromTarget(chunk: Buffer): void {
    const { bytes, switched } = this.#responses.read(chunk);
    for (const each of bytes) if (this.client.writable) this.client.write(each);
    if (switched) this.#switched();
    else this.#sendRefusal();
    this.#flow();
  }

  #switched(): void {
    const refusal: ProxyRefusal = { kind: 'switched-protocols', message: 'the target switched protocols' };
    this.host.refused(refusal);
    this.#exchanges.end((transaction) => transaction.fail(excess('upgrade')));
    this.#cutTarget();
    this.#finishClient(refusalBytes(refusal));
  }

  #targetEnd(target: Socket): void {
    if (this.#target !== target) return;
    this.#target = undefined;
    const rest = this.#responses.end();
    if (rest.length > 0 && this.client.writable) this.client.write(rest);
    this.#exchanges.end((transaction) => transaction.fail({ code: 'ECONNRESET' }));
    target.end();
    this.#finishClient(this.#refusal);
  }

  #targetFailed(target: Socket, error: Error): void {
    if (this.#target !== target) return;
    this.#target = undefined;
    this.#deaf = true;
    this.#exchanges.end((transaction) => transaction.fail(toNetworkError(error)));
    target.destroy();
    resetConnection(this.client);
  }

  // Both ways.

  /** Passes on no faster than the slower side reads. */
  #flow(): void {
    const { client } = this;
    const isFull = this.#target?.writableNeedDrain || this.#connecting || this.#exchanges.unanswered >= maxPipelined;
    if (isFull && !this.#deaf) client.pause();
    else if (client.isPaused()) client.resume();
    if (client.writableNeedDrain) this.#target?.pause();
    else if (this.#target?.isPaused()) this.#target.resume();
  }

  #cutTarget(): void {
    const target = this.#target;
    this.#target = undefined;
    target?.destroy();
  }

  #finishClient(last: Buffer = Buffer.alloc(0)): void {
    const { client } = this;
    this.#deaf = true;
    if (!client.destroyed && !client.writableEnded) finishWith(client, last);
  }
}
