import type { Exchange } from '../../contract/exchange';
import type { ItemPlace } from '../../http/cage/protocol';
import type { CageExchange, UnsentRequest } from '../../http/cage/wire';
import type { CollectionEvent } from '../../http/newman-collection';
import { caseVerdict } from '../../judge/case-verdict';
import type { VerdictReason } from '../../judge/reason-kinds';
import { TrafficChecker } from '../../judge/traffic/checker';
import type { CheckedExchange } from '../../judge/traffic/types';
import { defined } from '../../lib/defined';
import { plural } from '../../lib/plural';
import { recordFinding } from '../../report/record';
import { Redactor } from '../../report/redactor';
import { learnTokens } from '../../report/secret-places';
import type { Finding, PlannedCase } from '../../report/types';
import { nodeHost } from '../host';
import type { Session } from '../session';
import { type LeftRequest, notJudged, safePath } from '../traffic/not-judged';
import { type CollectionItem, type CollectionItems, unknownItem } from './items';
import { CaseProgress } from './progress';
import { isFetched, judgedExchange, notCalled, refusalAbout, skippedItself } from './results';
import { secretParameters, unresolvedIn, unresolvedOf } from './variables';

/** Lines of output and of other notes that are shown. */
const mostNotes = 1000;
/** Obstacles to the requests of its scripts that an item has cases for. */
const mostRefused = 20;

export interface CollectionRunInput {
  readonly session: Session;
  readonly items: CollectionItems;
  readonly plannedCase: (item: CollectionItem, more?: { readonly id?: string; readonly title?: string }) => PlannedCase;
  /** The cases that were announced with the run. */
  readonly planned: ReadonlySet<string>;
  /** The name of a variable as the collection writes it: in a host, it is in lower case. */
  readonly nameOf: (name: string) => string;
  /** Receives what the user should know in addition to the results; hostile text. */
  readonly onNote: (text: string) => void;
}

/** Follows a collection as it runs: judges what it sends, keeps its assertions, and says how each request ended. */
export class CollectionProgress {
  /** What belongs to the target: never sent anywhere else. */
  readonly ofTarget = new Redactor();
  readonly unresolved = new Set<string>();
  /** Secrets of Postman's vault that scripts which failed ask for. */
  readonly fromVault = new Set<string>();
  readonly #checker: TrafficChecker;
  readonly #cases = new Map<string, CaseProgress>();
  readonly #pending: { readonly id: string; readonly origin: string; readonly findings: readonly Finding[] }[] = [];
  #item: CollectionItem = unknownItem;
  #iteration = 0;
  #isOwnRequest = false;
  /** The item has begun to send its own request: none of its scripts skipped it. */
  #asked = false;
  /** An item began and has not ended. */
  #isOpen = false;
  #scripted = 0;
  #script = 'script';
  #unsent: Pick<VerdictReason, 'reason' | 'reasonAbout'> | undefined;
  /** The item's own request got as far as the wire, so it is judged or listed. */
  #wentOut = false;
  /** The item's own request, if this tool did not let it out. */
  #refused: UnsentRequest | undefined;
  /** What kept requests of the item's scripts from being sent. */
  readonly #refusedOfScripts = new Set<string>();
  /** What the item's own request, or those of its current script, were sent without. */
  readonly #withoutFiles = new Set<string>();
  readonly #withoutFilesOfScript = new Set<string>();
  #notes = 0;
  /** Warnings and refusals, and how often each was repeated by other requests. */
  readonly #repeated = new Map<string, number>();
  /** Why an iteration ended before its last request. */
  #ended: string | undefined;

