import { tokenCase } from '../../contract/calls/management-token/call';
import { isSuccess } from '../../contract/issued-token';
import { deviationsOf } from '../../contract/model/factors/compose';
import { isFailing } from '../../judge/case-verdict';
import { plural } from '../../lib/plural';
import { hash32, seededRandom } from '../../lib/seeded-random';
import { exploreId, type Part, parts } from '../../report/explored-places';
import type { Shard } from '../../report/types';
import { nodeHost } from '../host';
import type { Session } from '../session';
import { type Available, availableFor, nameOf } from './available';
import { type Causes, findCauses } from './causes/cause-search';
import { type Cause, type Failure, failuresOf, knownKey, levelCount, rankOf } from './causes/causes';
import { neighboursOf } from './causes/neighbours';
import { fails, reportCause, reportPart } from './causes/report-causes';
import { SentPrograms } from './causes/sent-programs';
import { Coverage } from './coverage';
import { nothingExplored } from './explore-id';
import { combinations, type Factors, type PlanInput } from './plan-input';
import { type Explore, type Program, partOf, programId } from './program';
import { Sender, type Sent } from './send';
import { stagesOf } from './stages';
import { taken } from './taken';
import { UnansweredKinds } from './unanswered-kinds';

/** The shares of a run's time after which exploring sends nothing new, and after which it stops looking for causes. */
const ofRun = { sending: 0.8, reducing: 0.95 } as const;

/** How often the documented request is sent until it is accepted: a target may refuse it intermittently. */
const mostStarts = 3;

/** The most requests that are sent to tell how general the causes are. */
const mostNeighbours = 300;

const bailed = 'the run stopped at the first failed combination';

/** Sends what the model can compose, and reduces each request that breaks the contract to the fewest conditions. */
export class Exploration {
  readonly #sender: Sender;
  readonly #failures: Failure[] = [];
  readonly #sent = new SentPrograms();
  /** How long the requests of each part took, in milliseconds. */
  readonly #tookMs: Record<Part, number> = { pairs: 0, histories: 0, 'at-once': 0 };
  readonly #solo = new Set<string>();
  readonly #unanswered = new UnansweredKinds();
  readonly #startedAt = performance.now();
  #programs = 0;
  /** With `--bail`, how many failures there were at the last search for causes. */
  #lookedInto = 0;
  /** Programs that were not sent, because the target leaves similar ones unanswered or the time was up. */
  #skipped = 0;
  /** Whether triples were left out. There are too many of them to count. */
  #isCut = false;

  constructor(
    readonly session: Session,
    readonly explore: Explore,
    /** The share of the combinations that this run sends, if it is one of several shards. */
    readonly shard?: Shard,
  ) {
    this.#sender = new Sender(session);
  }

  async run(): Promise<void> {
    try {
      const obstacle = await this.#obstacle();
      if (obstacle === undefined) {
        await this.#sender.tryOtherPath();
        await this.#explore();
      } else this.#notExplored(obstacle);
    } finally {
      await this.#sender.close();
    }
  }

  /** Why there is nothing to explore. */
  async #obstacle(): Promise<string | undefined> {
    if (this.session.credentials.managementToken === undefined) return 'there is no management token';
    for (let left = mostStarts; left > 0 && this.#sender.payoutToken === undefined; left -= 1)
      await this.#sender.sendDocumented();
    return this.#sender.payoutToken === undefined ? 'the documented request did not return a token' : undefined;
  }

