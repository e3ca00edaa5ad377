import { callOf } from '../../contract/calls';
import type { CallId } from '../../contract/model/types';
import { encodeUtf8 } from '../../contract/model/utf8';
import { referenceNames } from '../../contract/types';
import { Recent } from '../../lib/recent';
import { toHex } from './codings';
import type { ClientReading } from './reading';
import type { Digests, SignatureMistake } from './types';

/** How many of each are remembered. */
const bounds = { clients: 500, tokens: 5000, nonces: 20_000, intervals: 64, waiting: 64 } as const;

/** A token that was issued or presented. */
export interface SeenToken {
  readonly fingerprint: string;
  /** The call that issued it, if that was seen. */
  issuedBy?: CallId;
  /** The references of the request that it was issued for, by name. */
  references?: Readonly<Record<string, string>>;
  /** Where it was issued or first presented. */
  readonly host: string;
  /** It was issued by, or presented to, a server that keeps the contract. */
  ofContract: boolean;
  /** When it was asked for, and when it had arrived. */
  requestedAt?: number;
  receivedAt?: number;
  expiresAt?: number | undefined;
  uses: number;
  lastUseEndedAt: number;
  /** The server refused it. */
  refused: boolean;
  /** The client that it was issued to. */
  client?: string;
}

/** A request that got a 429. */
export interface Throttled {
  readonly endedAt: number;
  /** How long the server asked to wait. */
  readonly waitMs: number | undefined;
  /** How many requests in a row came at once, or before the wait was over. */
  early: number;
}

/** What one client did before. */
export interface ClientState {
  readonly id: string;
  /** The last requests, to see how many are under way at once. */
  readonly intervals: { readonly from: number; readonly to: number }[];
  /** The most requests that were ever under way at once. */
  mostAtOnce: number;
  readonly throttled: Recent<Throttled>;
  /** Tokens in the order in which they came, by what they are for. */
  readonly issued: Recent<SeenToken[]>;
  /** The mistake in the last wrong signature, and how many signatures were searched in depth. */
  lastSignatureMistake?: SignatureMistake;
  searches: number;
}

/** What all clients did before, bounded: the oldest is forgotten first. Secrets are kept as fingerprints. */
export class ClientHistory {
  readonly #clients = new Recent<ClientState>(bounds.clients);
  readonly #tokens = new Recent<SeenToken>(bounds.tokens);
  /** When each nonce was first sent. */
  readonly #nonces = new Recent<number>(bounds.nonces);

  constructor(private readonly digests: Digests) {}

  fingerprint(secret: string): string {
    return toHex(this.digests.hash('sha256', encodeUtf8(secret)).slice(0, 16));
  }

  token(token: string): SeenToken | undefined {
    return this.#tokens.get(this.fingerprint(token));
  }

  /** Whether a nonce was sent in another request. The same request may be in two recordings. */
  usedNonce(publicKey: string, nonce: string, startedAt: number): boolean {
    const sentAt = this.#nonces.get(this.#nonceKey(publicKey, nonce));
    return sentAt !== undefined && sentAt !== startedAt;
  }

