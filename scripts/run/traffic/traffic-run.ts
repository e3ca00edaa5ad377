import { callOf } from '../../contract/calls';
import type { Exchange } from '../../contract/exchange';
import { caseVerdict } from '../../judge/case-verdict';
import type { Finding } from '../../judge/finding';
import type { TrafficChecker } from '../../judge/traffic/checker';
import { trafficCase } from '../../judge/traffic/kind';
import type { CheckedExchange, TrafficCase, TrafficContext } from '../../judge/traffic/types';
import { packageInfo } from '../../lib/package-root';
import { Folding } from '../../report/fold';
import { recordExchange, recordFinding } from '../../report/record';
import type { Redactor } from '../../report/redactor';
import { learnTokens } from '../../report/secret-places';
import type { CaseTraffic, CaseVerdict, RecordedFinding, RunEnd, RunEvent, RunReport } from '../../report/types';
import { NotJudgedCounts } from './not-judged';

export interface TrafficRunOptions {
  readonly checker: TrafficChecker;
  /** By default the host that answered the first judged exchange. */
  readonly target?: { readonly name: string; readonly baseUrl: string } | undefined;
  /** What saw the exchanges. */
  readonly engine: 'recording' | 'proxy' | 'sandbox';
  /** What they were read from, for people. */
  readonly source: string;
  /** The command that judges them again. */
  readonly reproduce: string;
  readonly strict: boolean;
  readonly now: Date;
  readonly redactor: Redactor;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** What became of one exchange. */
export interface Added {
  readonly checked: CheckedExchange;
  /** The findings that no earlier exchange of its case showed. */
  readonly fresh: readonly RecordedFinding[];
}

/** Exchanges of one kind at one host. */
interface Kind {
  readonly id: string;
  readonly origin: string;
  readonly findings: Set<string>;
  readonly pending: Map<string, Finding>;
  samples: number;
  exchanges: number;
  failed: number;
  pendingFailures: number;
}

/** Keeps the report readable and small, whatever comes. */
const most = { cases: 300, findingsOfCase: 60, samplesOfCase: 5, samples: 400, hosts: 50 } as const;
/** After so many exchanges the counts are written again, so that a killed run has them. */
const countsEvery = 1000;

const keyOf = ({ rule, level, evidence, message, where }: Finding): string =>
  JSON.stringify([rule, level, evidence, message, where]);

/**
 * Folds judged exchanges, one after the other, into the events and the report of a run. A case is a kind of request: a
 * call, and why the contract predicts what it predicts. It has a few exchanges as examples, and counts the others.
 */
export class TrafficRun {
  readonly #folding = new Folding();
  readonly #kinds = new Map<string, Kind>();
  readonly #hosts = new Map<string, { baseUrl: string; judged: number; failed: number }>();
  readonly #notJudged: NotJudgedCounts;
  #started = false;
  #mainOrigin: string | undefined;
  #firstAt: number | undefined;
  #exchanges = 0;
  #judged = 0;
  #samples = 0;
  #error: string | undefined;

  constructor(readonly options: TrafficRunOptions) {
    const { target, redactor } = options;
    this.#notJudged = new NotJudgedCounts(redactor);
    if (target) this.#start(target);
  }

