import type { CallId, Prediction } from '../../contract/model';
import { headerValue } from '../../lib/headers';
import { Recent } from '../../lib/recent';
import { joinedForm } from '../rules/error-fields';
import type { ErrorForm } from '../rules/types';

/** A token that a response issued. */
interface IssuedToken {
  readonly origin: string;
  readonly call: CallId;
  /** When the request for it was sent: before, nobody can have had it. */
  readonly from: number;
  /** By the body that issued it, in milliseconds; the token itself may say nothing. */
  readonly expires: number | undefined;
}

/** What was accepted first at a time in milliseconds: the end of its exchange. */
type Accepted = Recent<number>;

const mostTokens = 5000;
const mostNonces = 10_000;
const mostHosts = 1000;
const mostHeaders = 2000;
/** Longer values are not remembered. */
const longest = 8192;

/**
 * What the exchanges so far showed. Its memory is bounded. Everything has a time, so that exchanges may be told in any
 * order: what was accepted later says nothing about an earlier request.
 */
export class TrafficMemory {
  readonly #issued = new Recent<IssuedToken>(mostTokens);
  /** A readable token by its signature, and by what it signs. */
  readonly #bySignature = new Recent<string>(mostTokens);
  readonly #byContent = new Recent<string>(mostTokens);
  readonly #accepted: Accepted = new Recent(mostTokens);
  readonly #nonces: Accepted = new Recent(mostNonces);
  readonly #headers: Accepted = new Recent(mostHeaders);
  readonly #hmacPaths = new Recent<string>(mostHosts);
  readonly #forms = new Recent<ErrorForm>(mostHosts);

  issue(token: string, issued: IssuedToken): void {
    if (token.length > longest) return;
    const before = this.#issued.get(token);
    // A server may return the same token twice.
    if (!before || before.from > issued.from) this.#issued.set(token, issued);
    this.#learnForm(token);
  }

  /** The token as it was issued, if that was before this time at this origin. */
  issuedBy(token: string, origin: string, at: number): IssuedToken | undefined {
    const issued = this.#issued.get(token);
    return issued?.origin === origin && issued.from <= at ? issued : undefined;
  }

  #learnForm(token: string): void {
    const dot = token.lastIndexOf('.');
    if (dot < 0) return;
    this.#bySignature.set(token.slice(dot + 1), token);
    this.#byContent.set(token.slice(0, dot), token);
  }

  /** What a token has in common with a known one, unless it is that one. */
  relativeOf(token: string): 'signature' | 'content' | undefined {
    const dot = token.lastIndexOf('.');
    if (dot < 0) return undefined;
    const signed = this.#bySignature.get(token.slice(dot + 1));
    if (signed !== undefined && signed !== token) return 'signature';
    const same = this.#byContent.get(token.slice(0, dot));
    return same !== undefined && same !== token ? 'content' : undefined;
  }

  #note(where: Accepted, key: string, at: number): void {
    if (key.length > longest) return;
    where.set(key, Math.min(at, where.get(key) ?? at));
  }

  /** A management token was accepted for a payout token; from then on it is known to be one. */
  acceptToken(token: string, origin: string, at: number): void {
    this.#note(this.#accepted, `${origin} ${token}`, at);
    if (token.length <= longest) this.#learnForm(token);
  }

  wasAccepted(token: string, origin: string, at: number): boolean {
    return (this.#accepted.get(`${origin} ${token}`) ?? Number.POSITIVE_INFINITY) <= at;
  }

  /** @param key of the public key and the nonce */
  acceptNonce(key: string, origin: string, at: number): void {
    this.#note(this.#nonces, `${origin} ${key}`, at);
  }

  wasNonceUsed(key: string, origin: string, at: number): boolean {
    return (this.#nonces.get(`${origin} ${key}`) ?? Number.POSITIVE_INFINITY) <= at;
  }

  /** The headers of an accepted request are known to do no harm at this origin. */
  acceptHeaders(headers: readonly (readonly [string, string])[], { openings }: Prediction, origin: string, at: number) {
    for (const { kind, detail } of openings) {
      if (kind !== 'unknown-header' && kind !== 'other-owner') continue;
      const value = headerValue(headers, detail ?? '');
      if (value !== undefined) this.#note(this.#headers, `${origin} ${detail?.toLowerCase()}: ${value}`, at);
    }
  }

  isHarmless([name, value]: readonly [string, string], origin: string, at: number): boolean {
    return (this.#headers.get(`${origin} ${name.toLowerCase()}: ${value}`) ?? Number.POSITIVE_INFINITY) <= at;
  }

  offerHmac(path: string, origin: string): void {
    this.#hmacPaths.set(origin, path);
  }

  hmacPathOf(origin: string): string | undefined {
    return this.#hmacPaths.get(origin);
  }

  seeForm(form: ErrorForm | undefined, origin: string): void {
    const joined = joinedForm(this.#forms.get(origin), form);
    if (joined !== undefined) this.#forms.set(origin, joined);
  }

  formOf(origin: string): ErrorForm | undefined {
    return this.#forms.get(origin);
  }
}
