import type { AnsweredExchange } from '../../contract/exchange';
import { accessTokenIn, isSuccess } from '../../contract/issued-token';
import { isTransient } from '../../contract/transient-statuses';
import { headerValue } from '../../lib/headers';
import { isJsonObject, type JsonObject, type JsonReading, parseJson, stringsIn } from '../../lib/json';
import { decodeJws, type JwsReading } from '../../lib/jws';

/** An exchange with a response, and everything that rules read from it. Each part is computed once, on first use. */
export class Reading {
  readonly status: number;
  readonly body: string;
  #json: JsonReading | undefined;
  #token: JwsReading | undefined;
  #request: JsonReading | undefined;
  #text: string | undefined;

  constructor(readonly exchange: AnsweredExchange) {
    this.status = exchange.outcome.status;
    this.body = exchange.outcome.body;
  }

  get succeeded(): boolean {
    return isSuccess(this.status);
  }

  /** The response speaks of the way to the API or of its load, and not of the request. */
  get transient(): boolean {
    return isTransient(this.status, this.exchange.outcome.headers);
  }

  /** A 4xx that speaks of the request. */
  get refused(): boolean {
    return this.status >= 400 && this.status < 500 && !this.transient;
  }

  get hasBody(): boolean {
    return this.body.length > 0 && this.exchange.request.method !== 'HEAD';
  }

  header(name: string): string | undefined {
    return headerValue(this.exchange.outcome.headers, name);
  }

  get json(): JsonReading {
    this.#json ??= parseJson(this.body);
    return this.#json;
  }

  /** The body as it is, and its JSON strings with their escapes resolved. */
  get text(): string {
    this.#text ??= [this.body, ...(this.json.ok ? stringsIn(this.json.value) : [])]
      .map((part) => (typeof part === 'string' ? part : part.value))
      .join('\n');
    return this.#text;
  }

  /** The body, if it is a JSON object. */
  get object(): JsonObject | undefined {
    return this.json.ok && isJsonObject(this.json.value) ? this.json.value : undefined;
  }

  /** `accessToken`, if it is a non-empty string. */
  get accessToken(): string | undefined {
    return accessTokenIn(this.object);
  }

  /** The token, decoded. */
  get token(): JwsReading {
    this.#token ??= decodeJws(this.accessToken ?? '');
    return this.#token;
  }

  /** The claims of the token, if it can be decoded. */
  get claims(): JsonObject | undefined {
    return this.token.ok ? this.token.jws.payload : undefined;
  }

  /** `expires` in milliseconds since the Unix epoch, if it is written as documented (T2). */
  get expires(): number | undefined {
    const expires = this.object?.expires;
    return typeof expires === 'string' && /^[1-9][0-9]*$/.test(expires) ? Number(expires) : undefined;
  }

  /** The body of the request as JSON. */
  get request(): JsonReading {
    this.#request ??= parseJson(this.exchange.request.body ?? '');
    return this.#request;
  }

  /** The media type without parameters, in lower case. */
  get mediaType(): string | undefined {
    return this.header('content-type')?.replace(/;.*/s, '').trim().toLowerCase();
  }

  get hasJsonMediaType(): boolean {
    return /^application\/([!#$&^_.+a-z0-9-]+\+)?json$/.test(this.mediaType ?? '');
  }

  /** The server's clock in milliseconds, by its `Date` header; unknown if a cache answered (`Age`). */
  get serverTime(): number | undefined {
    if (this.header('age') !== undefined) return undefined;
    const time = Date.parse(this.header('date') ?? '');
    return Number.isNaN(time) ? undefined : time;
  }

  /** Whether a time is wrong by the local clock and by the server's, so that a wrong local clock alone causes no finding. */
  byBothClocks(now: number, broken: (now: number) => boolean): boolean {
    return broken(now) && (this.serverTime === undefined || broken(this.serverTime));
  }
}
