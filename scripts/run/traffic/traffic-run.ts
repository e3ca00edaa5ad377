import { callOf } from '../../contract/calls';
import type { Exchange } from '../../contract/exchange';
import { caseVerdict, type Side } from '../../judge/case-verdict';
import { clientRules } from '../../judge/client/rules';
import { type Finding, findingKey } from '../../judge/finding';
import { reasonFields, type VerdictReason } from '../../judge/reason-kinds';
import type { TrafficChecker } from '../../judge/traffic/checker';
import { trafficCase } from '../../judge/traffic/kind';
import type { CheckedExchange, NotJudgedReason, TrafficCase, TrafficContext } from '../../judge/traffic/types';
import { packageInfo } from '../../lib/package-root';
import { Folding } from '../../report/fold';
import { NotJudgedTally } from '../../report/not-judged';
import { recordExchange, recordFinding } from '../../report/record';
import type { Redactor } from '../../report/redactor';
import { learnTokens } from '../../report/secret-places';
import { targetKind } from '../../report/target';
import type {
  CaseTraffic,
  CaseVerdict,
  PlannedCase,
  RecordedFinding,
  RunEnd,
  RunEvent,
  RunReport,
} from '../../report/types';
import { freshOf, type HostCounts, hostIn, type Kind, keepPending, most, newKind } from './kinds';
import { type LeftRequest, notJudged } from './not-judged';

export interface TrafficRunOptions {
  readonly checker: TrafficChecker;
  /** By default the host that answered the first judged exchange. */
  readonly target?: RunReport['target'] | undefined;
  /** What saw the exchanges. */
  readonly engine: 'recording' | 'proxy' | 'sandbox';
  /** What they were read from, for people. */
  readonly source: string;
  /** The command that judges them again. */
  readonly reproduce: string;
  readonly strict: boolean;
  /** Whose mistakes fail the run, if the checker judges clients too. */
  readonly side?: Side | undefined;
  readonly now: Date;
  readonly redactor: Redactor;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** What became of one exchange. */
export interface AddedExchange {
  readonly checked: CheckedExchange;
  /** The findings that no earlier exchange of its case showed; those of the client have cases of their own. */
  readonly fresh: readonly RecordedFinding[];
}

/** After how many exchanges the counts are written again, so that the report of a killed run has them. */
const countsEvery = 1000;

/**
 * Folds judged exchanges, one after the other, into the events and the report of a run. A case is a kind of request: a
 * call, and why the contract predicts what it predicts. It has a few exchanges as examples, and counts the others.
 */
export class TrafficRun {
  readonly #folding = new Folding();
  readonly #kinds = new Map<string, Kind>();
  readonly #hosts = new Map<string, HostCounts>();
  readonly #notJudged = new NotJudgedTally();
  #started = false;
  #mainOrigin: string | undefined;
  #firstAt: number | undefined;
  #exchanges = 0;
  #judged = 0;
  #samples = 0;
  #error: string | undefined;

  constructor(readonly options: TrafficRunOptions) {
    const { target } = options;
    if (target) this.#start(target);
  }