  /** Judges an exchange and adds it. */
  add(exchange: Exchange, context: TrafficContext): Added {
    const { checker, redactor } = this.options;
    this.#exchanges += 1;
    learnTokens(exchange, redactor);
    const checked = checker.check(exchange, context);
    const { call, prediction } = checked;
    const judged = checked.notJudged === undefined && call !== undefined && prediction !== undefined;
    if (!judged) this.#notJudged.add(checked, exchange.request.method);
    const fresh = judged ? this.#count(exchange, context, checked, trafficCase(call, prediction)) : [];
    if (this.#started && this.#exchanges % countsEvery === 0) this.#emitCounts();
    return { checked, fresh };
  }

  /** Ends the run. Findings that waited for the form of a host's 400s are added or dropped. */
  finish(end: Omit<RunEnd, 'drift' | 'quarantine'>): RunReport {
    const { source, redactor, checker } = this.options;
    if (!this.#started) this.#start({ name: source, baseUrl: source });
    for (const kind of this.#kinds.values()) {
      if (kind.pending.size === 0 || checker.errorForm(kind.origin) !== 'E3') continue;
      const all = [...kind.pending.values()];
      const findings = all.filter((finding) => !kind.findings.has(keyOf(finding)));
      if (this.#verdictOf(all) === 'failed') {
        kind.failed += kind.pendingFailures;
        this.#host(kind.origin).failed += kind.pendingFailures;
      }
      this.#finishCase(kind.id, this.#verdictOf(all), findings, {});
    }
    this.#emitCounts();
    const error = end.error ?? this.#error;
    this.#emit({ type: 'run-finished', ...end, ...(error !== undefined && { error: redactor.redact(error) }) });
    return this.#folding.report();
  }

  #emit(event: RunEvent): void {
    this.#folding.add(event);
    this.options.onEvent?.(event);
  }

  #start(target: { readonly name: string; readonly baseUrl: string }): void {
    const { engine, source, strict, now } = this.options;
    this.#started = true;
    this.#emit({
      type: 'run-started',
      schemaVersion: 1,
      run: { tool: packageInfo(), target, engine, seed: 0, strict, startedAt: now.toISOString(), source },
      cases: [],
    });
  }

  #emitCounts(): void {
    const cases = Object.fromEntries(
      [...this.#kinds.values()].map(({ id, exchanges, failed }): [string, CaseTraffic] => [id, { exchanges, failed }]),
    );
    const hosts = [...this.#hosts.values()].map((host) => ({ ...host }));
    const counts = { exchanges: this.#exchanges, judged: this.#judged, hosts, ...this.#notJudged.result };
    this.#emit({ type: 'traffic', traffic: counts, cases });
  }

  #host(origin: string): { baseUrl: string; judged: number; failed: number } {
    const key = this.#hosts.size >= most.hosts && !this.#hosts.has(origin) ? 'other hosts' : origin;
    const host = this.#hosts.get(key) ?? { baseUrl: this.options.redactor.redact(key), judged: 0, failed: 0 };
    this.#hosts.set(key, host);
    return host;
  }

  #verdictOf(findings: readonly Finding[]): CaseVerdict {
    return caseVerdict(findings, this.options.strict);
  }

  /** The kind of an exchange; the first one at another host than the target has the host in its id. */
  #kindOf({ id, call, title }: TrafficCase, origin: string): Kind {
    const { redactor, reproduce } = this.options;
    const host = redactor.redact(origin.replace(/^[^/]*\/\//, ''));
    const [suffix, at] = origin === this.#mainOrigin ? ['', ''] : [`@${host}`, ` at ${host}`];
    const known = this.#kinds.get(id + suffix);
    if (known) return known;
    const isMany = this.#kinds.size >= most.cases;
    const own = isMany ? `traffic:${call}/other` : id + suffix;
    const kind = this.#kinds.get(own) ?? {
      ...{ id: own, origin, findings: new Set<string>(), pending: new Map<string, Finding>() },
      ...{ samples: 0, exchanges: 0, failed: 0, pendingFailures: 0 },
    };
    if (this.#kinds.has(own)) return kind;
    this.#kinds.set(own, kind);
    this.#emit({
      type: 'case-planned',
      case: {
        id: own,
        title: isMany ? `${callOf(call).title}: other requests` : redactor.redact(title),
        theme: `${callOf(call).tag.name}${at}`,
        ...{ tags: [call], evidence: [], reproduce },
      },
    });
    this.#emit({ type: 'case-started', id: own });
    return kind;
  }

  #count(
    exchange: Exchange,
    context: TrafficContext,
    checked: CheckedExchange,
    named: TrafficCase,
  ): readonly RecordedFinding[] {
    const { origin } = checked;
    if (!this.#started) this.#start({ name: origin.replace(/^[^/]*\/\//, ''), baseUrl: origin });
    if (this.#mainOrigin === undefined) this.#mainOrigin = origin;
    const kind = this.#kindOf(named, origin);
    const isFirst = kind.exchanges === 0;
    const host = this.#host(origin);
    this.#judged += 1;
    kind.exchanges += 1;
    host.judged += 1;
    if (checked.verdict === 'failed') {
      kind.failed += 1;
      host.failed += 1;
    }
    const [brokenRule] = checked.internalErrors ?? [];
    if (brokenRule) this.#error ??= `rule ${brokenRule.rule}: ${brokenRule.message}`;
    const news = [...checked.findings, ...checked.client].filter((finding) => !kind.findings.has(keyOf(finding)));
    const fresh = news.slice(0, Math.max(0, most.findingsOfCase - kind.findings.size));
    for (const finding of fresh) kind.findings.add(keyOf(finding));
    const waiting = this.#keepPending(kind, checked);
    if (isFirst || fresh.length > 0 || waiting) this.#sample(kind, exchange, context);
    if (!isFirst && fresh.length === 0) return [];
    const { outcome } = exchange;
    const durationMs = outcome.kind === 'response' ? Math.round(outcome.durationMs) : 0;
    return this.#finishCase(kind.id, checked.verdict, fresh, { reason: checked.reason, durationMs });
  }

  /** Whether something new waits for the form of the host's 400s. */
  #keepPending(kind: Kind, { pending, verdict }: CheckedExchange): boolean {
    const before = kind.pending.size;
    for (const finding of pending) {
      const key = keyOf(finding);
      if (kind.pending.size < most.findingsOfCase && !kind.findings.has(key)) kind.pending.set(key, finding);
    }
    if (verdict !== 'failed' && this.#verdictOf(pending) === 'failed') kind.pendingFailures += 1;
    return kind.pending.size > before;
  }

  #sample(kind: Kind, exchange: Exchange, { at, notRecorded }: TrafficContext): void {
    if (kind.samples >= most.samplesOfCase || this.#samples >= most.samples) return;
    kind.samples += 1;
    this.#samples += 1;
    const timed = notRecorded?.has('time') !== true;
    if (timed) this.#firstAt ??= at;
    const startedMs = timed ? Math.max(0, Math.round(at - (this.#firstAt ?? at))) : undefined;
    const numbered: Exchange = { ...exchange, caseId: kind.id, attempt: kind.exchanges };
    this.#emit({
      type: 'exchange',
      id: kind.id,
      exchange: recordExchange(numbered, this.options.redactor, startedMs),
    });
  }

  #finishCase(
    id: string,
    verdict: CaseVerdict,
    findings: readonly Finding[],
    { reason, durationMs = 0 }: { readonly reason?: string | undefined; readonly durationMs?: number },
  ): readonly RecordedFinding[] {
    const recorded = findings.map((finding) => recordFinding(finding, this.options.redactor));
    this.#emit({
      type: 'case-finished',
      ...{ id, verdict, durationMs, findings: recorded },
      ...(reason !== undefined && { reason: this.options.redactor.redact(reason) }),
    });
    return recorded;
  }
}
