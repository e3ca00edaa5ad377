import { callOf, schemeOf } from '../../contract/calls';
import type { Host } from '../../contract/derive';
import { type AnsweredExchange, type Exchange, isAnswered } from '../../contract/exchange';
import {
  type CallId,
  type Circumstances,
  type Known,
  type ModelRequest,
  type Prediction,
  predict,
} from '../../contract/model';
import { readTarget } from '../../contract/model/target';
import { headerValue } from '../../lib/headers';
import { caseVerdict } from '../case-verdict';
import { clockOffsetMs } from '../clock';
import { type Finding, findingKey } from '../finding';
import { judge } from '../judge';
import { judgePredicted, predictedCase } from '../predicted';
import { reasonFields } from '../reason-kinds';
import { infrastructureCause, infrastructureKind, infrastructureReason, isInfrastructure } from '../retry';
import { errorFormOf } from '../rules/error-fields';
import { Reading } from '../rules/reading';
import type { ErrorForm } from '../rules/types';
import type { CheckedCase, Judgement } from '../types';
import { type Address, addressOf } from './address';
import { knownCredential } from './credential';
import type { KnownCredentials } from './credential-facts';
import { hmacParts, nonceKey } from './hmac-credential';
import { trafficCase } from './kind';
import { TrafficMemory } from './memory';
import { completed, loosened, rulesWithout } from './not-recorded';
import type { CheckedExchange, ClientJudge, NotJudgedReason, NotRecorded, TrafficContext } from './types';

export interface TrafficCheckerOptions {
  /** Only exchanges with this base URL are judged; its path comes before those of the calls. Any host if absent. */
  readonly baseUrl?: string | undefined;
  /** Deviations and warnings fail an exchange too. */
  readonly strict?: boolean;
  /** Credentials whose kind is known. The private key is a secret that no response may echo. */
  readonly credentials?: KnownCredentials;
  /** With it and the key pair, signatures are checked. */
  readonly hmacSha256?: Host['hmacSha256'];
  /** Judges the client's side. */
  readonly client?: ClientJudge;
}

const nothingMissing: ReadonlySet<NotRecorded> = new Set();

/** A request of a call, described for the model. */
interface Described {
  readonly call: CallId;
  readonly address: Address;
  readonly prediction: Prediction;
  readonly circumstances: Circumstances;
}

/** Whether the form of the host's 400s decides what this response had to hold (E4). */
const mayPromiseMore = ({ outcome: { status } }: AnsweredExchange): boolean => status > 400 && status < 500;

/**
 * Judges exchanges that nobody planned, one after the other, in any order. Each is matched with its call by its URL as it
 * was sent, described by what the exchanges so far show of its credential, and judged by what the contract predicts for
 * that request. Pure: it reads no clock, and its memory is bounded.
 */
export class TrafficChecker {
  readonly #memory = new TrafficMemory();
  readonly #base: Address | undefined;
  readonly #secrets: readonly string[];

  constructor(readonly options: TrafficCheckerOptions = {}) {
    const { baseUrl, credentials: { privateKey, managementToken } = {} } = options;
    this.#secrets = [privateKey, managementToken].filter((secret) => secret !== undefined);
    this.#base = baseUrl === undefined ? undefined : addressOf(baseUrl);
  }

  /** The form of this host's 400s, as far as it is known: whether pending findings count. */
  errorForm(origin: string): ErrorForm | undefined {
    return this.#memory.formOf(origin);
  }

  /** What the client did wrong as far as it is certain only when all exchanges have been checked. */
  settleClient(): readonly Finding[] {
    return this.options.client?.settle() ?? [];
  }

  check(exchange: Exchange, context: TrafficContext): CheckedExchange {
    const address = addressOf(exchange.request.url) ?? { origin: '', target: '', path: exchange.request.url };
    const described = this.#isTarget(address) ? this.#describe(exchange, context, address) : undefined;
    const result = this.#judged(exchange, context, address, described);
    const client = this.options.client?.judge(exchange, context);
    if (described) this.#learn(exchange, context, described);
    return client ? { ...result, client } : result;
  }

  #isTarget({ origin, path }: Address): boolean {
    if (!this.#base) return true;
    const { path: base } = this.#base;
    const prefix = base.replace(/\/+$/, '');
    return origin === this.#base.origin && (prefix === '' || path === prefix || path.startsWith(`${prefix}/`));
  }

