import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { ExchangeFailure, ReceivedResponse, SentRequest } from '../../contract/exchange';
import { headerPairs } from '../../lib/headers';
import { whenAborted } from '../../lib/when-aborted';
import { maxHeadBytes } from '../bounds';
import { closeAgents, type NewmanAgents, newmanAgents } from '../newman-agents';
import { authorityOf, withoutBrackets } from '../origin';
import type { Route } from '../route';
import { asWireBytes, forward } from './forward';
import { CageLine } from './line';
import { type OutgoingRequest, type Placeholder, withSecrets } from './placeholders';
import type { FromChild, ToChild, UnsentReason } from './protocol';

/** The longest request that is passed on, with its files. */
const longestRequest = 96 * 1024 * 1024;

/** How many connections may be open at once, and how many bytes of requests they may hold together. */
const mostLines = 1024;
const mostHeld = 2 * longestRequest;

/** The longest body that is passed on to another origin: it is searched for secrets. */
const longestElsewhere = 4 * 1024 * 1024;

export interface UnsentRequest {
  readonly kind: UnsentReason;
  readonly origin: string;
  /** Unknown where no connection was opened. */
  readonly method?: string;
  readonly path?: string;
  readonly message: string;
}

/** A request that went out, and how it ended. Holds secrets. */
export interface CageExchange {
  readonly toTarget: boolean;
  readonly origin: string;
  readonly request: SentRequest;
  /** The request as the collection made it, with placeholders. */
  readonly made: OutgoingRequest;
  readonly outcome: ReceivedResponse | ExchangeFailure;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** What decides about the requests of a collection. */
export interface WireRules {
  /** The target's. */
  readonly origin: string;
  readonly route: Route;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly placeholders: readonly Placeholder[];
  /** Why a connection to this origin is refused. */
  readonly refuse: (origin: string) => UnsentRequest | undefined;
  /** Whether a text holds a secret of the run: in clear, percent-encoded, or in the base64 of a Basic credential. */
  readonly holdsSecret: (text: string) => boolean;
  /**
   * Awaited before a request goes to the target; what it returns is why the request is not sent. The signal is raised
   * when nobody waits for the response any more.
   */
  readonly beforeSending: (request: OutgoingRequest, gone: AbortSignal) => Promise<string | undefined>;
  readonly onExchange: (exchange: CageExchange) => void;
  readonly onRefused: (refusal: UnsentRequest) => void;
}

/** The origin of a host, with or without a port, in the form that URLs have. */
function originOf(authority: string, secure: boolean): string | undefined {
  const text = `${secure ? 'https' : 'http'}://${authority}`;
  return /[/?#@\\\s]/.test(authority) || !URL.canParse(text) ? undefined : new URL(text).origin;
}

/** The connections of a collection. Each request is read whole, decided about, and sent by this process. */
export class Wire {
  readonly #lines = new Map<number, CageLine>();
  readonly #server: Server;
  readonly #toTarget: NewmanAgents;
  readonly #elsewhere: NewmanAgents;
  #held = 0;
  #lost = 0;
  #inFlight = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    readonly rules: WireRules,
    readonly send: (message: ToChild) => void,
    /** Called with an error that no rule expects: without it, the process would end. */
    readonly onError: (error: unknown) => void,
  ) {
    const { route, timeoutMs } = rules;
    this.#toTarget = newmanAgents(route, { timeoutMs });
    const { clientCertificate: _, ...others } = route;
    this.#elsewhere = newmanAgents(others, { timeoutMs });
    // Without a header Host too: the target answers, and not this server.
    const limits = { maxHeaderSize: 4 * maxHeadBytes, requestTimeout: 0, headersTimeout: 0, requireHostHeader: false };
    this.#server = createServer(limits);
    const pass = (request: IncomingMessage): void => {
      const line = request.socket as unknown as CageLine;
      if (line.hasRequest) return void line.destroy();
      line.hasRequest = true;
      this.#inFlight += 1;
      const passed = this.#pass(request).catch(onError);
      void passed.finally(() => {
        this.#inFlight -= 1;
        for (const resolve of this.#waiting.splice(0)) resolve();
      });
    };
    for (const event of ['request', 'checkContinue', 'checkExpectation']) this.#server.on(event, pass);
    const unreadable = 'not sent: its method or its headers cannot be read as HTTP/1.1';
    const refuse = (_request: unknown, line: CageLine): void => {
      if (!line.destroyed) this.#refuse(line, { kind: 'malformed', origin: line.origin, message: unreadable });
    };
    for (const event of ['connect', 'upgrade', 'clientError']) this.#server.on(event, refuse);
  }

  /** Whether a request is waiting for its response. */
  get busy(): boolean {
    return this.#inFlight > 0;
  }

  /** Resolves when every request that was made has its response. */
  async settled(): Promise<void> {
    // What has arrived is parsed first.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    while (this.#inFlight > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** @returns why the collection has to end, if it asks for too much */
  receive(message: Extract<FromChild, { type: 'open' | 'data' | 'end' | 'close' }>): string | undefined {
    if (message.type === 'open') {
      this.#open(message);
      return this.#lines.size > mostLines ? `it opened more than ${mostLines} connections at once` : undefined;
    }
    const line = this.#lines.get(message.id);
    if (message.type === 'end') line?.push(null);
    else if (message.type === 'close') line?.destroy();
    else if (line) {
      line.received += message.bytes.length;
      this.#held += message.bytes.length;
      if (this.#held > mostHeld) return `its requests were longer than ${mostHeld} bytes at once`;
      line.push(Buffer.from(message.bytes));
    } else {
      // A little is normal: it does not know yet that its request was refused.
      this.#lost += message.bytes.length;
      if (this.#lost > mostHeld) return `it wrote more than ${mostHeld} bytes to connections that are closed`;
    }
    return undefined;
  }

  #closed(line: CageLine): void {
    this.#held -= line.received;
    if (this.#lines.get(line.id) === line) this.#lines.delete(line.id);
  }

  close(): void {
    for (const line of [...this.#lines.values()]) line.destroy();
    for (const agents of [this.#toTarget, this.#elsewhere]) closeAgents(agents);
  }

  #open({ id, host, port, secure }: Extract<FromChild, { type: 'open' }>): void {
    const endpoint = { host: withoutBrackets(String(host)), port: Number(port), secure: Boolean(secure) };
    const origin = originOf(authorityOf(endpoint), endpoint.secure);
    const refusal: UnsentRequest | undefined =
      origin === undefined
        ? {
            kind: 'malformed',
            origin: endpoint.host,
            message: `"${endpoint.host}" is not a host, so the request was not sent`,
          }
        : this.rules.refuse(origin);
    if (refusal) {
      this.rules.onRefused(refusal);
      this.send({ type: 'close', id, error: refusal.message, code: 'NOT_SENT' });
      return;
    }
    this.#lines.get(id)?.destroy();
    const line = new CageLine(id, endpoint, origin!, this.send, (closed) => this.#closed(closed));
    line.on('error', () => undefined);
    this.#lines.set(id, line);
    this.#server.emit('connection', line);
  }

  #refuse(line: CageLine, refusal: UnsentRequest): void {
    this.rules.onRefused(refusal);
    line.destroy(new Error(refusal.message));
  }

  /** A server in front of many hosts goes by the header Host, so that decides too where a request goes. */
  #whyMisled({ headers }: OutgoingRequest, { endpoint, origin }: CageLine): UnsentRequest | undefined {
    for (const [name, value] of headers) {
      if (name.toLowerCase() !== 'host') continue;
      const named = originOf(value, endpoint.secure);
      if (named === origin) continue;
      if (named === undefined)
        return { kind: 'malformed', origin, message: 'not sent: its header Host does not name a host' };
      const refusal = this.rules.refuse(named);
      if (refusal) return refusal;
      if (origin === this.rules.origin)
        return { kind: 'secret-elsewhere', origin, message: `not sent: its header Host names ${named}, not ${origin}` };
    }
    return undefined;
  }

  async #pass(incoming: IncomingMessage): Promise<void> {
    const line = incoming.socket as unknown as CageLine;
    const { origin, endpoint } = line;
    const { rules } = this;
    const { method = 'GET', url: path = '/' } = incoming;
    const refuse = (kind: UnsentReason, message: string, named: { readonly path?: string } = { path }): void =>
      this.#refuse(line, { kind, origin, method, ...named, message });
    const body = await wholeBody(incoming);
    if (body === 'incomplete') return void line.destroy();
    if (body === 'too-long') return refuse('too-long', `not sent: it is longer than ${longestRequest} bytes`, {});
    if (!path.startsWith('/')) return refuse('malformed', 'not sent: its path does not begin with /', {});
    const made: OutgoingRequest = { method, path, headers: headerPairs(incoming.rawHeaders), body };
    const toTarget = origin === rules.origin;
    const misled = this.#whyMisled(made, line);
    if (misled) return this.#refuse(line, { ...misled, method, path });
    if (!toTarget && body.length > longestElsewhere)
      return refuse('too-long', `not sent: it is longer than ${longestElsewhere} bytes`);
    const texts = toTarget ? [] : [path, body.toString('latin1'), ...made.headers.flat()];
    if (texts.some((text) => rules.holdsSecret(text)))
      return refuse('secret-elsewhere', `not sent: it would take a credential of ${rules.origin} to ${origin}`);
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    line.once('close', leave);
    if (line.destroyed) leave();
    const left = new Promise<undefined>((resolve) => {
      whenAborted(gone.signal, () => resolve(undefined));
    });
    const obstacle = toTarget ? await Promise.race([rules.beforeSending(made, gone.signal), left]) : undefined;
    if (gone.signal.aborted) return;
    if (obstacle !== undefined) return refuse('no-token', obstacle);
    if (rules.signal.aborted) return void line.destroy(new Error('the run ended'));
    const sent = toTarget ? withSecrets(made, rules.placeholders) : made;
    const startedAt = performance.now();
    const agents = toTarget ? this.#toTarget : this.#elsewhere;
    const answer = await forward(sent, endpoint, agents, AbortSignal.any([gone.signal, rules.signal]));
    line.off('close', leave);
    const { headers } = sent;
    const text = sent.body.length > 0 ? { body: sent.body.toString('utf8') } : {};
    const request: SentRequest = { method, url: `${origin}${sent.path}`, headers, ...text };
    const { outcome } = answer;
    rules.onExchange({ toTarget, origin, request, made, outcome, startedAt });
    const bytes = asWireBytes(answer);
    if (bytes) line.end(bytes);
    else line.destroy(new Error(outcome.kind === 'failure' ? outcome.message : undefined));
  }
}

async function wholeBody(incoming: IncomingMessage): Promise<Buffer | 'too-long' | 'incomplete'> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > longestRequest) return 'too-long';
      chunks.push(chunk);
    }
  } catch {
    return 'incomplete';
  }
  return Buffer.concat(chunks);
}