  #nonceKey(publicKey: string, nonce: string): string {
    return this.fingerprint(`${publicKey.toLowerCase()}:${nonce}`);
  }

  /** The client that sent a request, told by its key or token and by the program that it names. */
  clientOf(reading: ClientReading): ClientState {
    const agent = reading.header('user-agent') ?? '';
    const key = reading.hmac?.publicKey.toLowerCase();
    const token = reading.token === undefined ? undefined : this.token(reading.token);
    const owner = key ?? token?.client ?? (reading.token && this.fingerprint(reading.token)) ?? '';
    const id = owner.endsWith(`|${agent}`) ? owner : `${owner}|${agent}`;
    const known = this.#clients.get(id);
    if (known !== undefined) return known;
    const client: ClientState = {
      id,
      intervals: [],
      mostAtOnce: 1,
      throttled: new Recent(bounds.waiting),
      issued: new Recent(bounds.waiting),
      searches: 0,
    };
    this.#clients.set(id, client);
    return client;
  }

  /** Every client that is remembered. */
  *clients(): Generator<ClientState> {
    for (const [, client] of this.#clients.entries()) yield client;
  }

  /** What tells whether a request is the same again: its call and, if it has one, its body. */
  sameRequest(reading: ClientReading): string {
    return this.fingerprint(`${reading.method} ${reading.path} ${reading.bodyText}`);
  }

  /** What a token of this request is for; the same text for the same thing. */
  purposeOf(reading: ClientReading): string {
    if (reading.security === 'hmac') return 'management';
    const body = reading.object ?? {};
    return JSON.stringify(referenceNames.map((name) => body[name]));
  }

  /** Records how many requests of a client are under way at once; called before its exchange is judged. */
  arrive(client: ClientState, { startedAt: from, endedAt: to }: ClientReading['exchange']): void {
    const overlapping = client.intervals.filter((other) => other.from < to && from < other.to).length;
    client.mostAtOnce = Math.max(client.mostAtOnce, overlapping + 1);
    client.intervals.push({ from, to });
    if (client.intervals.length > bounds.intervals) client.intervals.shift();
  }

  /** Remembers an exchange after it was judged. */
  remember(reading: ClientReading, client: ClientState): void {
    const { exchange, hmac } = reading;
    if (hmac && !exchange.neverSent) {
      const key = this.#nonceKey(hmac.publicKey, hmac.nonce);
      this.#nonces.set(key, this.#nonces.get(key) ?? exchange.startedAt);
    }
    for (const token of reading.tokens) this.#rememberUse(token, reading);
    this.#rememberIssued(reading, client);
    this.#rememberThrottled(reading, client);
  }

  #rememberThrottled(reading: ClientReading, client: ClientState): void {
    const { response, endedAt } = reading.exchange;
    if (response === undefined || reading.call === undefined) return;
    const same = this.sameRequest(reading);
    const before = client.throttled.get(same);
    if (response.status === 429)
      client.throttled.set(same, { endedAt, waitMs: reading.retryAfterMs, early: before?.early ?? 0 });
    else if (before !== undefined)
      client.throttled.set(same, { ...before, endedAt: Number.POSITIVE_INFINITY, early: 0 });
  }

  #rememberUse(token: string, reading: ClientReading): void {
    const { exchange, atTarget, token: bearer } = reading;
    const seen = this.#seen(token, reading);
    if (atTarget && token === bearer) {
      seen.uses += 1;
      seen.lastUseEndedAt = Math.max(seen.lastUseEndedAt, exchange.endedAt);
      const status = exchange.response?.status;
      if (status === 401 || status === 403) seen.refused = true;
    }
  }

  /** What is known of a token, which is remembered from now on. */
  #seen(token: string, { host, atContract: ofContract }: ClientReading): SeenToken {
    const fingerprint = this.fingerprint(token);
    const unused = { ofContract, uses: 0, lastUseEndedAt: 0, refused: false };
    const seen = this.#tokens.get(fingerprint) ?? { fingerprint, host, ...unused };
    seen.ofContract ||= ofContract;
    this.#tokens.set(fingerprint, seen);
    return seen;
  }

  #rememberIssued(reading: ClientReading, client: ClientState): void {
    const { issuedToken: issued, call, exchange } = reading;
    if (issued === undefined || call === undefined) return;
    const seen = this.#seen(issued.token, reading);
    seen.issuedBy = call;
    seen.requestedAt = exchange.startedAt;
    seen.receivedAt = exchange.endedAt;
    seen.expiresAt = issued.expiresAt;
    seen.client = client.id;
    if (callOf(call).success.tokenHoldsReferences) seen.references = stringReferences(reading.object ?? {});
    const purpose = `${call} ${this.purposeOf(reading)}`;
    client.issued.set(purpose, [...(client.issued.get(purpose) ?? []), seen].slice(-bounds.waiting));
  }
}

function stringReferences(body: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    referenceNames.flatMap((name) => {
      const value = body[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