  /** Reads which call a request belongs to, and predicts its response; `undefined` if it belongs to none. */
  #describe(exchange: Exchange, context: TrafficContext, address: Address): Described | undefined {
    const { request, outcome } = exchange;
    const missing = missingFrom(exchange, context);
    const { origin } = address;
    const baseUrl = origin + (this.#base?.path.replace(/\/+$/, '') ?? '');
    const url = origin + address.target;
    const hmacPath = this.#memory.hmacPathOf(origin);
    const { accountId, tenantId } = this.options.credentials ?? {};
    const unread: Circumstances = { baseUrl, credential: { kind: 'none' }, hmacPath, accountId, tenantId };
    const { call } = readTarget(url, unread);
    if (!call) return undefined;
    const at = missing.has('time') ? undefined : context.at;
    const headers = request.headers.filter((header) => !this.#memory.isHarmless(header, origin, context.at));
    const sent: ModelRequest = { ...request, url, headers, body: context.requestBytes ?? request.body };
    const whole = completed(sent, call, schemeOf(call), missing);
    const value = headerValue(request.headers, 'authorization');
    const credential: Known =
      value === undefined && isAuthorizationMissing(missing)
        ? { kind: 'token', token: 'unknown' }
        : knownCredential(value ?? '', {
            ...{ memory: this.#memory, origin, call, at },
            credentials: this.options.credentials ?? {},
            hmacSha256: this.options.hmacSha256,
            offsetMs: at === undefined ? undefined : clockOffsetMs(exchange),
            status: outcome.kind === 'response' ? outcome.status : undefined,
            hasBody: (request.body ?? '') !== '',
          });
    const token = bearerOf(value);
    const tokenUses = token !== undefined && this.#memory.wasAccepted(token, origin, context.at) ? 1 : 0;
    const circumstances: Circumstances = { ...unread, credential, ...(tokenUses > 0 && { history: { tokenUses } }) };
    return { call, address, circumstances, prediction: loosened(predict(whole, circumstances), missing) };
  }

  #judged(
    exchange: Exchange,
    context: TrafficContext,
    { origin, path }: Address,
    described: Described | undefined,
  ): CheckedExchange {
    const where = { origin, path, pending: [], client: [] };
    const skipped = (notJudged: NotJudgedReason, more: Partial<CheckedExchange> = {}): CheckedExchange => ({
      ...where,
      ...{ verdict: 'skipped', findings: [], notJudged },
      ...more,
    });
    if (!described) return skipped(this.#isTarget({ origin, path, target: '' }) ? 'other-call' : 'other-target');
    const { call, prediction, circumstances } = described;
    const known = { call, prediction, circumstances };
    if (!isAnswered(exchange)) {
      if (infrastructureCause(exchange) !== 'protocol') return skipped('no-response', known);
      const why = { reason: infrastructureReason(exchange), reasonKind: infrastructureKind(exchange) };
      return skipped('protocol', { ...known, ...why, verdict: 'errored' });
    }
    const isOffered = exchange.outcome.status !== 404 || prediction.outcome !== 'accepted';
    const checkedCase: CheckedCase = {
      ...predictedCase(trafficCase(call, prediction).id, call, prediction),
      // A 404 for a valid request says that the environment lacks the call (C9).
      ...(!isOffered && { provesCredentials: true }),
    };
    const form = this.#memory.formOf(origin);
    const strict = this.options.strict === true;
    const options = { now: exchange.outcome.receivedAt, secrets: this.#secrets, strict };
    const ask = (errorForm: ErrorForm | undefined): Judgement =>
      judgePredicted(
        exchange,
        checkedCase,
        prediction,
        (checked, sent, rules) => judge(sent, checked, { ...options, errorForm, rules }),
        rulesWithout(missingFrom(exchange, context)),
      );
    const judgement = ask(form);
    const { findings, internalErrors } = judgement;
    const verdict = internalErrors ? judgement.verdict : caseVerdict(findings, strict);
    if (isInfrastructure(exchange) && verdict === 'passed') return skipped('transient', { ...known, findings });
    return {
      ...where,
      ...known,
      verdict,
      findings,
      pending: form === undefined && mayPromiseMore(exchange) ? added(findings, ask('E3').findings) : [],
      ...(internalErrors && { internalErrors, ...reasonFields(judgement) }),
    };
  }

  /** Remembers what the exchange shows of credentials, paths and error bodies. */
  #learn(exchange: Exchange, { at }: TrafficContext, { call, address, prediction, circumstances }: Described): void {
    if (!isAnswered(exchange)) return;
    const { origin } = address;
    const { request, outcome } = exchange;
    const reading = new Reading(exchange);
    this.#memory.seeForm(errorFormOf(reading), origin);
    if (!reading.succeeded) return;
    const end = Math.max(at, outcome.receivedAt);
    const { security, success } = callOf(call);
    if (success.issues === undefined) {
      this.#memory.acceptHeaders(request.headers, prediction, origin, end);
      return;
    }
    const token = reading.accessToken;
    if (token === undefined) return;
    this.#memory.issue(token, { origin, call, from: at, expires: reading.expires });
    if (prediction.outcome === 'refused') return;
    this.#memory.acceptHeaders(request.headers, prediction, origin, end);
    const value = headerValue(request.headers, 'authorization');
    if (security !== 'hmac') {
      const presented = bearerOf(value);
      if (presented !== undefined) this.#memory.acceptToken(presented, origin, end);
      return;
    }
    const parts = hmacParts(value?.trim().replace(/^\S+\s+/, '') ?? '');
    if (parts) this.#memory.acceptNonce(nonceKey(parts), origin, end);
    const { baseUrl } = circumstances;
    this.#memory.offerHmac(`${origin}${address.path}`.slice(baseUrl.length), origin);
  }
}

/** What a recording leaves out. A body with a replaced character was not UTF-8: its text is not what was sent. */
function missingFrom({ request }: Exchange, context: TrafficContext): ReadonlySet<NotRecorded> {
  const { notRecorded = nothingMissing, requestBytes } = context;
  const isReplaced = requestBytes === undefined && request.body?.includes('\ufffd') === true;
  return isReplaced ? new Set<NotRecorded>([...notRecorded, 'request-body']) : notRecorded;
}

const isAuthorizationMissing = (missing: ReadonlySet<NotRecorded>): boolean =>
  missing.has('authorization') || missing.has('request-headers');

const bearerOf = (value: string | undefined): string | undefined => /^\s*bearer[ \t]+(\S+)\s*$/i.exec(value ?? '')?.[1];

/** The findings that are not among these. */
function added(known: readonly Finding[], all: readonly Finding[]): readonly Finding[] {
  const keys = new Set(known.map(findingKey));
  return all.filter((finding) => !keys.has(findingKey(finding)));
}
