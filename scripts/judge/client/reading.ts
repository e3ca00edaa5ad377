import { securityOf } from '../../contract/calls';
import { hosts } from '../../contract/hosts';
import { tokenIssued } from '../../contract/issued-token';
import { predict, type Reason } from '../../contract/model';
import { belowBase } from '../../contract/model/target';
import type { CallId } from '../../contract/model/types';
import { decodeUtf8, encodeUtf8 } from '../../contract/model/utf8';
import type { Security } from '../../contract/types';
import { headerValue } from '../../lib/headers';
import { type JsonObject, jsonObject, parseJson } from '../../lib/json';
import { decodeJws } from '../../lib/jws';
import { retryAfterMs } from '../retry';
import type { NotRecorded } from '../traffic/types';
import {
  isToken,
  readAuthorization,
  readSentHmac,
  type SentAuthorization,
  type SentHmac,
  tokensInQuery,
} from './authorization';
import type { ClientExchange, Knowledge } from './types';

const loopback = /^(localhost|127(?:\.\d+){3}|\[::1\]|::1)$/i;

/** The host of a URL in lower case, the names of this machine as one; empty if it is not absolute. */
export function hostOf(url: string): string {
  const [, name = '', port = ''] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(:\d+)?/i.exec(url) ?? [];
  return (loopback.test(name) ? 'localhost' : name.toLowerCase()) + port.replace(/^:(443|80)$/, '');
}

const originIn = (url: string): string => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? '';

/** The hosts of the documented environments. */
const environments = Object.values(hosts).map((url) => hostOf(url));

/** A request and what rules read from it. Nothing in it is trusted. */
export class ClientReading {
  readonly authorization: SentAuthorization | undefined;
  readonly call: CallId | undefined;
  /** Why the model would refuse the request, or leave it open. The credential is judged by rules of its own. */
  readonly reasons: readonly Reason[];
  readonly openings: readonly Reason[];
  readonly host: string;
  /** Whether the request went to the environment that is being judged. */
  readonly atTarget: boolean;
  /** Whether it went to a server that is known to keep the contract: tokens of other servers are not judged. */
  readonly atContract: boolean;
  readonly path: string;

  constructor(
    readonly exchange: ClientExchange,
    knowledge: Pick<Knowledge, 'baseUrl' | 'accountId' | 'tenantId'>,
  ) {
    const { request } = exchange;
    const { accountId, tenantId } = knowledge;
    const baseUrl = knowledge.baseUrl ?? originIn(request.url);
    this.authorization = readAuthorization(request.headers);
    const credential = { kind: 'token', token: 'unknown' } as const;
    const { call, reasons, openings } = predict(request, { baseUrl, accountId, tenantId, credential });
    this.host = hostOf(request.url);
    this.atTarget = this.host === '' || this.host === hostOf(baseUrl);
    this.call = this.atTarget ? call : undefined;
    const isNamed = knowledge.baseUrl !== undefined && this.atTarget;
    this.atContract = this.call !== undefined || isNamed || environments.includes(this.host);
    this.reasons = reasons;
    this.openings = openings;
    this.path = belowBase(request.url, baseUrl).replace(/[?#].*$/s, '');
  }

  lacks(...parts: readonly NotRecorded[]): boolean {
    return parts.some((part) => this.exchange.notRecorded?.has(part));
  }

  /** When the request was sent, by the server's clock. */
  get serverTime(): number {
    return this.exchange.startedAt + (this.exchange.clockOffsetMs ?? 0);
  }

  /** How long the server asked to wait. */
  get retryAfterMs(): number | undefined {
    const { response, endedAt } = this.exchange;
    return response && retryAfterMs({ outcome: { kind: 'response', headers: response.headers } }, endedAt);
  }

  get method(): string {
    return this.exchange.request.method;
  }

  header(name: string): string | undefined {
    return headerValue(this.exchange.request.headers, name);
  }

  get bodyBytes(): Uint8Array {
    const { body } = this.exchange.request;
    return typeof body === 'string' ? encodeUtf8(body) : (body ?? new Uint8Array());
  }

  get bodyText(): string {
    const { body } = this.exchange.request;
    return typeof body === 'string' ? body : decodeUtf8(body ?? new Uint8Array()).text;
  }

  /** The body is a JSON string that holds the JSON of an object. */
  get isEncodedTwice(): boolean {
    const json = parseJson(this.bodyText);
    return json.ok && typeof json.value === 'string' && jsonObject(json.value) !== undefined;
  }

  /** A property that differs from a reference's name in case and punctuation only, such as `customer_ref`. */
  similarName(reference: string | undefined): string | undefined {
    const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
    const names = Object.keys(this.object ?? {});
    return names.find((name) => name !== reference && plain(name) === plain(reference ?? ''))?.slice(0, 60);
  }

  /** The body, if it is a JSON object. */
  get object(): JsonObject | undefined {
    return jsonObject(this.bodyText);
  }

  /** The credential that the call takes. */
  get security(): Security | undefined {
    return this.call && securityOf(this.call);
  }

  /** The bearer token, whatever it is; also one without its scheme if it looks like a token. */
  get token(): string | undefined {
    const { scheme, credential } = this.authorization ?? { credential: '' };
    if (scheme === 'bearer') return credential;
    return isToken(credential) ? credential : undefined;
  }

  /** Every token of the request: in Authorization, in any other header, and in the query. */
  get tokens(): string[] {
    const inHeaders = this.exchange.request.headers.flatMap(([, value]) => value.split(/[\s,;="']+/).filter(isToken));
    return [...new Set([...inHeaders, ...tokensInQuery(this.exchange.request.url).map(({ token }) => token)])];
  }

  /** The HMAC credential, if one was sent, whatever its scheme. */
  get hmac(): SentHmac | undefined {
    const { scheme, credential } = this.authorization ?? {};
    if (credential === undefined || (scheme !== 'hmac' && this.security !== 'hmac')) return undefined;
    return readSentHmac(credential);
  }

  /** The token that came back, if any. */
  get issuedToken(): { readonly token: string; readonly expiresAt: number | undefined } | undefined {
    const { response } = this.exchange;
    const token = response && this.call && tokenIssued(this.call, response);
    return token === undefined ? undefined : { token, expiresAt: expiryOf(token) };
  }
}

/** The claims of a token, if it can be decoded. */
export function claimsOf(token: string): JsonObject | undefined {
  const jws = decodeJws(token);
  return jws.ok ? jws.jws.payload : undefined;
}

/** When a token expires, in milliseconds since the Unix epoch, as its `exp` claim says. */
export function expiryOf(token: string): number | undefined {
  const exp = claimsOf(token)?.exp;
  return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined;
}