  constructor(readonly input: CollectionRunInput) {
    const { session } = input;
    const { environment, options } = session.parts;
    this.#checker = new TrafficChecker({
      baseUrl: environment.target.baseUrl,
      strict: options.judging.strict,
      // As they are when an exchange is judged: the management token may be fetched meanwhile.
      get credentials() {
        return session.credentials;
      },
      hmacSha256: nodeHost(Math.random).hmacSha256,
    });
  }

  note(text: string): void {
    this.#notes += 1;
    if (this.#notes <= mostNotes) this.input.onNote(this.input.session.parts.redactor.redact(text));
    else if (this.#notes === mostNotes + 1) this.input.onNote('… more output is not shown');
  }

  /** A text that many requests share, such as that of an outdated name in a script: it is shown once, with its count at the end. */
  #noteOnce(text: string): void {
    const before = this.#repeated.get(text);
    if (before === undefined) this.note(`${this.#item.title}: ${text}`);
    if (before !== undefined || this.#repeated.size < mostNotes) this.#repeated.set(text, (before ?? -1) + 1);
  }

  /** Follows what the collection tells. */
  follow(event: CollectionEvent): void {
    switch (event.type) {
      case 'item':
        this.#begin(event.at);
        return;
      case 'item-end':
        this.#end();
        return;
      case 'script':
        this.#withoutFilesOfScript.clear();
        this.#script = event.listen === 'prerequest' ? 'pre-request script' : 'test script';
        return;
      case 'request':
        this.#isOwnRequest = !event.ofScript;
        this.#asked ||= !event.ofScript;
        for (const { type, key, value } of event.auth)
          if (secretParameters[type]?.includes(key)) this.#learn(value, 'secret');
        return;
      case 'request-end':
        if (event.ofScript) return;
        this.#isOwnRequest = false;
        this.#unsent =
          event.error === undefined
            ? undefined
            : {
                reason: event.error,
                ...defined({ reasonAbout: this.#refused ? refusalAbout(this.#refused) : event.code }),
              };
        return;
      case 'assertion':
        this.#current().asserted(event);
        return;
      case 'script-error':
        this.#current().asserted({ name: `its ${this.#script}`, result: 'threw', message: event.message });
        this.note(`${this.#item.title}: its ${this.#script} failed: ${event.message}`);
        for (const name of this.#item.vault) this.fromVault.add(name);
        return;
      case 'no-next':
        this.#ended = `setNextRequest(${JSON.stringify(event.name)}) of "${this.#item.title}" ended the iteration: this run has no request of that name or id`;
        this.note(
          `${this.#ended}\n  next: correct the name; Newman and Postman end the iteration too, without a message`,
        );
        return;
      case 'no-file':
        (event.ofScript ? this.#withoutFilesOfScript : this.#withoutFiles).add(event.path);
        return;
      case 'output':
        if (event.isWarning) this.#noteOnce(event.text);
        else this.note(`${this.#item.title}: ${event.text}`);
    }
  }

  #learn(secret: string, kind: string): void {
    if (this.input.session.credentials.publicKey === secret) return;
    this.input.session.parts.redactor.learn(secret, kind, true, false);
    this.ofTarget.learn(secret, kind, true);
  }

  #begin({ item, iteration, path }: ItemPlace): void {
    this.#item = this.input.items.get(item) ?? { ...unknownItem, title: path.at(-1) ?? unknownItem.title };
    this.#iteration = iteration;
    this.#isOwnRequest = false;
    this.#asked = false;
    this.#wentOut = false;
    this.#scripted = 0;
    this.#unsent = undefined;
    this.#refused = undefined;
    this.#refusedOfScripts.clear();
    this.#withoutFiles.clear();
    this.#isOpen = true;
  }

  #current(suffix = '', title = this.#item.title): CaseProgress {
    const { input } = this;
    const number = this.#iteration > 0 ? `.iteration-${this.#iteration + 1}` : '';
    const id = `${this.#item.caseId}${number}${suffix}`;
    const known = this.#cases.get(id);
    if (known) return known;
    const made = new CaseProgress(input.session, input.plannedCase(this.#item, { id, title }), input.planned.has(id));
    this.#cases.set(id, made);
    return made;
  }

  #end(): void {
    this.#isOpen = false;
    const failed = this.#unsent && ({ verdict: 'errored', ...this.#unsent, reasonKind: 'request-failed' } as const);
    const unsent = { ...(failed ?? (this.#asked ? notCalled : skippedItself)), findings: [] };
    const current = this.#current();
    const { failsItsOwn } = current;
    // What the collection wanted to send, and did not get out, is never left out of the verdict; nor is a call.
    const isKeptBack = this.#refused !== undefined || (failed !== undefined && !this.#wentOut);
    const outcome = current.finish(unsent, isKeptBack || this.#item.call !== undefined);
    this.#unsent = undefined;
    if ((outcome?.verdict === 'failed' || failsItsOwn) && this.input.session.parts.options.limits.bail)
      this.input.session.parts.stop('bail');
  }

  /** A request went out. */
  exchanged(wire: CageExchange): void {
    const { toTarget, origin, request, made, outcome, startedAt } = wire;
    const { session } = this.input;
    if (this.#isOwnRequest) this.#wentOut = true;
    const names = unresolvedOf(made);
    for (const name of names) this.unresolved.add(name);
    if (!toTarget) {
      learnTokens({ caseId: '', attempt: 1, request, outcome }, session.parts.redactor);
      this.#leave({ reason: 'other-target', origin, method: request.method, path: made.path });
      return;
    }
    const sent: Exchange = { caseId: this.#item.caseId, attempt: 1, request, outcome };
    learnTokens(sent, session.parts.redactor);
    learnTokens(sent, this.ofTarget);
    const checked = this.#checker.check(sent, { at: performance.timeOrigin + startedAt });
    session.note({ expect: checked.prediction ?? { outcome: 'open', status: [], evidence: 'C15a' } }, sent, startedAt);
    if (checked.notJudged === 'other-call' || checked.notJudged === 'other-target') {
      this.#leave({ reason: checked.notJudged, origin, method: request.method, path: made.path });
      return;
    }
    // What a script sends is a case of its own: it is another request.
    const current = this.#isOwnRequest ? this.#current() : this.#scriptCase(request.method, safePath(made.path));
    const exchange: Exchange = { ...sent, caseId: current.id, attempt: current.attempts + 1 };
    if (checked.internalErrors)
      session.judging.ruleErrors.add(current.id, {
        ...checked,
        remembered: { verdict: checked.verdict, accepted: false },
      });
    const withoutFiles = [...(this.#isOwnRequest ? this.#withoutFiles : this.#withoutFilesOfScript)];
    const beside = { unresolved: names, withoutFiles, isIssued: isFetched(exchange, session) };
    const judged = judgedExchange(checked, exchange, beside);
    current.exchanged(exchange, judged, Math.round(startedAt - session.startedAt));
    this.#keepPending(current.id, checked);
    if (!this.#isOwnRequest) current.finish(judged);
  }

  #scriptCase(method: string | undefined, place: string): CaseProgress {
    this.#scripted += 1;
    const what = method === undefined ? `a request to ${place}` : `${method} ${place}`;
    const title = `${this.#item.title}: ${what} of its ${this.#script}`;
    return this.#current(`.script-${this.#scripted}`, this.input.session.parts.redactor.redact(title));
  }

  #keepPending(id: string, { origin, pending }: CheckedExchange): void {
    if (pending.length > 0 && this.#pending.length < mostNotes) this.#pending.push({ id, origin, findings: pending });
  }

  /** A request was refused by the rules of this run. */
  refused(refusal: UnsentRequest): void {
    const { kind, origin, method, path, message } = refusal;
    for (const name of unresolvedIn(origin)) this.unresolved.add(this.input.nameOf(name));
    for (const name of unresolvedIn(path ?? '')) this.unresolved.add(name);
    this.#leave({ reason: kind, origin, method, path });
    if (this.#isOwnRequest) this.#refused = refusal;
    else this.#refusedScript(refusal);
    if (kind === 'other-origin' || kind === 'no-value') this.#noteOnce(message);
    else this.note(`${this.#item.title}: ${message}`);
  }

  /** A script may ask for the same again and again: the item has one case for each obstacle. */
  #refusedScript(refusal: UnsentRequest): void {
    const about = refusalAbout(refusal);
    if (this.#refusedOfScripts.has(about) || this.#refusedOfScripts.size >= mostRefused) return;
    this.#refusedOfScripts.add(about);
    const { method, path = '', origin, message: reason } = refusal;
    const why = { reason, reasonKind: 'request-failed', reasonAbout: about } as const;
    this.#scriptCase(method, `${origin}${safePath(path)}`).finish({ verdict: 'errored', ...why, findings: [] }, true);
  }

  #leave(request: LeftRequest): void {
    const { emit, redactor } = this.input.session.parts;
    emit({ type: 'not-judged', requests: [notJudged(request, redactor)] });
  }

  /** The collection ended: what was announced and never ran is skipped, and what was held back is judged. */
  finish(): void {
    const { session, planned, items } = this.input;
    const { emit, redactor, signal } = session.parts;
    for (const [text, count] of this.#repeated) if (count > 0) this.note(`${plural(count, 'more time')}: ${text}`);
    if (this.#isOpen && (!signal.aborted || this.#current().hasResults)) this.#end();
    for (const { id, origin, findings } of this.#pending) {
      if (this.#checker.errorForm(origin) !== 'E3') continue;
      const recorded = findings.map((finding) => recordFinding(finding, redactor));
      const verdict = caseVerdict(findings, session.parts.options.judging.strict);
      emit({ type: 'case-finished', id, verdict, durationMs: 0, findings: recorded });
    }
    if (signal.aborted) return;
    for (const { caseId: id } of items.values())
      if (planned.has(id) && !this.#cases.has(id))
        emit({
          type: 'case-finished',
          id,
          verdict: 'skipped',
          reason: redactor.redact(this.#ended ?? 'the collection did not send it'),
          reasonKind: 'not-sent-by-collection',
          durationMs: 0,
          findings: [],
        });
  }
}
