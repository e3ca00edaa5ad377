import type { ProxyListener } from '../http/reverse-proxy';
import type { ForwardedExchange } from '../http/reverse-proxy/transaction';
import { messageOf } from '../lib/user-error';
import type { HarFile } from '../report/har';
import type { Redactor } from '../report/redactor';
import { Backlog } from '../run/traffic/backlog';
import type { TrafficRun } from '../run/traffic/traffic-run';
import type { LiveLines } from './proxy-text';

/** Bytes of exchanges that may wait to be judged. */
const mostWaiting = 256 * 1024 * 1024;

const sizeOf = ({ request, outcome }: ForwardedExchange): number =>
  4096 + (request.body?.length ?? 0) + (outcome.kind === 'response' ? outcome.body.length : 0);

/** The path of a request, without the query, which may hold a secret. */
const pathOf = ({ request }: ForwardedExchange): string => /^https?:\/\/[^/]*([^?]*)/.exec(request.url)?.[1] ?? '';

/** `POST /v1/identity/payout → 201`. */
function whereOf(exchange: ForwardedExchange): string {
  const { request, outcome } = exchange;
  const answer = outcome.kind === 'response' ? outcome.status : outcome.reason;
  return `${request.method} ${pathOf(exchange)} → ${answer}`;
}

/** Why an exchange is not judged, and what is said of the whole run then. */
const leftOut = {
  overload: 'more arrived at once than could be judged',
  stopped: 'the proxy was stopped before it had judged everything',
} as const;

/** Judges what a proxy tells, one exchange after the other, and tells people. */
export class ProxyJudging implements ProxyListener {
  /** The first error of the judging itself. */
  error: string | undefined;
  /** Why the HAR file is not complete. */
  harError: string | undefined;
  #passed = 0;
  #run: TrafficRun | undefined;
  #har: HarFile | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #backlog = new Backlog<ForwardedExchange>((exchange) => this.#judge(exchange), sizeOf, mostWaiting);

  /** @param onPassed called with the number of exchanges so far */
  constructor(
    readonly live: LiveLines,
    readonly redactor: Redactor,
    readonly onPassed: (count: number) => void,
  ) {}

  /** Starts judging. Earlier exchanges have been waiting for this. */
  start(run: TrafficRun, har: HarFile | undefined): void {
    this.#run = run;
    this.#har = har;
    this.#backlog.start();
  }

  exchange(exchange: ForwardedExchange): void {
    this.#passed += 1;
    if (!this.#backlog.push(exchange)) {
      this.#leaveOut(exchange, 'overload');
      this.live.event('- not judged: too many arrived at once');
    }
    this.onPassed(this.#passed);
  }

  refused({ kind, message, request }: Parameters<ProxyListener['refused']>[0]): void {
    const [path = ''] = request?.path.split('?', 1) ?? [];
    this.#run?.skip('not-forwarded', request ? { method: request.method, path } : {});
    this.live.event(`- not forwarded (${kind}): ${message}`);
  }

  /** Leaves out what waits, again and again, so that little is left to do at any time. */
  limit(everyMs: number): void {
    this.#timer = setInterval(() => this.#leaveRestOut(), everyMs);
  }

  /** Resolves when everything is judged and written. */
  async end(): Promise<void> {
    await this.#backlog.empty();
    clearInterval(this.#timer);
    this.#har?.close();
  }

  #leaveOut({ request, ...rest }: ForwardedExchange, reason: keyof typeof leftOut): void {
    this.#run?.skip(reason, { method: request.method, path: pathOf({ request, ...rest }) });
    this.fail(new Error(leftOut[reason]));
  }

  #leaveRestOut(): void {
    const rest = this.#backlog.takeRest();
    for (const exchange of rest) this.#leaveOut(exchange, 'stopped');
    if (rest.length > 0 && this.#har) this.harError = 'traffic.har is not complete: the proxy was stopped';
  }

  fail(thrown: unknown): void {
    this.error ??= this.redactor.redact(messageOf(thrown));
  }

  #judge(exchange: ForwardedExchange): void {
    const { request, outcome, startedAt, missing } = exchange;
    try {
      const notRecorded = missing && new Set([missing.part]);
      const added = this.#run?.add({ caseId: '', attempt: 1, request, outcome }, { at: startedAt, notRecorded });
      const { findings = [], client = [] } = added?.checked ?? {};
      const where = () => this.redactor.redact(whereOf(exchange));
      this.live.findings([...findings, ...client], added?.fresh ?? [], where);
      if (added?.checked.notJudged === 'protocol')
        this.live.event('? no verdict: the response is not HTTP, not complete, or too long', where);
    } catch (thrown) {
      this.fail(thrown);
    }
    try {
      this.#har?.add(exchange, this.redactor);
    } catch (thrown) {
      this.harError = `traffic.har is not complete: ${messageOf(thrown)}`;
      this.#har = undefined;
    }
  }
}