  #notExplored(reason: string): void {
    const { emit, options } = this.session.parts;
    for (const part of this.#partsIn()) {
      emit({ type: 'case-started', id: exploreId(part) });
      this.#leaveOut(part, reason);
    }
    emit(nothingExplored(options.sending.seed, reason));
  }

  #leaveOut(part: Part, reason: string): void {
    const inconclusive = {
      verdict: 'inconclusive',
      reason: `not explored: ${reason}`,
      reasonKind: 'not-explored',
    } as const;
    this.session.parts.emit({
      ...{ type: 'case-finished', id: exploreId(part), durationMs: 0, findings: [] },
      ...inconclusive,
    });
  }

  #partsIn(): readonly Part[] {
    return this.explore.kind === 'named' ? [] : parts;
  }

  #available(): Available {
    const { parts: own, credentials } = this.session;
    const seed = own.options.sending.seed;
    return availableFor({
      baseUrl: own.environment.target.baseUrl,
      credentials,
      payoutToken: this.#sender.payoutToken,
      usedAuthorization: this.session.memory.get(tokenCase)?.authorization,
      host: nodeHost(seededRandom(seed)),
      seed: seed ^ hash32('round 0'),
    });
  }

  async #explore(): Promise<void> {
    const { session } = this;
    const { emit, options, signal, stop } = session.parts;
    const { factors, large, bulky } = this.#available();
    for (const name of large) this.#solo.add(name);
    const coverage = new Coverage(factors);
    for (const part of this.#partsIn()) emit({ type: 'case-started', id: exploreId(part) });
    const input: PlanInput = {
      factors,
      seed: options.sending.seed,
      solo: (named) => this.#solo.has(nameOf(named)),
      bulky: (named) => bulky.has(nameOf(named)),
      combinations: combinations(),
    };
    const sooner = await this.#sendStages(input, coverage);
    if (signal.aborted) return this.#summarize(coverage, ['the rest, because the run ended']);
    const found = sooner ?? (await this.#causes());
    const isNew = (cause: Cause): boolean => !this.#isKnown(cause);
    const shown = found.causes.filter(isNew);
    shown.push(...(await this.#sendNeighbours(shown, factors)).filter(isNew));
    for (const cause of shown) reportCause(cause, this.#sent.all, session);
    const failing = new Set(this.#failures.map(({ program }) => partOf(program)));
    for (const part of this.#partsIn()) {
      const own = shown.filter((cause) => cause.part === part);
      if (sooner && own.length === 0) this.#leaveOut(part, bailed);
      else reportPart(part, own, failing.has(part), Math.round(this.#tookMs[part]), session);
    }
    this.#summarize(coverage, [...(found.limit === undefined ? [] : [found.limit]), ...(sooner ? [bailed] : [])]);
    if (sooner) stop('bail');
  }

  /** Sends what is nearly like the causes, to tell how general they are. Returns the causes of failures that are worse. */
  async #sendNeighbours(causes: readonly Cause[], factors: Factors): Promise<readonly Cause[]> {
    const { session } = this;
    const worst = Math.min(...causes.flatMap(({ findings }) => findings.map(rankOf)));
    const worse: Failure[] = [];
    for (const program of causes.flatMap((cause) => neighboursOf(cause, factors)).slice(0, mostNeighbours)) {
      if (session.parts.signal.aborted || this.#isOver('reducing')) break;
      const sent = await this.#sender.send(program);
      if (!sent) continue;
      const failures = failuresOf(program, sent);
      this.#sent.add(program, sent, failures);
      worse.push(...failures.filter(({ finding }) => rankOf(finding) < worst));
    }
    return worse.length === 0 ? [] : (await this.#causes(worse)).causes;
  }

  /** Reports what was explored, and why the rest was not. */
  #summarize(coverage: Coverage, limits: readonly string[]): void {
    const { explore } = this;
    const { emit, options } = this.session.parts;
    const { seed } = options.sending;
    const strength = explore.kind === 'triples' ? ('triples' as const) : ('pairs' as const);
    const { requests } = this.#sender;
    const why = 'the target leaves too many requests unanswered, or the time limit was reached';
    const partly = [
      ...(this.#skipped > 0 ? [`${plural(this.#skipped, 'combination')}: ${why}`] : []),
      ...(this.#isCut ? [`the other triples: ${why}`] : []),
      ...limits,
    ].join('; ');
    const counts = { seed, strength, programs: this.#programs, requests, ...coverage.result };
    // Newman changes some paths and bytes.
    const engine = options.sending.engine === 'direct' ? {} : { engine: 'direct' };
    const named = explore.kind === 'named' ? { named: explore.programs.map(programId) } : {};
    const explored = { ...counts, ...engine, ...named, coverage: coverage.map };
    emit({ type: 'explored', explored: { ...explored, ...(partly !== '' && { notExplored: partly }) } });
  }

  #causes(failures: readonly Failure[] = this.#failures): Promise<Causes> {
    return findCauses(failures, this.session, this.#sender, () => this.#isOver('reducing'));
  }

  /** Sends stage by stage. With `--bail`, it ends with the causes of the first failure that shows again. */
  async #sendStages(input: PlanInput, coverage: Coverage): Promise<Causes | undefined> {
    const { sending, limits } = this.session.parts.options;
    for (const { programs, inOrder, learns } of stagesOf(this.explore, input)) {
      // Every shard needs to learn what can be combined.
      const left = taken(learns ? programs : this.#share(programs));
      // A failure that does not occur again would cost a search after each request, so the stage is sent to its end first.
      for (const pauses of limits.bail ? [true, false] : [false]) {
        await this.#sendAll(left, inOrder ? 1 : sending.concurrency, coverage, pauses);
        const found = limits.bail ? await this.#causesToBail() : undefined;
        if (found) return found;
      }
    }
    return undefined;
  }

  get #hasFailed(): boolean {
    const { strict } = this.session.parts.options.judging;
    return this.#failures.some(({ finding }) => isFailing(finding.level, strict));
  }

  async #causesToBail(): Promise<Causes | undefined> {
    if (!this.#hasFailed || this.#failures.length === this.#lookedInto) return undefined;
    this.#lookedInto = this.#failures.length;
    const found = await this.#causes();
    const { strict } = this.session.parts.options.judging;
    const ends = found.causes.some(
      (cause) => cause.times === undefined && fails(cause, strict) && !this.#isKnown(cause),
    );
    return ends ? found : undefined;
  }

  /** The programs of this shard. */
  *#share(programs: Iterable<Program>): Generator<Program> {
    const { index, count } = this.shard ?? { index: 1, count: 1 };
    let at = 0;
    for (const program of programs) {
      if (at % count === index - 1) yield program;
      at += 1;
    }
  }

  /** @param pauses whether to return after the first failure */
  async #sendAll(programs: Iterable<Program>, workers: number, coverage: Coverage, pauses: boolean): Promise<void> {
    const { signal } = this.session.parts;
    const worker = async (): Promise<void> => {
      for (const program of programs) {
        if (signal.aborted) return;
        if (this.explore.kind === 'triples' && this.#isOver('sending')) {
          this.#isCut = true;
          return;
        }
        if (this.#isOver('sending') || this.#unanswered.has(program)) {
          this.#skipped += 1;
          continue;
        }
        const startedAt = performance.now();
        const sent = await this.#sender.send(program);
        if (!sent) continue;
        this.#tookMs[partOf(program)] += (performance.now() - startedAt) / workers;
        if (sent.some(({ exchange, findings }) => exchange.outcome.kind === 'failure' && findings.length > 0))
          this.#unanswered.add(program);
        this.#programs += 1;
        coverage.add(program);
        const failures = failuresOf(program, sent);
        this.#failures.push(...failures);
        this.#sent.add(program, sent, failures);
        this.#learn(program, sent);
        if (pauses && this.#hasFailed) return;
      }
    };
    await Promise.all(Array.from({ length: workers }, worker));
  }

  #isOver(phase: 'sending' | 'reducing'): boolean {
    const now = performance.now();
    const { mostMs = Number.POSITIVE_INFINITY } = this.explore.kind === 'default' ? this.explore : {};
    const { maxDurationMs = Number.POSITIVE_INFINITY } = this.session.parts.options.limits;
    const isLate = now - this.#startedAt > mostMs || now - this.session.startedAt > ofRun[phase] * maxDurationMs;
    return isLate || this.#sender.hasWaitedTooLong(phase);
  }

  /** Records a level that the target refuses although it may accept it: it would hide the effect of other levels. */
  #learn(program: Program, [only]: readonly Sent[]): void {
    const [{ call, choice, count }, second] = program.steps;
    if (second || count > 1 || !only) return;
    const { outcome } = only.exchange;
    if (outcome.kind === 'response' && isSuccess(outcome.status)) return;
    const [open, ...more] = deviationsOf(call, choice).filter(({ level }) => level.alone !== 'accepted');
    if (open && more.length === 0) this.#solo.add(nameOf({ call, factor: open.factor.id, level: open.level.id }));
  }

  /** Whether the contract's cases have already found it. */
  #isKnown({ program, findings }: Cause): boolean {
    if (this.explore.kind === 'named') return false;
    if (program.steps.length > 1 || program.steps[0].count > 1 || levelCount(program) > 1) return false;
    // A failure of another valid request does not explain this one.
    const [{ call, choice }] = program.steps;
    if (deviationsOf(call, choice).some(({ level }) => level.alone !== 'refused')) return false;
    const known = new Set(this.session.found.map(knownKey));
    return findings.every((finding) => known.has(knownKey(finding)));
  }
}