  /** Judges an exchange and adds it. */
  add(exchange: Exchange, context: TrafficContext): AddedExchange {
    const { checker, redactor } = this.options;
    this.#exchanges += 1;
    learnTokens(exchange, redactor);
    const checked = checker.check(exchange, context);
    const { call, prediction, origin, path, notJudged: left, verdict } = checked;
    const { method } = exchange.request;
    if (left) this.#leave({ reason: left, origin, method, path });
    // A call that its server answered, but not in HTTP, leaves its case without a verdict.
    const counts = left === undefined || verdict === 'errored';
    const named = counts && call !== undefined && prediction !== undefined ? trafficCase(call, prediction) : undefined;
    const ofTarget = named ? this.#count(exchange, context, checked, named) : [];
    const fresh = [...this.#countClient(checked.client, checked.origin, { exchange, context }), ...ofTarget];
    if (this.#started && this.#exchanges % countsEvery === 0) this.#emitCounts();
    return { checked, fresh };
  }

  /** Counts a request that cannot be judged for a reason that no checker knows. */
  skip(reason: NotJudgedReason, request: { readonly method?: string; readonly path?: string }): void {
    this.#exchanges += 1;
    this.#leave({ reason, origin: this.options.target?.baseUrl ?? '', ...request });
  }

  #leave(request: LeftRequest): void {
    this.#notJudged.add(notJudged(request, this.options.redactor));
  }

  /** Ends the run. Findings that waited for the form of a host's 400s are added or dropped. */
  finish(end: Omit<RunEnd, 'drift' | 'quarantine'>): RunReport {
    const { source, redactor, checker } = this.options;
    if (!this.#started) this.#start({ name: source, baseUrl: source });
    for (const kind of this.#kinds.values()) {
      if (kind.pending.size === 0 || checker.errorForm(kind.origin) !== 'E3') continue;
      const all = [...kind.pending.values()];
      const findings = all.filter((finding) => !kind.findings.has(findingKey(finding)));
      if (this.#verdictOf(all) === 'failed') {
        kind.failed += kind.pendingFailures;
        this.#host(kind.origin).failed += kind.pendingFailures;
      }
      this.#finishCase(kind.id, this.#verdictOf(all), findings);
    }
    this.#countClient(checker.settleClient(), this.#mainOrigin ?? '');
    this.#emitCounts();
    const error = end.error ?? this.#error;
    this.#emit({ type: 'run-finished', ...end, ...(error !== undefined && { error: redactor.redact(error) }) });
    return this.#folding.report();
  }

  #emit(event: RunEvent): void {
    this.#folding.add(event);
    this.options.onEvent?.(event);
  }

  #start(named: RunReport['target']): void {
    const { engine, source, strict, side, now } = this.options;
    const target = { ...named, kind: targetKind(named) };
    this.#started = true;
    this.#emit({
      type: 'run-started',
      schemaVersion: 1,
      run: {
        ...{ tool: packageInfo(), target, engine, seed: 0, strict, startedAt: now.toISOString(), source },
        ...(side && { side }),
      },
      cases: [],
    });
  }

  #emitCounts(): void {
    const cases = Object.fromEntries(
      [...this.#kinds.values()].map(({ id, exchanges, failed }): [string, CaseTraffic] => [id, { exchanges, failed }]),
    );
    const hosts = [...this.#hosts.values()].map((host) => ({ ...host }));
    const requests = this.#notJudged.take();
    if (requests.length > 0) this.#emit({ type: 'not-judged', requests });
    this.#emit({ type: 'traffic', traffic: { exchanges: this.#exchanges, judged: this.#judged, hosts }, cases });
  }

  #host(origin: string): HostCounts {
    return hostIn(this.#hosts, origin, (text) => this.options.redactor.redact(text));
  }

  #verdictOf(findings: readonly Finding[]): CaseVerdict {
    return caseVerdict(findings, this.options.strict, this.options.side);
  }

  /** The verdict of the checker, unless the mistakes of the target do not count. */
  #verdictOfTarget({ verdict, findings }: CheckedExchange): CaseVerdict {
    return verdict === 'failed' ? this.#verdictOf(findings) : verdict;
  }

  /** The kind of an exchange; the first one at another host than the target has the host in its id. */
  #kindOf({ id, call, title }: TrafficCase, origin: string): Kind {
    const { redactor } = this.options;
    const host = redactor.redact(origin.replace(/^[^/]*\/\//, ''));
    const [suffix, at] = origin === this.#mainOrigin ? ['', ''] : [`@${host}`, ` at ${host}`];
    const isMany = this.#kinds.size >= most.cases && !this.#kinds.has(id + suffix);
    const own = isMany ? `traffic:${call}/other` : id + suffix;
    return (
      this.#kinds.get(own) ??
      this.#open(
        {
          id: own,
          title: isMany ? `${callOf(call).title}: other requests` : redactor.redact(title),
          theme: `${callOf(call).tag.name}${at}`,
          tags: [call],
        },
        origin,
      )
    );
  }

  #count(
    exchange: Exchange,
    context: TrafficContext,
    checked: CheckedExchange,
    named: TrafficCase,
  ): readonly RecordedFinding[] {
    const { origin } = checked;
    this.#startAt(origin);
    this.#mainOrigin ??= origin;
    const verdict = this.#verdictOfTarget(checked);
    const kind = this.#kindOf(named, origin);
    const isFirst = kind.exchanges === 0;
    const host = this.#host(origin);
    kind.exchanges += 1;
    if (checked.notJudged === undefined) {
      this.#judged += 1;
      host.judged += 1;
    } else kind.notJudged += 1;
    if (verdict === 'failed') {
      kind.failed += 1;
      host.failed += 1;
    }
    const [brokenRule] = checked.internalErrors ?? [];
    if (brokenRule) this.#error ??= `rule ${brokenRule.rule}: ${brokenRule.message}`;
    const fresh = freshOf(kind, checked.findings);
    const waiting = this.#keepPending(kind, checked);
    const isWorse = checked.notJudged !== undefined && kind.notJudged === 1;
    if (isFirst || fresh.length > 0 || waiting || isWorse) this.#sample(kind, exchange, context);
    if (!isFirst && fresh.length === 0 && !isWorse) return [];
    const durationMs = exchange.outcome.kind === 'response' ? Math.round(exchange.outcome.durationMs) : 0;
    return this.#finishCase(kind.id, verdict, fresh, durationMs, checked);
  }

  #startAt(origin: string): void {
    if (!this.#started) this.#start({ name: origin.replace(/^[^/]*\/\//, ''), baseUrl: origin });
  }

  /** The mistakes of the client, also in exchanges that say nothing about the target: a case for each rule. */
  #countClient(
    mistakes: readonly Finding[],
    origin: string,
    seen?: { readonly exchange: Exchange; readonly context: TrafficContext },
  ): RecordedFinding[] {
    if (mistakes.length === 0) return [];
    this.#startAt(origin);
    return [...new Set(mistakes.map(({ rule }) => rule))].flatMap((rule) => {
      const findings = mistakes.filter((finding) => finding.rule === rule);
      const kind = this.#clientKind(rule, origin);
      const verdict = this.#verdictOf(findings);
      if (seen) kind.exchanges += 1;
      if (seen && verdict === 'failed') kind.failed += 1;
      const fresh = freshOf(kind, findings);
      if (fresh.length === 0) return [];
      if (seen) this.#sample(kind, seen.exchange, seen.context);
      return this.#finishCase(kind.id, verdict, fresh);
    });
  }

  #clientKind(rule: string, origin: string): Kind {
    const id = `client:${rule.replace(/^client-/, '')}`;
    const known = this.#kinds.get(id);
    if (known) return known;
    const title = clientRules.find((each) => each.id === rule)?.title ?? rule;
    return this.#open({ id, title, theme: 'The client', tags: ['client'] }, origin);
  }

  #open(planned: Pick<PlannedCase, 'id' | 'title' | 'theme' | 'tags'>, origin: string): Kind {
    const { id } = planned;
    const kind = newKind(id, origin);
    this.#kinds.set(id, kind);
    this.#emit({ type: 'case-planned', case: { ...planned, evidence: [], reproduce: this.options.reproduce } });
    this.#emit({ type: 'case-started', id });
    return kind;
  }

  /** Whether something new waits for the form of the host's 400s. */
  #keepPending(kind: Kind, { pending, verdict }: CheckedExchange): boolean {
    if (verdict !== 'failed' && this.#verdictOf(pending) === 'failed') kind.pendingFailures += 1;
    return keepPending(kind, pending);
  }

  #sample(kind: Kind, exchange: Exchange, { at, notRecorded }: TrafficContext): void {
    if (kind.samples >= most.samplesOfCase || this.#samples >= most.samples) return;
    kind.samples += 1;
    this.#samples += 1;
    const timed = notRecorded?.has('time') !== true;
    if (timed) this.#firstAt ??= at;
    const startedMs = timed ? Math.max(0, Math.round(at - (this.#firstAt ?? at))) : undefined;
    const numbered: Exchange = { ...exchange, caseId: kind.id, attempt: kind.exchanges };
    const recorded = recordExchange(numbered, this.options.redactor, startedMs);
    this.#emit({ type: 'exchange', id: kind.id, exchange: recorded });
  }

  #finishCase(
    id: string,
    verdict: CaseVerdict,
    findings: readonly Finding[],
    durationMs = 0,
    reason: VerdictReason = {},
  ): readonly RecordedFinding[] {
    const recorded = findings.map((finding) => recordFinding(finding, this.options.redactor));
    this.#emit({
      type: 'case-finished',
      ...{ id, verdict, durationMs, findings: recorded },
      ...reasonFields(reason, (text) => this.options.redactor.redact(text)),
    });
    return recorded;
  }
}
