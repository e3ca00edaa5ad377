import { reasonText } from '../contract/model/reasons';
import { caseVerdict, type Side, sides } from '../judge/case-verdict';
import type { CheckedExchange, NotJudgedReason } from '../judge/traffic/types';
import { defined } from '../lib/defined';
import { headerValue } from '../lib/headers';
import { RollingRedactor } from '../report/rolling-redactor';
import { learnTokens } from '../report/secret-places';
import { trafficCheckerFor } from '../run/traffic/both-sides';
import type { ReadExchange } from '../run/traffic/read/types';
import { readExchange } from './exchange';
import { findingsFor } from './findings';
import type { Checker, CheckOptions, CheckResult, ExchangeInput, Finding, Prediction, Verdict } from './types';

const notJudged: Readonly<Record<NotJudgedReason, string>> = {
  'other-call': 'the URL belongs to no call of the contract',
  'other-target': 'the request went to another host than baseUrl',
  'no-response': 'no response came',
  protocol: 'the response is not HTTP, not complete, or too long',
  transient: 'a gateway answered, or requests are limited: that says nothing about the contract',
  'not-forwarded': 'the request was not forwarded',
  overload: 'too many arrived at once',
  stopped: 'the check was stopped before it was judged',
};

/** Pending findings that are kept: of a host whose error form stays unknown. */
const mostPending = 1000;

function predictionOf({ prediction }: CheckedExchange, redact: (text: string) => string): Prediction | undefined {
  if (!prediction) return undefined;
  const { outcome, status, reasons, openings, rows } = prediction;
  const texts = (outcome === 'refused' ? reasons : openings).map((reason) => redact(reasonText(reason)));
  return { outcome, status, reasons: texts, evidence: rows };
}

/** How the mistakes of both sides count. */
function verdictOf({ verdict, findings, client }: CheckedExchange, strict: boolean, side: Side): Verdict {
  if (caseVerdict(client, strict, side) === 'failed') return 'failed';
  return verdict === 'failed' ? caseVerdict(findings, strict, side) : verdict;
}

class ExchangeChecker implements Checker {
  readonly #redactor: RollingRedactor;
  readonly #checker;
  readonly #pending: { readonly origin: string; readonly findings: CheckedExchange['pending'] }[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly options: CheckOptions,
    readonly now: () => number,
  ) {
    const { baseUrl, strict = false, side, credentials = {} } = options;
    if (side !== undefined && !sides.includes(side))
      throw new TypeError(`side is "${String(side)}": choose from ${sides.join(', ')}`);
    if (baseUrl !== undefined && !/^https?:\/\/[^/]/i.test(baseUrl))
      throw new TypeError('baseUrl is not an http(s) URL');
    this.#redactor = new RollingRedactor(credentials);
    this.#checker = trafficCheckerFor(baseUrl, credentials, { strict });
  }

  /** In the order of the calls, although bodies may be read in another. */
  check(input: ExchangeInput): Promise<CheckResult> {
    const reading = readExchange(input, this.options.baseUrl, this.now);
    const checked = Promise.allSettled([reading, this.#last]).then(async () => this.#judge(await reading));
    this.#last = checked.catch(() => undefined);
    return checked;
  }

  #judge({ exchange, context }: ReadExchange): CheckResult {
    const { strict = false, side = 'server' } = this.options;
    const { request, outcome } = exchange;
    learnTokens(exchange, this.#redactor);
    const checked = this.#checker.check(exchange, context);
    const { origin, pending, call, findings, client } = checked;
    if (pending.length > 0 && this.#pending.length < mostPending) this.#pending.push({ origin, findings: pending });
    const redact = (text: string): string => this.#redactor.redact(text);
    const reason = checked.notJudged === undefined ? checked.reason : notJudged[checked.notJudged];
    const contentType = outcome.kind === 'response' ? headerValue(outcome.headers, 'content-type') : undefined;
    return {
      verdict: verdictOf(checked, strict, side),
      ...defined({ reason: reason && redact(reason), call, prediction: predictionOf(checked, redact) }),
      findings: findingsFor([...findings, ...client], this.#redactor),
      request: { method: redact(request.method), url: redact(request.url) },
      response: {
        status: outcome.kind === 'response' ? outcome.status : 0,
        ...defined({ contentType: contentType === undefined ? undefined : redact(contentType) }),
      },
    };
  }

  settle(): readonly Finding[] {
    const newer = this.#pending.splice(0).filter(({ origin }) => this.#checker.errorForm(origin) === 'E3');
    return findingsFor([...newer.flatMap(({ findings }) => findings), ...this.#checker.settleClient()], this.#redactor);
  }
}

/**
 * A checker of exchanges with memory.
 *
 * @param now the local clock, in milliseconds since the Unix epoch
 */
export const checkerWith = (options: CheckOptions, now: () => number): Checker => new ExchangeChecker(options, now);
